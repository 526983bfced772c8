import Testing

@Suite struct LintCommandTests {
  struct Line: CustomTestStringConvertible {
    let testDescription: String
    let row: String
    let findings: [String]
    let status: Int32

    init(_ description: String, _ row: String, _ findings: String..., status: Int32 = 1) {
      testDescription = description
      (self.row, self.findings, self.status) = (row, findings, status)
    }
  }

  private static let rule = "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, no '..'"
  private static let hidden = "what people see is not what agents get [deceptive-character]"

  @Test(arguments: [
    Line("well-formed", row("A"), status: 0),
    Line(
      "too many cells", row("A", task: "a | b"),
      #"QUEUE.md:5:52: expected 9 cells, found 10: a pipe inside a cell is written \| [cell-count]"#
    ),
    Line(
      "statuses in lower case, and with a blank or a dash",
      row("A", "done") + "\n" + row("B", "In progress") + "\n" + row("C", "in-progress"),
      status: 0),
    Line(
      "an id of a dash", row("-"),
      "QUEUE.md:5:3: the id is empty; orch fmt --ids gives the row one [empty-id]"),
    Line(
      "a hidden character in an id", row("a\u{200B}b"),
      "QUEUE.md:5:3: the id 'a\\u{200B}b' is ill-formed: \(rule) [ill-formed-id]",
      "QUEUE.md:5:4: warning: invisible or bidirectional character \\u{200B}: \(hidden)"),
    Line(
      "bidirectional text", row("A", task: "한 \u{202E}gnp.exe"),
      "QUEUE.md:5:24: warning: invisible or bidirectional character \\u{202E}: \(hidden)",
      status: 0),
    Line(
      "a control character", row("A", task: "\u{1B}[2J"),
      "QUEUE.md:5:22: warning: invisible or bidirectional character \\u{1B}: \(hidden)", status: 0),
  ])
  func `lint names the place, what is there, and what to write`(_ line: Line) throws {
    let scene = try Scene(rows: line.row)
    let expected = Outcome(
      status: line.status, output: line.findings.map { $0 + "\n" }.joined(), errors: "")
    try expect(scene.orch("lint"), is: expected)
    try expect(scene.text(), is: queueText(line.row))
    #expect(!scene.exists("logs") && !scene.exists(".orch"))
  }

  @Test func `what is not a placeholder is named where orch.json has it`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(
      """
      {"workers": {
        "default": {"adapter": "report", "argv": ["sh"]},
        "a": {"about": "한글", "adapter": "report", "argv": ["sh", "-c", "echo {x} y", "{foo}", "{id}"]},
        "b": {"adapter": "claude", "args": ["{id}", "{bar}"]}}}
      """, to: "orch.json")
    let known = "the placeholders are {id}, {label}, {message_file}, {attempt_dir}"
    let finding = "workers.a.argv[3]: {foo} is not a placeholder and is left as is; \(known)"
    try expect(
      scene.orch("lint"),
      is: .prints(
        """
        orch.json:3:81: warning: \(finding) [unknown-placeholder]
        orch.json:4:48: warning: workers.b.args[1]: {bar} is not a placeholder and is left as is; \
        \(known) [unknown-placeholder]

        """))
    #expect(
      try scene.ops("doctor").output.contains(
        "workers.a.argv[3]: {foo} is not a placeholder and is left as is"))
  }
}
