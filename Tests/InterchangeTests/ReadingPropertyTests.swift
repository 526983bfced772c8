import Foundation
import Glibc
import Interchange
import Model
import TestSupport
import Testing
import Text

/// Whatever a file has in it, a reader ends, and what it does not read it tells.
@Suite struct ReadingPropertyTests {

  // MARK: Damaged files

  @Test(arguments: ReadingCase.all)
  func `a damaged file is read without its damage`(one: ReadingCase) {
    var random = SeededGenerator(seed: LongTests.seed(named: one.testDescription))
    for _ in 0..<(LongTests.areWanted ? 5_000 : 200) {
      var files = one.files
      for _ in 0...Int.random(in: 0..<4, using: &random) {
        let index = Int.random(in: 0..<files.count, using: &random)
        Self.damage(&files[index].bytes, &random)
      }
      let reading = one.form.read(files)
      let keys = reading.tasks.map(\.key)
      #expect(Set(keys).count == keys.count)
      #expect(!reading.tasks.isEmpty || !reading.losses.isEmpty)
      for task in reading.tasks {
        #expect(!task.title.isEmpty && !task.title.utf8.contains(0x0A))
      }
      let places = reading.tasks.map(\.place) + reading.losses.map(\.place)
      for place in places {
        let file = files.first { $0.path == place.file }
        let lines = file?.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).count
        #expect(place.line ?? 1 <= lines ?? 1, "\(place)")
      }
    }
  }

  private static let pieces = [
    "- [ ] ", "- [x] 1.1 ", "- [", "]", "\n", "\n\n", "\r\n", "\t", "    ", "```\n", "~~~", "<!--",
    "-->", "---\n", "# ", "## ", "\"", "'", "[", "{", "}", ",", ": ", "|\n", ">-\n", "&a ", "*",
    "**",
    "(depends on T001)", "(", ")", "x ", "(A) ", "T9999", "\u{FEFF}", "\u{202E}", "물", "null",
    "\\u",
    "<!-- AC:BEGIN -->\n", "<!-- COMMENTS:END -->\n", "\"waves\"", "1.", "_A: b_", "\0",
  ]

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, place + Int.random(in: 0...40, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
    case 3: bytes.removeSubrange(end...)
    case 4: bytes.insert(contentsOf: bytes.shuffled(using: &random).prefix(20), at: place)
    default:
      bytes.insert(contentsOf: (pieces.randomElement(using: &random) ?? "").utf8, at: place)
    }
  }

  // MARK: Nothing is lost silently

  /// A word of each line is in the reading, or the line is told, or it stands in a fence or a comment.
  @Test(arguments: [InterchangeForm.speckit, .openspec, .kiro])
  func `each list item with a box is read or told`(form: InterchangeForm) {
    var random = SeededGenerator(seed: LongTests.seed(named: form.rawValue))
    for _ in 0..<(LongTests.areWanted ? 2_000 : 100) {
      let numbers = [
        "", "T001 ", "T\(Int.random(in: 1...30, using: &random)) ", "1. ", "1.1 ", "2.3.4 ",
      ]
      let marks = [" ", "x", "X", "~", "-", "?", "", "\t"]
      var lines: [String] = []
      for index in 0..<40 {
        let indent = String(repeating: "  ", count: Int.random(in: 0...3, using: &random))
        let number = numbers.randomElement(using: &random) ?? ""
        let mark = marks.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<8, using: &random) {
        case 0: lines.append("## Heading")
        case 1: lines.append("")
        default: lines.append("\(indent)- [\(mark)] \(number)word\(index).")
        }
      }
      let text = lines.joined(separator: "\n")
      let reading = form.read([ForeignFile(path: "tasks.md", bytes: Array(text.utf8))])
      let words = Set(reading.rendered.split { $0.isWhitespace })
      let told = Set(reading.losses.compactMap(\.place.line))
      // The lines that a line stands in, each with whether it is told; what stands in one that is
      // told is not read either.
      var around: [(indent: Int, isTold: Bool)] = []
      for (index, line) in lines.enumerated() {
        if line.hasPrefix("#") { around = [] }
        guard line.contains("word") else { continue }
        let indent = line.prefix { $0 == " " }.count
        around.removeAll { $0.indent >= indent }
        around.append((indent, told.contains(index + 1)))
        let isAccounted = words.contains("word\(index).") || around.contains { $0.isTold }
        #expect(isAccounted, "line \(index + 1) of\n\(text)\n\n\(reading.rendered)")
      }
    }
  }

  @Test func `each line behind the fields of Backlog is read`() {
    var random = SeededGenerator(seed: LongTests.seed(named: "backlog"))
    let starts = [
      "", "", "## ", "### ", "- [ ] ", "- [x] #1 ", "  ", "> ", "## Description\n", "## Comments\n",
      "## Acceptance Criteria\n- [ ] ", "<!-- AC:BEGIN -->\n", "<!-- AC:END -->\n", "---\n",
      "author: ",
      "<!-- COMMENTS:BEGIN -->\n", "<!-- COMMENTS:END -->\n", "```\n",
      "<!-- SECTION:PLAN:BEGIN -->\n",
      "<!-- SECTION:PLAN:END -->\n", "<!-- COMMENT:BEGIN -->\n", "<!-- COMMENT:END -->\n", "\n\n",
    ]
    for _ in 0..<(LongTests.areWanted ? 5_000 : 300) {
      let lines = (0..<30).map { (starts.randomElement(using: &random) ?? "") + "word\($0)." }
      let text = "---\nid: task-1\ntitle: T\n---\n" + lines.joined(separator: "\n")
      let reading = BacklogReader.read([ForeignFile(path: nil, bytes: Array(text.utf8))])
      let rendered = reading.rendered
      for index in 0..<30 {
        let isRead = rendered.contains("word\(index).")
        #expect(isRead, "word\(index) of\n\(text)\n\n\(rendered)")
      }
    }
  }

  @Test func `each word of todo_txt is read`() {
    var random = SeededGenerator(seed: LongTests.seed(named: "todo.txt"))
    let parts = [
      "x", "(A)", "(Z)", "2026-01-01", "a:b", "due:2026-01-01", "+p", "@c", "h://x", "pri:C",
    ]
    for _ in 0..<(LongTests.areWanted ? 5_000 : 300) {
      let words = (0...Int.random(in: 0...6, using: &random)).map { index in
        Bool.random(using: &random) ? "word\(index)" : parts.randomElement(using: &random) ?? ""
      }
      let line = words.joined(separator: " ")
      let reading = TodoTxtReader.read([ForeignFile(path: nil, bytes: Array(line.utf8))])
      #expect(reading.tasks.count == 1)
      for word in words where !["x", "(A)", "(Z)", "pri:C"].contains(word) {
        let value = word.split(separator: ":").last.map { String($0) } ?? word
        #expect(reading.rendered.contains(value), "\(word) of \(line)")
      }
    }
  }

  @Test func `each word of Task Master is read, or its field is told`() {
    var random = SeededGenerator(seed: LongTests.seed(named: "taskmaster"))
    let names = [
      "title", "description", "status", "priority", "details", "testStrategy", "acceptanceCriteria",
      "assignee", "tags", "dependencies", "metadata", "complexity",
    ]
    for _ in 0..<(LongTests.areWanted ? 5_000 : 300) {
      let members = names.map { name -> JSONObject.Member in
        let word = JSONValue.string("word-\(name)")
        let values: [JSONValue] = [
          word, .array([word, "b"]), .array([.array([word])]), ["k": word],
        ]
        return (name, values.randomElement(using: &random) ?? word)
      }
      let task = JSONObject(members: [("id", 1)] + members.shuffled(using: &random))
      let text: JSONValue = ["master": ["tasks": [.object(task)]]]
      let file = ForeignFile(path: nil, bytes: Array(text.description.utf8))
      let rendered = TaskMasterReader.read([file]).rendered
      for name in names where rendered.contains("  state:") {
        let isTold = rendered.contains("field: \"\(name)\"")
        #expect(isTold || rendered.contains("word-\(name)"), "\(name) of \(text)\n\(rendered)")
      }
      #expect(rendered.contains("  state:") || rendered.contains("missingField(\"title\")"))
    }
  }

  // MARK: Size

  @Test(arguments: [
    ("- [ ] T%d Write it\n  - below\n", InterchangeForm.speckit),
    ("- [ ] 1.%d Write it\n", .openspec),
    ("- [ ] write %d\n", .openspec), ("- [x] 1.%d Write it\n  - _Requirements: 1_\n", .kiro),
    ("(A) write %d +it due:2026-01-01\n", .todoTxt),
  ])
  func `ten thousand tasks are read, all of them`(line: String, form: InterchangeForm) {
    let text = (1...10_000).map { line.replacingOccurrences(of: "%d", with: String($0)) }.joined()
    let reading = form.read([ForeignFile(path: "x/tasks.md", bytes: Array(text.utf8))])
    #expect(reading.tasks.count == 10_000)
    #expect(reading.losses == [])
  }

  @Test func `ten thousand tasks in two waves have no edges, and that is told`() {
    let tasks = (1...10_000).map { "- [ ] 1.\($0) Write it\n" }.joined()
    let names = (1...10_000).map { "\"1.\($0)\"" }
    let waves = [names[..<5_000], names[5_000...]].map { "[\($0.joined(separator: ","))]" }
    let text = tasks + "\n```json\n{\"waves\": [\(waves.joined(separator: ","))]}\n```\n"
    let reading = KiroReader.read([ForeignFile(path: nil, bytes: Array(text.utf8))])
    #expect(reading.tasks.count == 10_000)
    let edges = reading.tasks.flatMap(\.after)
    #expect(edges == [])
    #expect(
      reading.losses == [
        ForeignLoss(.unread(.tooManyEdges(25_000_000)), at: ForeignPlace(line: 10_002))
      ])
  }

  @Test(arguments: [
    ("- [ ] T1 ", InterchangeForm.speckit), ("- [ ] 1.1 ", .openspec), ("- [ ] 1.1 ", .kiro),
    ("", .todoTxt),
    ("---\nid: a\ntitle: ", .backlog),
  ])
  func `a line of a megabyte is one title`(start: String, form: InterchangeForm) {
    let title = String(repeating: "물", count: 350_000)
    let end = form == .backlog ? "\n---\n" : "\n"
    let reading = form.read([
      ForeignFile(path: nil, bytes: Array((start + title + end).utf8))
    ])
    let titles = reading.tasks.map(\.title)
    #expect(titles == [title])
    #expect(reading.losses == [])
  }

  static let repeated = [
    "`", "```\n", "```a\n", "~~~~\n", "<!--", "<!-- -->", "<!--\n", "-->\n", "- [ ] ", "- [ ] T1 ",
    "- [ ] 1.1 a\n", "- [ ] T1 (depends on T2)", "(depends on T2) ", "(", "- [ ] 1. a\n  b\n", "\n",
    "\t",
    "# a\n", "## a\n", "a: b\n", "a: >\n  b\n", "a:\n- b\n", "a: [b, ", "'", "\"\\", "a: '", "- ",
    "<!-- AC:BEGIN -->\n", "- [ ] #1 a\n  b\n", "---\n", "x ", "a:b ", "+a ", "[", "{\"a\":", "물",
    "- [ ] 1.1 a\n```json\n{\"waves\":[[\"1.1\"]]}\n```\n", "  - [ ] a\n", "    b\n\n",
  ]

  /// In nanoseconds of this thread, so that other processes do not count; what is quadratic takes
  /// sixteen times as long.
  @Test(arguments: InterchangeForm.inCases)
  func `four times as much takes about four times as long`(form: InterchangeForm) {
    let fields = "---\nid: a\ntitle: b\n"
    let sizes = LongTests.areWanted ? [50_000, 200_000] : [4_000, 16_000]
    for part in Self.repeated {
      for start in form == .backlog ? [fields, fields + "---\n"] : ["- [ ] T1 1.1 a\n"] {
        let times = sizes.map { Self.time(start, part, $0, form) }
        #expect(times[1] < 10 * times[0] + 4_000_000, "\(part) behind \(start): \(times)")
      }
    }
  }

  private static func time(
    _ start: String, _ part: String, _ count: Int, _ form: InterchangeForm
  ) -> Int {
    let pattern = Array(part.utf8)
    let bytes = Array(start.utf8) + (0..<count).map { pattern[$0 % pattern.count] }
    return (0..<2).map { _ in
      let begin = now()
      _ = form.read([ForeignFile(path: nil, bytes: bytes)])
      return now() - begin
    }.min() ?? 0
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
