import Testing

@Suite struct AddCommandTests {
  @Test func `init then add then list is a queue`() throws {
    let scene = try Scene()
    try expect(scene.orch("init"), is: .prints("Created \(scene.queue)\n"))
    let template = try scene.text()
    try expect(scene.add(), is: .prints("Added ORCH-001\n"))
    try expect(scene.add(), is: .prints("Added ORCH-002\n"))
    try expect(scene.text(), is: template + row("ORCH-001") + "\n" + row("ORCH-002") + "\n")
    try expect(
      scene.orch("list"), is: .prints("ORCH-001\tPENDING\tP1\twork\nORCH-002\tPENDING\tP1\twork\n"))
  }

  @Test func `every option of add is written`() throws {
    let scene = try Scene(rows: row("A", "DONE"), row("B"))
    let outcome = try scene.orch(
      "add", "--id", "REL-2", "--priority", "P0", "--task", "Release", "--success-criteria",
      "tag pushed", "--due-at-kst", "2026-02-01 10:00", "--notes", "urgent", "--after", "A",
      "--after", "B")
    #expect(outcome == .prints("Added REL-2\n"))
    let added = row(
      "REL-2", "PENDING", "P0", task: "Release", criteria: "tag pushed", due: "2026-02-01 10:00",
      notes: "urgent / after=A,B")
    try expect(scene.text(), is: queueText(row("A", "DONE"), row("B"), added))
  }

  @Test func `a key and a number of attempts are kept in the notes`() throws {
    let scene = try Scene(rows: row("A", notes: "idempotency_key=build/42"))
    let outcome = try scene.orch(
      "add", "--id", "B", "--priority", "P1", "--task", "work", "--success-criteria", "it works",
      "--idempotency-key", "build/42", "--max-attempts", "5", "--json")
    let notes = "idempotency_key=build/42 / max_attempts=5"
    let item = itemJSON("B", notes: notes, maxAttempts: 5, key: "build/42", line: 6)
    #expect(
      outcome == .prints("{\"id\":\"B\",\"from\":null,\"to\":\"PENDING\",\"item\":\(item)}\n"))
    try expect(
      scene.text(),
      is: queueText(row("A", notes: "idempotency_key=build/42"), row("B", notes: notes)))
  }

  @Test func `with json add prints the row and where it stands`() throws {
    let scene = try Scene(rows: row("ORCH-041"))
    let json = """
      {"id":"ORCH-042","from":null,"to":"PENDING","item":{"id":"ORCH-042","status":"PENDING",\
      "priority":"P2","task":"t","success_criteria":"c","owner_session":null,\
      "started_at_kst":null,"due_at_kst":null,"notes":"after=ORCH-041","after":["ORCH-041"],\
      "attempt_count":0,"max_attempts":null,"idempotency_key":null,"lease_owner":null,\
      "lease_expires_at":null,"line":6}}\n
      """
    let outcome = try scene.orch(
      "add", "--json", "--priority", "P2", "--task", "t", "--success-criteria", "c", "--after",
      "ORCH-041")
    #expect(outcome == .prints(json))
  }

  struct Text: CustomTestStringConvertible {
    let testDescription: String
    let given: String
    let written: String

    init(_ description: String, _ given: String, _ written: String) {
      (testDescription, self.given, self.written) = (description, given, written)
    }
  }

  @Test(arguments: [
    Text("line breaks and tabs", "a\nb\r\nc\td", "a b c d"),
    Text("a pipe", "a|b || c", "a/b // c"),
    Text("control characters", "a\u{1B}[31mb\u{7}\u{0B}c", "a[31mb c"),
    Text("blanks at the ends", "  a  b  ", "a  b"),
    Text("a backslash at the end", "a\\", "a\\"),
    Text("Markdown and HTML", "`a` **b** <!-- c --> [d](e)", "`a` **b** <!-- c --> [d](e)"),
    Text("Korean and emoji", "한국어 👩‍💻 e\u{301}", "한국어 👩‍💻 e\u{301}"),
    Text("what looks like an option", "--json", "--json"),
  ])
  func `text from outside is made fit for a cell`(_ text: Text) throws {
    let scene = try Scene(file: queueText())
    let outcome = try scene.orch(
      "add", "--priority", "P1", "--task", text.given, "--success-criteria", "it works")
    let warning = """
      WARNING: each | in the texts of ORCH-001 became /, because other programs divide the row \
      there; tasks/ORCH-001.md, its brief, can have any text: write it there

      """
    let hasPipe = text.given.contains("|")
    #expect(outcome == .prints("Added ORCH-001\n", warning: hasPipe ? warning : ""))
    let expected = queueText(row("ORCH-001", task: text.written))
    try expect(scene.bytes(), is: Array(expected.utf8))
  }

  @Test func `what would read as control in the notes is written as prose`() throws {
    let scene = try Scene(file: queueText())
    _ = try scene.add("--notes", "see / after=X / failure=permanent")
    let expected = row("ORCH-001", notes: "see / after:X / failure:permanent")
    try expect(scene.text(), is: queueText(expected))
  }

  @Test func `the owner's columns, order and alignment are kept, the after column is used`() throws
  {
    let before = """
      | Notes | id    | Status  | After | priority | task | success_criteria | Est. | \
      owner_session | started_at_kst | due_at_kst |
      |-------|:-----:|---------|-------|---|---|---|--:|---|---|---|
      |       | A     | PENDING | -     | P1 | work | it works | 3h | - | - | - |

      """
    let after =
      before + """
        |       | B     | PENDING | A     | P1 | work | it works | - | - | - | - |

        """
    let scene = try Scene(file: before)
    try expect(scene.add("--id", "B", "--after", "A"), is: .prints("Added B\n"))
    try expect(scene.text(), is: after)
    try expect(scene.orch("pick"), is: .prints("A\n"))
    try expect(scene.orch("pick"), is: .prints("No pending tasks\n"))
  }

  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let arguments: [String]
    let error: String
    let json: String

    init(
      _ description: String, _ arguments: [String], _ message: String, _ hint: String, code: String
    ) {
      testDescription = description
      self.arguments = arguments
      error = "ERROR: \(message) (\(hint))"
      json = """
        {"error":{"code":"\(code)","message":"\(message)","hint":"\(hint)"}}
        """
    }
  }

  @Test(arguments: [
    Refused(
      "an id that is there", ["--id", "A"], "Row id already exists: A",
      "choose another id, or leave --id out for the next free one", code: "already_exists"),
    Refused(
      "after a row that is not there", ["--after", "A,Z"], "Row id not found: Z",
      "orch list shows the rows", code: "not_found"),
    Refused(
      "after itself", ["--id", "Z", "--after", "Z"], "The rows would wait for each other: Z -> Z",
      "leave one of them out of --after", code: "dependency_cycle"),
    Refused(
      "after a row that waits for it", ["--id", "Z", "--after", "B"],
      "The rows would wait for each other: Z -> B -> Z", "leave one of them out of --after",
      code: "dependency_cycle"),
  ])
  func `an add that is refused changes nothing`(_ refused: Refused) throws {
    let scene = try Scene(rows: row("A"), row("B", notes: "after=Z"))
    let before = try scene.bytes()
    try expect(scene.add(refused.arguments), is: .fails(1, refused.error))
    try expect(scene.add(refused.arguments + ["--json"]), is: .fails(1, refused.json))
    try expect(scene.bytes(), is: before)
  }
}

extension Scene {
  /// Adds a row with these options besides the required ones.
  func add(_ options: String...) throws -> Outcome { try add(options) }

  func add(_ options: [String]) throws -> Outcome {
    let required = ["--priority", "P1", "--task", "work", "--success-criteria", "it works"]
    return try run(orchPath, ["add"] + required + options)
  }
}
