import Testing

/// How errors and warnings look on a terminal; without one they are a line each.
@Suite struct TerminalErrorTests {
  private static let esc = "\u{1B}["
  private static let red = "\(esc)31mERROR:\(esc)0m"
  private static let rows = queueText(row("ORCH-001"), row("ORCH-002", "DONE", owner: "w"))

  @Test func `a warning stays a line`() throws {
    let scene = try Scene(file: Self.rows + "| bad |\n")
    let warning = """
      \(Self.esc)33mWARNING:\(Self.esc)0m QUEUE.md:7:8: expected 9 cells, found 1 [cell-count] \
      (such rows are left alone; orch lint lists them)

      """
    try expect(
      scene.terminal("$ORCH done nope --notes x"),
      is: warning + """
        \(Self.red) Row id not found: nope
          \(Self.esc)2morch list shows the rows\(Self.esc)0m

        """)
    try expect(
      scene.terminal("NO_COLOR=1 $ORCH done nope --notes x --quiet"),
      is: """
        ERROR: Row id not found: nope
          orch list shows the rows

        """)
  }

  struct Mistake: CustomTestStringConvertible {
    let line, what: String
    let hints: [String]
    var testDescription: String { line }

    init(_ line: String, _ what: String, _ hints: String...) {
      self.line = line
      self.what = what
      self.hints = hints
    }
  }

  @Test(arguments: [
    Mistake("done ORHC-1 --notes x", "Row id not found: ORHC-1", "did you mean ORCH-001?"),
    Mistake("show ORCH-3", "Row id not found: ORCH-3", "orch list shows the rows"),
    Mistake(
      "lst", "unknown command 'lst'", "did you mean list?",
      "usage: orch <command> [options]; orch --help"),
    Mistake(
      "list --status pendng",
      "invalid value 'pendng' for --status: did you mean PENDING? "
        + "use PENDING|IN_PROGRESS|DONE|FAILED|BLOCKED",
      "usage: orch list [TEXT…] [options]; orch list --help"),
    Mistake(
      "fail ORCH-002 --notes no", "ORCH-002 is DONE",
      "orch fail --force changes it anyway"),
  ])
  func `what to do stands below on a terminal, and behind it elsewhere`(
    _ mistake: Mistake
  ) throws {
    let scene = try Scene(file: Self.rows)
    let below = mistake.hints.map { "  \(Self.esc)2m\($0)\(Self.esc)0m\n" }.joined()
    try expect(
      scene.terminal("$ORCH \(mistake.line)"), is: "\(Self.red) \(mistake.what)\n\(below)")
    let piped = try scene.bash("$ORCH \(mistake.line)")
    expect(
      piped.errors, is: "ERROR: \(mistake.what) (\(mistake.hints.joined(separator: " ")))\n")
  }

  @Test func `errors of a dumb terminal have no colour`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.terminal("$ORCH lst", environment: ["TERM": "dumb"]),
      is: """
        ERROR: unknown command 'lst'
          did you mean list?
          usage: orch <command> [options]; orch --help

        """)
  }

  @Test func `only the error's own stream decides how it looks`() throws {
    let scene = try Scene(file: Self.rows)
    try expect(
      scene.terminal("$ORCH lst 2>errors; cat errors"),
      is:
        "ERROR: unknown command 'lst' (did you mean list? usage: orch <command> [options]; orch --help)\n"
    )
  }
}
