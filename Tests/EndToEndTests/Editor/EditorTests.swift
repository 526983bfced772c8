import Foundation
import TestSupport
import Testing
import Text

/// `orch lsp` as editors use it.
@Suite struct EditorTests {
  private func titles(_ actions: JSONValue) -> [String] {
    (actions.arrayValue ?? []).compactMap { $0.objectValue?["title"]?.stringValue }
  }

  func labels(_ completion: JSONValue) -> [String] {
    (completion.objectValue?["items"]?.arrayValue ?? []).compactMap {
      $0.objectValue?["label"]?.stringValue
    }
  }

  private func actions(
    _ client: EditorClient, behind text: String
  ) throws -> JSONValue {
    let place = client.place(behind: text)
    return try client.ask(
      "codeAction", ["range": ["start": place, "end": place], "context": ["diagnostics": []]])
  }

  /// Makes the edit of the action with this title.
  private func apply(_ title: String, of actions: JSONValue, to client: EditorClient) throws {
    let action = try #require(
      actions.arrayValue?.first { $0.objectValue?["title"]?.stringValue == title })
    let changes = action.objectValue?["edit"]?.objectValue?["changes"]?.objectValue
    try client.apply(changes?[client.address]?.arrayValue ?? [])
  }

  @Test func `a slip is seen as it is typed, and mended by a quick fix`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let client = try EditorClient(of: scene)
    #expect(try client.findings() == [])
    try client.replace("PENDING", by: "PENDNG")
    #expect(try client.findings() == ["unknown-status 'PENDNG'"])
    let fixes = try actions(client, behind: "PENDN")
    #expect(titles(fixes).first == "Write PENDING")
    try apply("Write PENDING", of: fixes, to: client)
    #expect(try client.findings() == [])
    #expect(try client.text == scene.text())
    #expect(client.end().status == 0)
  }

  struct Slip: CustomTestStringConvertible, Sendable {
    let testDescription, row: String
    let findings: [String]
    /// The title of a quick fix, and the row after it.
    let fix: (title: String, row: String)?

    init(
      _ name: String, _ row: String, _ findings: String..., fix: (title: String, row: String)? = nil
    ) {
      (testDescription, self.row, self.findings, self.fix) = (name, row, findings, fix)
    }
  }

  @Test(arguments: [
    Slip(
      "a note that is meant as control",
      "| B | PENDING | P1 | t | c | - | - | - | note / after=A C |",
      "near-miss-note 'after=A C'",
      fix: ("Write after=A,C", "| B | PENDING | P1 | t | c | - | - | - | note / after=A,C |")),
    Slip(
      "no id", "|  | PENDING | P1 | t | c | - | - | - | |", "empty-id '|  '",
      fix: ("Write ORCH-001", "| ORCH-001 | PENDING | P1 | t | c | - | - | - | |")),
    Slip(
      "an id twice", "| A | PENDING | P1 | t | c | - | - | - | |", "repeated-id 'A'",
      "repeated-id 'A'"),
    Slip(
      "a pipe in a text", "| B | PENDING | P1 | a|b | c | - | - | - | |", "cell-count ' |'",
      fix: (
        "Escape the pipe after 'a'", "| B | PENDING | P1 | a\\|b | c | - | - | - | |"
      )),
    Slip(
      "a proof that lacks a word",
      "| B | PENDING | P1 | t | grep: token README.md | - | - | - | |",
      "malformed-proof 'grep: token README.md'",
      fix: (
        "Write grep: token in README.md",
        "| B | PENDING | P1 | t | grep: token in README.md | - | - | - | |"
      )),
    Slip(
      "a time in words", "| B | PENDING | P1 | t | c | - | - | tomorrow | |",
      "unreadable-time 'tomorrow'",
      fix: (
        "Write 2026-02-01 23:59", "| B | PENDING | P1 | t | c | - | - | 2026-02-01 23:59 | |"
      )),
    Slip(
      "a row that is not there", "| B | PENDING | P1 | t | c | - | - | - | after=X |",
      "unknown-dependency 'X'"),
    Slip(
      "Hangul before the slip", "| B | PENDNG | P1 | 로그 | c | - | - | 3월 | |",
      "unknown-status 'PENDNG'", "unreadable-time '3월'"),
  ])
  func `each kind of slip has its place`(_ slip: Slip) throws {
    let scene = try Scene(rows: row("A"), row("C"))
    let text = try scene.text() + slip.row + "\n"
    let client = try EditorClient(of: scene, text: text)
    #expect(try client.findings() == slip.findings)
    if let fix = slip.fix {
      let place = client.text.range(of: slip.row)!.lowerBound
      let start = client.text[..<place].split(separator: "\n", omittingEmptySubsequences: false)
      let line = start.count - 1
      let range: JSONValue = [
        "start": ["line": .integer(line), "character": 0],
        "end": ["line": .integer(line), "character": .integer(slip.row.utf8.count)],
      ]
      let fixes = try client.ask("codeAction", ["range": range, "context": ["diagnostics": []]])
      try apply(fix.title, of: fixes, to: client)
      #expect(client.text.hasSuffix(fix.row + "\n"), "\(client.text)")
    }
    client.end()
  }

  @Test func `each conflict marker is a finding`() throws {
    let scene = try Scene(rows: row("A"))
    let text =
      try scene.text() + "<<<<<<< ours\n\(row("B"))\n=======\n\(row("C"))\n>>>>>>> theirs\n"
    let client = try EditorClient(of: scene, text: text)
    #expect(
      try client.findings() == [
        "conflict-marker '<<<<<<< ours'", "conflict-marker '======='",
        "conflict-marker '>>>>>>> theirs'",
      ])
    client.end()
  }

  @Test func `other Markdown gets nothing, and a table in any file gets the rules of the table`()
    throws
  {
    let scene = try Scene(rows: row("A"))
    try scene.write("# Notes\n\n| a | b |\n|---|---|\n| PENDNG | x |\n", to: "notes.md")
    try scene.write(scene.text().replacing("PENDING", with: "PENDNG"), to: "other.md")
    let notes = try EditorClient(of: scene, file: "notes.md")
    #expect(try notes.ask("completion", behind: "PEND") == nil)
    #expect(try notes.ask("documentSymbol") == [])
    #expect(!notes.messages.contains { $0["method"] == "textDocument/publishDiagnostics" })
    notes.end()
    let other = try EditorClient(of: scene, file: "other.md")
    #expect(try other.findings() == ["unknown-status 'PENDNG'"])
    other.end()
  }

  @Test func `words that may stand there are offered`() throws {
    let scene = try Scene(
      rows: row("A", task: "mend the login"), row("B", notes: "after=A / labels=web"),
      row("C", criteria: "file: QUE"), row("D", due: "2d"))
    let client = try EditorClient(of: scene)
    #expect(try labels(client.ask("completion", behind: "| PEND")).contains("DONE"))
    #expect(try labels(client.ask("completion", behind: "ING | P")) == ["P0", "P1", "P2"])
    #expect(try labels(client.ask("completion", behind: "after=")) == ["A", "C", "D"])
    #expect(try labels(client.ask("completion", behind: "labels=")) == ["web"])
    #expect(try labels(client.ask("completion", behind: "file: QUE")) == ["QUEUE.md"])
    #expect(try labels(client.ask("completion", behind: "| 2d")).contains("2d"))
    let row = try client.ask("completion", ["position": client.place(behind: "no such text")])
    #expect(labels(row) == ["a new row: ORCH-001"])
    client.end()
  }

  @Test func `a row is explained, found and led to`() throws {
    let scene = try Scene(rows: row("A", task: "mend the *login*"), row("B", notes: "after=A"))
    let client = try EditorClient(of: scene)
    let hover = try client.ask("hover", behind: "| B").description
    #expect(hover.contains("waits for A") && hover.contains("orch pick A"), "\(hover)")
    #expect(try client.ask("hover", behind: "| A").description.contains(#"\\*login\\*"#))
    let definition = try client.ask("definition", behind: "after=A")
    #expect(client.text(in: definition.objectValue?["range"] ?? nil) == "A")
    let references = try client.ask("references", behind: "| A").arrayValue ?? []
    #expect(references.map { client.text(in: $0.objectValue?["range"] ?? nil) } == ["A"])
    let rows = try client.ask("documentSymbol").arrayValue ?? []
    #expect(rows.compactMap { $0.objectValue?["name"]?.stringValue } == ["A", "B"])
    let found = try client.result(of: "workspace/symbol", ["query": "LOGIN"]).arrayValue ?? []
    #expect(found.count == 1)
    let hints = try client.ask(
      "inlayHint",
      ["range": ["start": ["line": 0, "character": 0], "end": client.place(behind: "nothing")]])
    #expect(hints.description.contains("waits for A"), "\(hints)")
    client.end()
  }

  @Test func `formatting aligns what orch fmt aligns`() throws {
    let scene = try Scene(rows: row("A", task: "mend the 로그"), row("B"))
    let client = try EditorClient(of: scene)
    try client.apply(client.ask("formatting", ["options": [:]]).arrayValue ?? [])
    try scene.orch("fmt").check()
    #expect(try client.text == scene.text())
    client.end()
  }
}
