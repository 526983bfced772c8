import Model
import Table
import TestSupport
import Testing

@Suite struct WarningTests {
  struct Row: CustomTestStringConvertible {
    let testDescription, row: String
    let findings: [String]
  }

  private static func hidden(_ place: String, _ character: String) -> String {
    "\(place): invisible or bidirectional character \(character): "
      + "what people see is not what agents get [deceptive-character]"
  }

  private static func comment(_ place: String) -> String {
    "\(place): an HTML comment: agents read it, people do not see it [html-comment]"
  }

  @Test(arguments: [
    Row(
      testDescription: "an unknown priority",
      row: "| A | PENDING | high\u{7} | t | c | - | - | - | |",
      findings: [
        #"3:17: unknown priority 'high\u{7}' sorts after P2: use P0, P1, P2 [unknown-priority]"#,
        hidden("3:21", #"\u{7}"#),
      ]),
    Row(
      testDescription: "no priority", row: "|A|PENDING|-|t|c|-|-|-| |",
      findings: ["3:12: unknown priority '' sorts after P2: use P0, P1, P2 [unknown-priority]"]),
    Row(
      testDescription: "a start and a due time",
      row: "| A | DONE | P1 | 로 | c | - | 2026-02-30 10:00 | 3월 | |",
      findings: [
        "3:31: unreadable time '2026-02-30 10:00': use YYYY-MM-DD HH:MM [unreadable-time]",
        "3:50: unreadable time '3월': use YYYY-MM-DD HH:MM [unreadable-time]",
      ]),
    Row(
      testDescription: "hidden text, once a cell",
      row: "| A | DONE | P1 | a\u{200B}\u{202E} | 로\u{AD} | - | - | - | \u{2066} |",
      findings: [
        hidden("3:20", #"\u{200B}"#), hidden("3:26", #"\u{AD}"#), hidden("3:42", #"\u{2066}"#),
      ]),
    Row(
      testDescription: "a joined emoji is none",
      row: "| A | DONE | P1 | 👩‍👧❤\u{FE0F} | c | - | - | - | |",
      findings: []),
    Row(
      testDescription: "comments, once a cell",
      row: "| A | DONE | P1 | 로<!-- a --><!-- | <!--> | - | - | - | |",
      findings: [comment("3:20"), comment("3:37")]),
    Row(
      testDescription: "hidden in a comment",
      row: "| A | DONE | P1 | <!--\u{202E}--> | c | - | - | - | |",
      findings: [comment("3:19"), hidden("3:23", #"\u{202E}"#)]),
    Row(
      testDescription: "a carriage return in a cell",
      row: "| A | DONE | P1 | a\rb | c | - | - | - | |",
      findings: [hidden("3:20", #"\u{D}"#)]),
  ])
  func `each doubt is named at its place and stops nothing`(_ row: Row) throws {
    let queue = try document(queue(row.row))
    #expect(queue.lint().map(\.text) == row.findings)
    #expect(queue.lint().allSatisfy { $0.severity == .warning })
    #expect(queue.firstProblem == nil && queue.malformedRowCount == 0)
    #expect(queue.summary == "A:3")
  }

  @Test func `the owner's columns are looked at too`() throws {
    let text = """
      | \(names.joined(separator: " | ")) | Team |
      |---|---|---|---|---|---|---|---|---|---|
      | A | DONE | P1 | t | c | - | - | - | | a\u{202E} |

      """
    #expect(try document(text).lint().map(\.text) == [Self.hidden("3:42", #"\u{202E}"#)])
  }

  @Test(arguments: [
    ("rows behind a blank line", "\n" + row("X") + "\n" + row("Y"), [5, 6]),
    ("a row of another form", "\nX | DONE | P1 | t | c | - | - | - | n", [5]),
    ("a row in a fence", "\n```\n" + row("X") + "\n```\n" + row("Y"), [8]),
    ("a row in a comment", "\n<!--\n" + row("X") + "\n-->", []),
    ("another table", "\n| id | task |\n|---|---|\n| X | DONE |", []),
    ("another status", "\n| X | TODO | P1 | t | c | - | - | - | n |", []),
  ])
  func `lines that look like rows below the table are named`(
    _ description: String, below: String, lines: [Int]
  ) throws {
    let queue = try document(queue(row("A")) + below)
    let message =
      "looks like a row, but the table ended above it: remove what is between them "
      + "[row-outside-table]"
    #expect(queue.lint().map(\.text) == lines.map { "\($0):1: \(message)" })
    #expect(queue.lint().allSatisfy { $0.severity == .warning })
  }

  @Test func `a second queue is named with its rows`() throws {
    let below = "\n# Later\n\n" + header + row("X") + "\n" + row("Y") + "\n\n" + row("Z")
    let first = queue(row("A"))
    #expect(try document(first + "\n" + header + "\nThe end.\n").lint().isEmpty)
    let queue = try document(first + below)
    #expect(
      queue.lint().map(\.text) == [
        "7:1: a second table with the columns of a queue: no command sees its 2 rows; "
          + "move them into the first [second-table]",
        "12:1: looks like a row, but the table ended above it: remove what is between them "
          + "[row-outside-table]",
      ])
    #expect(queue.summary == "A:3")
  }
}

/// Blanks that look like one or like nothing.
@Suite struct OddBlankTests {
  private static let oddRow =
    "|\u{A0}A\u{3000}|\u{FEFF} IN PROGRESS\u{200B}| P1 |\u{2003}t\u{A0}u\u{2060} "
    + "| c | - | -|-\u{A0}|after=B\u{A0} |"

  @Test func `around a cell they are none of its text, and stay in the file`() throws {
    let text = queue(Self.oddRow, row("B"))
    let queue = try document(text)
    let item = try #require(try queue.item("A"))
    #expect(item.status == .inProgress && item.task == "t\u{A0}u" && item.after == ["B"])
    #expect(item.dueAt == nil)
    let edited = try queue.changing("A") { $0.priority = .p0 }
    #expect(edited == text.replacing("| P1 |\u{2003}", with: "| P0 |\u{2003}"))
  }

  @Test(arguments: [
    (
      "|\u{A0}A\u{3000}| DONE | P1 | t | c | - | - | - | |",
      [
        "3:2: U+00A0 around 'A' is not a plain space and is ignored: orch fmt removes it "
          + "[odd-blank]"
      ]
    ),
    (
      "| A | DONE | P1 | t | c | - | - | - | after=B\u{A0}/ x |",
      [
        "3:46: U+00A0 within 'after=B\u{A0}/ x' is not a plain space and counts as part of the "
          + "word: type a plain one "
          + "[odd-blank]"
      ]
    ),
    (
      "| A\u{A0}B | DONE | P1 | t | c | - | - | - | |",
      [
        "3:4: U+00A0 within 'A\u{A0}B' is not a plain space and counts as part of the word: type "
          + "a plain one [odd-blank]"
      ]
    ),
    ("| A | IN\u{A0}PROGRESS | P1 | Fix\u{A0}the login | c | - | - | - | |", []),
    (
      "| A | DONE | P1 | grep:\u{A0}x | c | - | - | - | |",
      [
        "3:24: U+00A0 within 'grep:\u{A0}x' is not a plain space and counts as part of the word: "
          + "type a plain one "
          + "[odd-blank]"
      ]
    ),
    ("| A | DONE | P1 | 할\u{3000}일 «\u{A0}x\u{A0}» | c | - | - | - | |", []),
  ])
  func `lint names them around a cell, and within words`(row: String, findings: [String]) throws {
    #expect(try document(queue(row)).lint().filter { $0.rule == .oddBlank }.map(\.text) == findings)
  }

  @Test func `each of them is trimmed, at both ends, and no other character`() throws {
    for value in UInt32(0x80)...0xFFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array("\(scalar)x\(scalar)".utf8)
      let text = bytes.withUnsafeBytes { raw in
        Array(raw[raw.trimmedCell(0..<raw.count)])
      }
      #expect((text == Array("x".utf8)) == scalar.isOddBlank, "\(value)")
    }
  }

  @Test func `an alignment removes them, and spells statuses`() throws {
    let queue = try document(queue(Self.oddRow, "| B | done | P1 | t | c | - | - | - | |"))
    let aligned = String(decoding: queue.applying(queue.alignment()), as: UTF8.self)
    #expect(aligned.contains("| A   | IN_PROGRESS | P1       | t\u{A0}u  | c "))
    #expect(aligned.contains("| B   | DONE        | P1 "))
    #expect(try document(aligned).alignment().isEmpty)
  }
}

/// Statuses as people type them.
@Suite struct TypedStatusTests {
  @Test(arguments: [
    ("Done", Status.done), ("in-progress", .inProgress), ("IN PROGRESS", .inProgress),
    ("In\u{A0}Progress", .inProgress), ("in  _progress", .inProgress), ("pending", .pending),
    ("bLOCKED", .blocked), ("failed", .failed),
  ])
  func `another case or a blank is read as what it is`(text: String, status: Status) throws {
    let queue = try document(queue("| A | \(text) | P1 | t | c | - | - | - | |", row("B")))
    #expect(queue.malformedRowCount == 0 && queue.lint().allSatisfy { $0.rule == .oddBlank })
    #expect(try queue.item("A")?.status == status)
    var listed: [UInt8] = []
    queue.append(Column.listed, ofRow: 0, separator: 9, to: &listed)
    #expect(String(decoding: listed, as: UTF8.self) == "A\t\(status.rawValue)\tP1\tt")
    #expect(try queue.changing("B") { $0.priority = .p0 }.contains("| A | \(text) |"))
  }

  @Test(arguments: ["INPROGRESS", "doing", "DO NE", "done!", "완료"])
  func `other words are none`(text: String) throws {
    let queue = try document(queue("| A | \(text) | P1 | t | c | - | - | - | |"))
    #expect(queue.malformedRowCount == 1)
  }
}

/// Due times as people type them.
@Suite struct DueCellTests {
  @Test func `a date alone is no doubt, and another text is`() throws {
    func lint(_ due: String) throws -> [String] {
      try document(queue("| A | PENDING | P1 | t | c | - | - | \(due) | |")).lint().map(\.text)
    }
    #expect(try lint("2026-02-01").isEmpty && lint("2026-02-01 10:00").isEmpty)
    for text in ["tomorrow", "18:00", "2d", "2026-02-30"] {
      #expect(
        try lint(text) == [
          "3:38: unreadable time '\(text)': use YYYY-MM-DD HH:MM [unreadable-time]"
        ])
    }
    #expect(
      try document(queue("| A | DONE | P1 | t | c | - | 2026-02-01 | - | |")).lint().count == 1)
  }
}

/// Pipes in the criteria of a table.
@Suite struct CriteriaPipeTests {
  private static func row(_ criteria: String) -> String {
    "| A | PENDING | P1 | t | \(criteria) | - | - | - | |"
  }

  @Test(arguments: [#"grep: a&#124;b in F"#, #"grep: a\|b in F"#])
  func `both spellings are a pipe`(cell: String) throws {
    let queue = try document(queue(Self.row(cell)))
    #expect(try queue.item("A")?.successCriteria == "grep: a|b in F")
    #expect(try queue.changing("A") { $0.priority = .p0 }.contains("| \(cell) |"))
  }

  @Test func `they are written so that GitHub shows them`() throws {
    let item = QueueItem(
      id: "A", priority: .p1, task: "t", successCriteria: "grep: a|b in F")
    let written = try document(queue()).adding(item)
    #expect(written.contains("| grep: a&#124;b in F |"))
    let edited = try document(queue(Self.row("c"))).changing("A") {
      $0.successCriteria = "grep: a|b in F"
    }
    #expect(edited.contains("| grep: a&#124;b in F |"))
  }

  @Test func `in other cells the text stays as it is`() throws {
    let queue = try document(queue("| A | PENDING | P1 | a&#124;b | c | - | - | - | |"))
    #expect(try queue.item("A")?.task == "a&#124;b")
  }
}
