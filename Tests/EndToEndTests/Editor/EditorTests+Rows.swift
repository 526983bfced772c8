import Foundation
import TestSupport
import Testing
import Text

// What each row offers: its changes, the words in its cells, and the files that it names.

extension EditorTests {
  struct Verb: CustomTestStringConvertible, Sendable {
    let testDescription, row: String
    /// Whether a person takes the row before.
    let isTaken: Bool
    let text: String?
    /// What the row begins with after the change.
    let after: String

    init(
      _ name: String, of row: String, isTaken: Bool = false, text: String? = nil,
      becomes after: String
    ) {
      (testDescription, self.row, self.after) = (name, row, after)
      (self.isTaken, self.text) = (isTaken, text)
    }
  }

  @Test(arguments: [
    Verb(
      "approve", of: row("A", notes: "approval=start"),
      becomes: "| A | PENDING | P1 | work | it works | - | - | - | "
        + "approval=start / approved (ann@editor, 2026-01-31 18:00, "),
    Verb(
      "reject", of: row("A", "BLOCKED", notes: "awaits=approval / approval=done"),
      text: "It has no test",
      becomes: row(
        "A", notes: "approval=done / rejected: It has no test (ann@editor, 2026-01-31 18:00)")),
    Verb(
      "retry", of: row("A", "FAILED"),
      becomes: row("A", notes: "retry_requested / review_attempts=1")),
    Verb("release", of: row("A"), isTaken: true, becomes: row("A")),
    Verb("cancel", of: row("A"), becomes: row("A", "BLOCKED", notes: "cancelled_by_operator")),
  ])
  func `each change of a row is that of its command`(_ verb: Verb) throws {
    let scene = try Scene(rows: verb.row)
    if verb.isTaken { try scene.orch("pick", "A").check() }
    let client = try EditorClient(of: scene)
    let place = client.place(behind: "| A")
    let offered = try client.ask("codeAction", ["range": ["start": place, "end": place]])
    let command =
      #""orch/\#(verb.testDescription)","arguments":[{"uri":"\#(client.address)","id":"A"}]"#
    #expect(offered.description.contains(command), "\(offered)")
    let answer = try run(
      client, verb.testDescription, ["id": "A", "text": .string(verb.text ?? "")])
    #expect(answer["error"] == nil, "\(answer)")
    let text = try scene.text()
    #expect(text.contains("\n" + verb.after), "\(text)")
    client.end()
  }

  @Test func `no row is taken while the queue is paused`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.ops("pause").check()
    let client = try EditorClient(of: scene)
    let message = try error(run(client, "pick", ["id": "A"]))
    #expect(message.contains("the queue is paused (ops resume)"), "\(message)")
    #expect(try scene.text().contains("| A | PENDING |"))
    client.end()
  }

  // MARK: Words

  struct Words: CustomTestStringConvertible, Sendable {
    let testDescription, row, cursor: String
    let offered: [String]

    init(_ name: String, _ row: String, behind cursor: String, _ offered: String...) {
      (testDescription, self.row, self.cursor, self.offered) = (name, row, cursor, offered)
    }
  }

  @Test(arguments: [
    Words(
      "notes", row("A", notes: "note / o"), behind: "note / o", "after=ID,ID", "labels=WORD,WORD",
      "worker=NAME", "approval=start|done", "on_failure=continue|cancel",
      "not_before=2026-12-01T09:00", "timeout=30m", "max_attempts=3", "repo=NAME", "plan=NAME",
      "touches=PATH,PATH", "idempotency_key=KEY"),
    Words("a note's values", row("A", notes: "approval="), behind: "approval=", "start", "done"),
    Words("a number", row("A", notes: "max_attempts="), behind: "max_attempts=", "1", "3", "5"),
    Words("workers", row("A", notes: "worker="), behind: "worker=", "default", "fast"),
    Words("another id of a list", row("A", notes: "after=X,"), behind: "after=X,", "X"),
    Words(
      "kinds of proofs", row("A", criteria: "it works; f"), behind: "works; f", "file: PATH",
      "grep: TEXT in FILE", "json: FILE", "cmd: NAME", "ci: NAME", "only: FILES", "exit: 0"),
    Words("a check", row("A", criteria: "cmd: l"), behind: "cmd: l", "lint", "unit"),
    Words("a folder", row("A", criteria: "file: do"), behind: "file: do", "docs/"),
    Words("a file in it", row("A", criteria: "json: docs/p"), behind: "docs/p", "page.json"),
    Words("where to search", row("A", criteria: "grep: a b in QUE"), behind: "QUE", "QUEUE.md"),
    Words("no file outside", row("A", criteria: "file: ../"), behind: "file: ../"),
    Words("no absolute file", row("A", criteria: "file: /"), behind: "file: /"),
  ])
  func `the words of each cell are offered`(_ words: Words) throws {
    let scene = try Scene(rows: words.row, row("X"))
    try scene.write(
      #"""
      {"workers": {"default": {"adapter": "simulated", "script": ["done"]},
        "fast": {"adapter": "simulated", "script": ["done"]}},
       "review": {"checks": {"unit": ["true"], "lint": ["true"]}}}
      """#, to: "orch.json")
    try scene.bash("mkdir docs && echo '{}' > docs/page.json").check()
    let client = try EditorClient(of: scene)
    #expect(try labels(client.ask("completion", behind: words.cursor)) == words.offered)
    client.end()
  }

  @Test func `a pipe that is typed keeps its column aligned`() throws {
    let scene = try Scene(
      file: """
        | id  | status  | priority | task     | success_criteria | owner_session | started_at_kst | due_at_kst | notes |
        |-----|---------|----------|----------|------------------|---------------|----------------|------------|-------|
        | A   | DONE | P1       | 로그     | c                | -             | -              | -          |       |

        """)
    let client = try EditorClient(of: scene)
    let edits = try client.ask(
      "onTypeFormatting",
      ["position": client.place(behind: "| DONE |"), "ch": "|", "options": [:]])
    try client.apply(edits.arrayValue ?? [])
    #expect(client.text.contains("| A   | DONE    | P1       |"), "\(client.text)")
    client.end()
  }

  // MARK: What is known

  @Test func `briefs and the files of proofs are links`() throws {
    let scene = try Scene(
      rows: row("A", criteria: "it works; file: 한글/a%.txt; json: d.json; file: none; file: ../x"))
    try scene.bash("mkdir tasks 한글; touch tasks/A.md 한글/a%.txt d.json").check()
    let client = try EditorClient(of: scene)
    let links = (try client.ask("documentLink").arrayValue ?? []).compactMap { link in
      link.objectValue.map {
        "\(client.text(in: $0["range"] ?? nil)) \($0["target"]?.stringValue ?? "-")"
      }
    }
    let folder = "file://\(scene.folder)"
    #expect(
      links == [
        "A \(folder)/tasks/A.md", "한글/a%.txt \(folder)/%ED%95%9C%EA%B8%80/a%25.txt",
        "d.json \(folder)/d.json",
      ])
    client.end()
  }

  @Test func `a queue in a folder with blanks and Hangul has its address`() throws {
    let scene = try Scene()
    try scene.bash("mkdir '할 일' && cd '할 일' && $ORCH init && $ORCH add Work").check()
    let client = try EditorClient(of: scene, file: "할 일/QUEUE.md")
    #expect(try client.ask("hover", behind: "| ORCH-001").description.contains("orch pick"))
    client.end()
  }

  @Test func `the owner, the attempts and the note under the cursor are explained`() throws {
    let scene = try Scene(rows: row("A", notes: "max_attempts=2"), row("B"))
    try scene.write(
      #"{"workers": {"default": {"adapter": "simulated", "script": ["question"]}}}"#,
      to: "orch.json")
    try scene.orch("trust", "--yes").check()
    try scene.orch("dispatch").check()
    try scene.ops("drain").check()
    try scene.ops("resume").check()
    try scene.orch("pick", "B", "--owner-session", "worker-b").check()
    let client = try EditorClient(of: scene)
    let attempts = try client.ask("hover", behind: "| A").description
    #expect(attempts.contains("1 attempt, default"), "\(attempts)")
    #expect(attempts.contains("✗ it works"), "\(attempts)")
    let owner = try client.ask("hover", behind: "| B |").description
    #expect(owner.contains(#"worker\\-b \\(2026\\-01\\-31 18\\:00\\)"#), "\(owner)")
    let note = try client.ask("hover", behind: "max_att").description
    #expect(note.contains("`max_attempts=3`") && note.contains("how many attempts"), "\(note)")
    client.end()
  }

  @Test func `plain text is shown where the editor has no Markdown`() throws {
    let scene = try Scene(rows: row("A", task: "mend the *login*"))
    let client = try EditorClient(of: scene, capabilities: ["textDocument": ["hover": [:]]])
    let hover = try client.ask("hover", behind: "| A").objectValue?["contents"]?.objectValue
    #expect(hover?["kind"] == "plaintext")
    #expect(
      hover?["value"]?.stringValue?.hasPrefix("A PENDING P1\nmend the *login*\n") == true,
      "\(String(describing: hover))")
    client.end()
  }

  struct Since: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What others run after the buffer was read.
    let command: String
    /// What is changed in the buffer.
    let edit: (old: String, new: String)
    let warning: String
  }

  @Test(arguments: [
    Since(
      testDescription: "a new row", command: "$ORCH add Work --id N --quiet",
      edit: ("| B | PENDING", "| B | BLOCKED"),
      warning: "N was added since this text was read: saving keeps it"),
    Since(
      testDescription: "a deleted row that others changed",
      command: "$ORCH edit B --priority P0 --quiet", edit: (row("B") + "\n", ""),
      warning: "B changed since this text was read: saving brings it back"),
    Since(
      testDescription: "another row with the id", command: "$ORCH add Other --id N --quiet",
      edit: (row("B") + "\n", row("B") + "\n" + row("N", task: "mine") + "\n"),
      warning:
        "another row got the id N since this text was read: give one of them another id"),
  ])
  func `what saving would not leave is said`(_ since: Since) throws {
    let scene = try Scene(rows: row("A"), row("B"))
    try scene.orch("edit", "A", "--priority", "P0").check()
    let client = try EditorClient(of: scene)
    #expect(try client.findings() == [])
    try scene.bash(since.command).check()
    try client.replace(since.edit.old, by: since.edit.new)
    let message = try client.message("textDocument/publishDiagnostics") {
      $0["params"]?.description.contains("changed-since-read") ?? false
    }
    #expect(message["params"]!.description.contains(since.warning), "\(message)")
    client.end()
  }
}
