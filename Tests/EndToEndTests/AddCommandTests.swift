import Testing

@Suite struct AddCommandTests {
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
      WARNING: each | in the texts of ORCH-001 became /, because other programs split the row \
      there; its brief, tasks/ORCH-001.md, can have any text: write it there

      """
    let hasPipe = text.given.contains("|")
    #expect(outcome == .prints("Added ORCH-001\n", warning: hasPipe ? warning : ""))
    let expected = queueText(row("ORCH-001", task: text.written))
    try expect(scene.bytes(), is: Array(expected.utf8))
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
    let required = [("--priority", "P1"), ("--task", "work"), ("--success-criteria", "it works")]
      .filter { !options.contains($0.0) }
    return try run(orchPath, ["add"] + required.flatMap { [$0.0, $0.1] } + options)
  }
}
