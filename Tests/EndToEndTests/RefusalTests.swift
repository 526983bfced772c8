import TestSupport
import Testing

/// Transitions that the rules refuse: status 1, one line, nothing changed.
@Suite struct RefusalTests {
  struct Refused: CustomTestStringConvertible {
    let testDescription: String
    let line: [String]
    let row: String
    let code: String
    let message: String
    let hint: String

    init(_ row: String, _ line: [String], _ code: String, _ message: String, _ hint: String) {
      testDescription = "\(line.joined(separator: " ")) on \(row)"
      (self.row, self.line) = (row, line)
      (self.code, self.message, self.hint) = (code, message, hint)
    }
  }

  private static let mine = row("A", "IN_PROGRESS", owner: "w", started: Scene.now)
  private static let nobodys = row("A", "IN_PROGRESS", started: Scene.now)

  static let refused = [
    Refused(
      row("B"), ["orch", "done", "A", "--notes", "x"], "not_found", "Row id not found: A",
      "orch list shows the rows"),
    Refused(
      row("A", "DONE"), ["orch", "done", "A", "--notes", "x"], "wrong_state", "A is DONE",
      "orch done --force changes it anyway"),
    Refused(
      row("A", "FAILED"), ["orch", "fail", "A", "--notes", "x"], "wrong_state", "A is FAILED",
      "orch fail --force changes it anyway"),
    Refused(
      mine, ["orch", "assign", "A", "--owner-session", "v"], "not_owner", "A belongs to w",
      "name its owner with --from, or use --force"),
    Refused(
      nobodys, ["orch", "assign", "A", "--owner-session", "v", "--from", "u"], "not_owner",
      "A belongs to nobody, not to u", "name its owner with --from, or use --force"),
    Refused(
      row("A", "BLOCKED"), ["orch", "release", "A"], "wrong_state", "A is BLOCKED",
      "only IN_PROGRESS rows can be released; ops retry --id A takes it back"),
    Refused(
      row("A", "FAILED"), ["ops", "cancel", "A"], "wrong_state", "A is FAILED",
      "only unfinished rows can be cancelled"),
    Refused(
      mine, ["ops", "retry", "A", "--force"], "wrong_state", "A is IN_PROGRESS, owned by w",
      "only FAILED and BLOCKED rows and rows that back off can be retried; orch release --id A "
        + "--force frees it"
    ),
    Refused(
      row("A", "FAILED", notes: "failure=permanent"), ["ops", "retry", "A"], "permanent_failure",
      "A failed for good (failure=permanent)", "--force tries it again anyway"),
  ]

  @Test(arguments: refused)
  func `a refusal names the state and what would work`(_ refused: Refused) throws {
    let program = refused.line[0] == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch
    let arguments = Array(refused.line.dropFirst())
    let scene = try Scene(rows: refused.row)
    try expect(
      scene.run(program, arguments), is: .fails(1, "ERROR: \(refused.message) (\(refused.hint))"))
    let json = """
      {"error":{"code":"\(refused.code)","message":"\(refused.message)","hint":"\(refused.hint)"}}
      """
    try expect(scene.run(program, arguments + ["--json"]), is: .fails(1, json))
    try expect(scene.text(), is: queueText(refused.row))
  }
}
