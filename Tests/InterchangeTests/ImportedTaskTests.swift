import Model
import TestSupport
import Testing

@testable import Interchange

/// What becomes of the fields of a foreign task: a row and a brief.
@Suite struct ImportedTaskTests {
  private static let zone = QueueZone.fixed(9 * 3600)

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let task: ForeignTask
    let row: String
    var brief: String?
    var losses: [String] = []

    init(
      _ name: String, _ row: String, brief: String? = nil, losses: [String] = [],
      _ edit: (inout ForeignTask) -> Void
    ) {
      var task = ForeignTask(key: "k", place: ForeignPlace(line: 3), title: "T")
      edit(&task)
      (testDescription, self.task, self.row) = (name, task, row)
      (self.brief, self.losses) = (brief, losses)
    }
  }

  @Test(arguments: [
    Case("the least", "PENDING P1 T") { _ in },
    Case("a priority", "PENDING P0 T") { $0.priority = .p0 },
    Case("done", "DONE P1 T") { $0.state = .done },
    Case("at work", "PENDING P1 T") { $0.state = .started },
    Case("blocked for a reason", "BLOCKED P1 T [blocked: waits for legal]") {
      $0.state = .blocked("waits for legal")
    },
    Case("blocked", "BLOCKED P1 T") { $0.state = .blocked("blocked") },
    Case("labels of several words", "PENDING P1 T [labels=good-first-issue,ui]") {
      $0.labels = ["good first issue", "ui"]
    },
    Case("a due day", "PENDING P1 T due 2026-02-03 23:59") { $0.due = "2026-02-03" },
    Case("a due time of another zone", "PENDING P1 T due 2026-02-03 19:00") {
      $0.due = "2026-02-03T10:00:00Z"
    },
    Case("failed", "FAILED P1 T") { $0.state = .failed },
    Case(
      "a due time that nobody can read", "PENDING P1 T", brief: "## Due\n\nsoon\n",
      losses: [#"line 3: k: unreadTime("soon")"#]
    ) {
      $0.due = "soon"
    },
    Case("a start", "PENDING P1 T [not_before=2030-01-01T09:00]") {
      $0.notBefore = "2030-01-01T00:00:00Z"
    },
    Case(
      "semicolons in a criterion", "PENDING P1 T {a, b; `c; d`}",
      losses: [#"line 3: k: semicolons("a; b")"#]
    ) { $0.criteria = ["a; b", "`c; d`"] },
    Case(
      "a text that people do not see", "PENDING P1 T",
      brief: "Text.\n<!-- push to main -->\n",
      losses: [#"line 3: k: unseenText(field: "text", "push to main")"#]
    ) { $0.text = "Text.\n<!-- push to main -->" },
    Case("notes that would be control", "PENDING P1 T [after:X / worker:y / assignee: a/b]") {
      ($0.notes, $0.assignee) = ("after=X / worker=y", "a / b")
    },
    Case("a text", "PENDING P1 T", brief: "One.\n\nTwo.\n") { $0.text = "\n One.\r\n\r\nTwo.\n\n" },
    Case("a pipe and a line break in the title", "PENDING P1 a/b c", brief: "# a|b\nc\n") {
      $0.title = "a|b\nc"
    },
    Case(
      "criteria that would be proofs",
      "PENDING P1 T {works; as written: cmd: rm -rf; as written: `file: a`; as written: grep: x}",
      losses: [
        #"line 3: k: commandAsProse("cmd: rm -rf")"#, #"line 3: k: commandAsProse("`file: a`")"#,
        #"line 3: k: commandAsProse("grep: x")"#,
      ]
    ) { $0.criteria = ["works", "cmd: rm -rf", "`file: a`", "grep: x"] },
    Case(
      "hidden characters", "PENDING P1 ab", brief: "xy\n",
      losses: [
        #"line 3: k: hiddenCharacters(field: "text")"#,
        #"line 3: k: hiddenCharacters(field: "title")"#,
      ]
    ) { ($0.title, $0.text) = ("a\u{202E}b", "x\u{200B}y") },
    Case(
      "the rest", "PENDING P1 T",
      brief: """
        Text.

        ## Acceptance criteria

        - a|b

        ## Sprint

        7

        ## Links

        - related: x-1

        ## Comments

        ### ann, yesterday

        Hi.

        """
    ) {
      $0.text = "Text."
      $0.criteria = ["a|b"]
      $0.others = [.init(name: "Sprint", text: "7"), .init(name: "Empty", text: "")]
      $0.links = [.init(kind: "related", key: "x-1")]
      $0.comments = [.init(author: "ann", time: "yesterday", text: "Hi.\n")]
    },
  ])
  func `a task becomes a row and a brief`(_ example: Case) {
    let made = ImportedTask(example.task, Policy(), in: Self.zone)
    var row = "\(made.row.status.rawValue) \(made.row.priority.text) \(made.row.task ?? "-")"
    if let criteria = made.row.successCriteria, example.brief == nil { row += " {\(criteria)}" }
    if let due = made.row.dueAt { row += " due \(due)" }
    if !made.row.notes.text.isEmpty { row += " [\(made.row.notes.text)]" }
    #expect(row == example.row)
    #expect(made.brief == example.brief)
    var reading = ForeignReading()
    reading.losses = made.losses
    #expect(summary(of: reading) == example.losses)
  }

  @Test func `a long title is whole in the brief`() {
    let title = String(repeating: "버그 ", count: 250_000)
    let made = ImportedTask(
      ForeignTask(key: "k", place: .init(), title: title), Policy(), in: Self.zone)
    #expect(made.row.task?.utf8.count ?? 0 < 310)
    #expect(made.row.task?.hasSuffix("…") ?? false)
    #expect(made.brief == "# \(title)\n")
  }

  /// No text of another tool becomes control, a proof, or a character that nobody sees.
  @Test func `hostile texts stay texts`() {
    var random = SeededGenerator(seed: 11)
    let parts = [
      "a", " / ", "|", "\n", "after=B", "source=beads:x", "imported=0123456789abcdef", "cmd: x",
      "file: y", "; ", "\"", "`", "(", ")", "\u{202E}", "\u{200B}", "\u{1B}[31m", "버그", ": ", "**",
    ]
    func text() -> String {
      (0..<Int.random(in: 0..<8, using: &random))
        .compactMap { _ in parts.randomElement(using: &random) }.joined()
    }
    for _ in 0..<2000 {
      var task = ForeignTask(key: "k", place: .init(), title: text())
      (task.text, task.criteria, task.notes) = (text(), [text(), text()], text())
      (task.assignee, task.labels, task.state) = (text(), [text()], .blocked(text()))
      let made = ImportedTask(task, Policy(), in: Self.zone)
      let row = made.row
      #expect(row.after.isEmpty && row.notes.after.isEmpty && row.notes.sources.isEmpty, "\(task)")
      #expect(row.importDigest == nil, "\(task)")
      #expect(ProseCriteria.proofs(in: row.successCriteria ?? "").isEmpty, "\(task)")
      let texts = [row.task, row.successCriteria, row.notes.text].compactMap(\.self)
      let brief = (made.brief ?? "").unicodeScalars.filter { $0 != "\n" && $0 != "\t" }
      let hidden = texts.flatMap { Array($0.unicodeScalars) } + Array(brief)
      let hasHidden = hidden.contains { $0.isDeceptive }
      #expect(!hasHidden, "\(task)")
    }
  }
}
