import Testing

/// Ids and texts that are made to deceive.
@Suite struct HostileTextTests {
  private static let rule = "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first, no '..'"

  @Test(arguments: [
    ("a pipe", "a|b", "a|b"), ("a line break", "a\nb", "a\\u{A}b"), ("a tab", "a\tb", "a\\u{9}b"),
    ("a slash", "a/b", "a/b"), ("out of the folder", "../../etc", "../../etc"),
    ("two dots", "a..b", "a..b"), ("a dash first", "-a", "-a"), ("nothing", "", ""),
    ("an escape sequence", "\u{1B}]0;title\u{7}", "\\u{1B}]0;title\\u{7}"),
    ("text turned round", "a\u{202E}b", "a\\u{202E}b"),
    ("a character of no width", "a\u{200B}", "a\\u{200B}"),
    ("another alphabet", "АВС", "АВС"), ("a blank", "a b", "a b"),
    (
      "65 characters", String(repeating: "x", count: 65), String(repeating: "x", count: 65)
    ),
  ])
  func `an ill-formed id is refused, and shown as it is`(
    _ kind: String, id: String, shown: String
  ) throws {
    let scene = try Scene(rows: row("A"))
    try expect(
      scene.add("--id", id),
      is: .fails(1, "ERROR: Row id is ill-formed: \(shown) (\(Self.rule))"))
    try expect(
      scene.orch("done", "--id", id, "--notes", "x"),
      is: .fails(1, "ERROR: Row id not found: \(shown) (orch list shows the rows)"))
    try expect(
      scene.add("--after", "A", "--after", id.isEmpty ? "Z" : id).status, is: 1)
    try expect(scene.text(), is: queueText(row("A")))
  }

  private static let esc = "\u{1B}[31mred\u{7}"

  @Test func `what a row holds reaches no terminal as it is`() throws {
    let scene = try Scene(
      rows: row("A", "IN_PROGRESS", task: Self.esc, owner: "w\u{202E}", started: Self.esc),
      row("B\u{1B}[2J", "IN_PROGRESS", Self.esc, owner: Self.esc))
    let escaped = #"\u{1B}[31mred\u{7}"#
    for command in ["$ORCH show A", "$OPS status", "$OPS workers", "$ORCH lint"] {
      let outcome = try scene.bash(command)
      let printed = outcome.output + outcome.errors
      #expect(!printed.contains("\u{1B}") && !printed.contains("\u{202E}"), "\(outcome)")
      #expect(printed.contains(#"\u{1B}"#), "\(outcome)")
    }
    try expect(
      scene.ops("status", "--quiet"),
      is: .prints(
        """
        summary PENDING=0 IN_PROGRESS=2 BLOCKED=0 FAILED=0 DONE=0
        top_in_progress:
        - A P1 owner=w\\u{202E} started=\(escaped) \(escaped)
        - B\\u{1B}[2J \(escaped) owner=\(escaped) started=- work

        """))
    try expect(
      scene.orch("release", "B\u{1B}[2J", "--force", "-q"),
      is: .prints("B\\u{1B}[2J -> PENDING\n"))
    try expect(
      scene.orch("assign", "A", "--from", "u\u{1B}", "--owner-session", "v", "-q"),
      is: .fails(
        1,
        #"ERROR: A belongs to w\u{202E}, not to u\u{1B} "#
          + "(name its owner with --from, or use --force)"))
  }

  @Test(arguments: ["export --to markdown", "export --to csv", "list --csv"])
  func `a document is spelled out on a terminal, and whole in a pipe`(_ command: String) throws {
    let scene = try Scene(rows: row("A", task: "a\u{1B}]0;title\u{7}\u{202E}b"))
    let shown = try scene.terminal("$ORCH \(command) --color never", columns: 200)
    #expect(!shown.unicodeScalars.contains { "\u{1B}\u{7}\u{202E}".unicodeScalars.contains($0) })
    #expect(shown.contains(#"\u{7}\u{202E}b"#), "\(shown)")
    let piped = try scene.bash("$ORCH \(command) | cat").output
    #expect(piped.contains("\u{1B}") && piped.contains("\u{7}\u{202E}b"), "\(piped)")
  }

  @Test func `json holds what the row holds, escaped as JSON`() throws {
    let scene = try Scene(rows: row("A", task: "\u{1B}[1m \"q\" \\ \u{202E}"))
    let item = itemJSON("A", task: #"\u001b[1m \"q\" \\ \u202e"#, line: 5)
    try expect(scene.orch("list", "--json"), is: .prints("{\"items\":[\(item)]}\n"))
  }
}
