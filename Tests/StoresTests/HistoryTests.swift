import Host
import Model
import Synchronization
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// What happened, from the journal and the yearly histories.
@Suite struct HistoryTests {
  private func line(
    _ sequence: Int, _ id: String, trace: String = "t", at time: String = "18:00:00+09:00"
  ) -> String {
    var entry = JournalEntryTests.entry
    entry.sequence = sequence
    entry.time = "2026-01-31T\(time)"
    entry.author = Author(command: "pick", traceID: trace, actor: "s1")
    let item = QueueItem(id: id, priority: .p1, task: "t", successCriteria: "c")
    entry.row = RowChange(ItemChange(.added, before: nil, after: item))
    return String(decoding: entry.line, as: UTF8.self)
  }

  private func withFiles(
    _ files: [(String, String)], _ body: (JournalHistory) throws -> Void
  ) throws {
    try withTemporaryDirectory { folder in
      let sidecar = Sidecar(forQueueAt: "\(folder)/QUEUE.md")
      try Directory.create(sidecar.folder, permissions: 0o700)
      for (name, text) in files { try NewFile.create("\(sidecar.folder)/\(name)", text: text) }
      try body(JournalHistory(sidecar: sidecar))
    }
  }

  private func entries(_ history: JournalHistory, of id: String? = nil) throws -> [String] {
    try history.entries(id.map(HistoryScope.row) ?? .everything).map {
      "\($0.sequence) \($0.id ?? "-") \($0.traceID)"
    }
  }

  @Test func `a rewrite in place, which has two lines, counts once`() throws {
    var begun = JournalEntryTests.entry
    begun.inPlace = .begun
    var ended = begun
    ended.inPlace = .ended
    let lines = [begun, ended].map { String(decoding: $0.line, as: UTF8.self) }
    for older in [[], [("history-2025.jsonl", line(1, "A"))]] {
      try withFiles(older + [("journal.jsonl", lines.joined() + line(42, "B"))]) {
        (history) throws in
        let expected = older.map { _ in "1 A t" } + ["41 ORCH-7 trace-1", "42 B t"]
        #expect(try entries(history) == expected)
        var changes: [Int] = []
        try history.visitStatusChanges(onlyRecent: false) { change, _ in
          changes.append(change.sequence)
        }
        #expect(changes == older.map { _ in 1 } + [41, 42])
      }
    }
  }

  @Test func `histories come before the journal, in the order of the numbers`() throws {
    try withFiles([
      ("history-2026.jsonl", line(3, "B")), ("journal.jsonl", line(4, "A") + line(5, "C")),
      ("history-2025.jsonl", line(1, "A") + line(2, "B")),
    ]) { (history) throws in
      #expect(try entries(history) == ["1 A t", "2 B t", "3 B t", "4 A t", "5 C t"])
      #expect(try entries(history, of: "A") == ["1 A t", "4 A t"])
      #expect(try entries(history, of: "Z") == [])
    }
  }

  @Test func `a period begins at its time, whatever the zones and the order of entries`() throws {
    let times = [
      "16:00:00+09:00", "18:00:00+09:00", "09:00:00+00:00", "17:00:00+09:00", "19:00:00+09:00",
    ]
    let lines = times.enumerated().map { line($0 + 1, "A", at: $1) }
    try withFiles([
      ("history-2026.jsonl", lines[..<3].joined()), ("journal.jsonl", lines[3...].joined()),
    ]) { (history) throws in
      for (time, expected) in [
        (nil, [1, 2, 3, 4, 5]), ("18:00:00+09:00", [2, 3, 5]), ("09:00:01+00:00", [5]),
        ("20:00:00+09:00", []),
      ] as [(String?, [Int])] {
        var found: [Int] = []
        let start = time.flatMap { QueueTime(iso8601: "2026-01-31T\($0)") }
        try history.visit(from: start) { found.append($0.sequence) }
        #expect(found == expected)
      }
    }
  }

  @Test func `of long yearly files only the newest entries count`() throws {
    let lines = (1...9).map { line($0, "A\($0)") }
    let size = lines[0].utf8.count
    try withFiles([
      ("history-2025.jsonl", lines[..<3].joined()), ("history-2026.jsonl", lines[3..<7].joined()),
      ("journal.jsonl", lines[7...].joined()),
    ]) { (history) throws in
      for (bytes, expected) in [
        (9 * size, Array(1...9)), (9 * size - 1, Array(2...9)), (4 * size, Array(6...9)),
        (4 * size - 1, Array(7...9)), (2 * size, [8, 9]), (size / 2, []),
      ] {
        var found: [Int] = []
        try history.visitStatusChanges(onlyRecent: false, newest: bytes) { change, _ in
          found.append(change.sequence)
        }
        #expect(found == expected)
      }
    }
  }

  @Test(arguments: ["A", "AA", "a\"b", "큐-1", "A\\", "\u{1B}", "id", "\",\"id\":\"A"])
  func `a row's history is the part of all that names it`(_ id: String) throws {
    let ids = ["A", "AA", "a\"b", "큐-1", "A\\", "\u{1B}", "id", "\",\"id\":\"A"]
    let lines = (1...40).map { line($0, ids[$0 * 7 % ids.count]) }
    try withFiles([
      ("history-2025.jsonl", lines[..<20].joined()), ("journal.jsonl", lines[20...].joined()),
    ]) { (history) throws in
      let all = try history.entries(.everything)
      #expect(all.count == 40)
      #expect(try history.entries(.row(id)) == all.filter { $0.id == id })
      #expect(try history.entries(.recent) == Array(all.dropFirst(20)))
    }
  }

  @Test func `a long read is shown, and the last file is known from the end`() throws {
    let shown = Mutex<[String]>([])
    try withFiles([("journal.jsonl", line(1, "A") + line(2, "A") + "torn")]) { (history) throws in
      let seconds = FakeClock()
      let clock = Clock(
        now: { 0 },
        monotonic: {
          seconds.wait(.milliseconds(900))
          return seconds.waited
        }, sleep: { _ in })
      let notice = WaitNotice(
        show: { line in shown.withLock { $0.append(line) } },
        clear: { shown.withLock { $0.append("over") } })
      let slow = JournalHistory(sidecar: history.sidecar, clock: clock, notice: notice.ofHistory)
      #expect(try slow.entries(.row("A")).count == 2)
      #expect(try history.last()?.identity == JournalEntryTests.entry.identity)
    }
    #expect(shown.withLock(\.self) == ["reading the history …", "over"])
  }

  @Test func `an entry that stands in both files is returned once`() throws {
    try withFiles([
      ("history-2026.jsonl", line(1, "A") + line(2, "A")),
      ("journal.jsonl", line(2, "A") + line(3, "A")),
    ]) { (history) throws in
      #expect(try entries(history) == ["1 A t", "2 A t", "3 A t"])
    }
  }

  @Test func `lines that are torn or none are passed over`() throws {
    try withFiles([
      ("journal.jsonl", line(1, "A") + "hello\n\n" + line(2, "A") + line(3, "A").dropLast(9)),
      ("history-2026.txt", line(8, "A")), ("history.jsonl", line(9, "A")),
    ]) { (history) throws in
      #expect(try entries(history) == ["1 A t", "2 A t"])
    }
  }

  @Test func `reading changes no file`() throws {
    let torn = line(1, "A") + "{"
    try withFiles([("journal.jsonl", torn)]) { history in
      _ = try history.entries(.everything)
      #expect(try contents(of: history.sidecar.journal) == torn)
    }
  }

  @Test func `without a folder, or a journal in it, nothing happened`() throws {
    try withFiles([]) { (history) throws in
      #expect(try entries(history) == [])
      #expect(
        try JournalHistory(sidecar: Sidecar(forQueueAt: "/none/QUEUE.md")).entries(.everything)
          == [])
    }
  }
}
