import Testing

/// `orch intake submit`: all rows in one change, or none.
@Suite struct IntakeSubmitTests {
  private static let request =
    "Fix the login redirect, update the docs; urgent: rotate the keys by 2026-02-01 12:00"

  @Test func `all rows are one rewrite, and one entry of the history`() throws {
    let scene = try Scene(rows: row("A"))
    try scene.orch("intake", "submit", "--request", "- a\n- b\n- c").check()
    #expect(try scene.text(".orch/journal.jsonl").split(separator: "\n").count == 1)
    let history = try scene.orch("history", "--json").output
    #expect(history.count(of: "\"command\":\"intake\"") == 3)
    try expect(scene.orch("undo", "--id", "ORCH-003").status, is: 0)
    try expect(
      scene.orch("list"),
      is: .prints("A\tPENDING\tP1\twork\nORCH-001\tPENDING\tP1\ta\nORCH-002\tPENDING\tP1\tb\n"))
  }
}

extension String {
  /// How often `part` stands in it.
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
