import TestSupport
import Testing

/// Commands that change one row: what they print, as text and as JSON, and the
/// file that they leave.
@Suite struct TransitionCommandTests {
  struct Act: CustomTestStringConvertible {
    let testDescription: String
    let line: [String]
    let before: String
    let after: String
    let output: String
    let json: String

    /// - Parameters:
    ///   - line: the program, and its arguments.
    ///   - from: the status before, as JSON has it.
    init(
      _ line: [String], _ before: String, becomes after: String, _ output: String, from: String,
      item: String
    ) {
      testDescription = line.joined(separator: " ")
      (self.line, self.before, self.after) = (line, before, after)
      self.output = output + "\n"
      let to = item.split(separator: "\"")[7]
      json = """
        {"id":"A","from":"\(from)","to":"\(to)","item":\(item)}\n
        """
    }
  }

  private static let claimed = row("A", "IN_PROGRESS", owner: "w", started: "2026-01-30 09:00")

  private static func inProgress(_ owner: String) -> String {
    row("A", "IN_PROGRESS", owner: owner, started: "2026-01-30 09:00")
  }

  private static func ended(_ status: String, _ notes: String) -> String {
    row("A", status, owner: "w", started: "2026-01-30 09:00", notes: notes)
  }

  private static func item(
    _ status: String, owner: String? = "w", notes: String? = nil, attempts: Int = 0
  ) -> String {
    itemJSON(
      "A", status, owner: owner, started: owner == nil ? nil : "2026-01-30 09:00", notes: notes,
      attempts: attempts, line: 5)
  }

  private static let retried = "retry_requested / review_attempts=1"

  static let acts = [
    Act(
      ["orch", "done", "--id", "A", "--notes", "all well"], claimed,
      becomes: ended("DONE", "all well"), "A -> DONE", from: "IN_PROGRESS",
      item: item("DONE", notes: "all well")),
    Act(
      ["orch", "done", "A", "--notes=two", "--append"], ended("BLOCKED", "one"),
      becomes: ended("DONE", "one / two"), "A -> DONE", from: "BLOCKED",
      item: item("DONE", notes: "one / two")),
    Act(
      ["orch", "done", "A", "--notes", "other", "--force"], ended("FAILED", "old / touches=x"),
      becomes: ended("DONE", "other / touches=x"), "A -> DONE", from: "FAILED",
      item: item("DONE", notes: "other / touches=x")),
    Act(
      ["orch", "done", "A", "--notes", "same"], ended("DONE", "same"),
      becomes: ended("DONE", "same"), "A -> DONE", from: "DONE",
      item: item("DONE", notes: "same")),
    Act(
      ["orch", "fail", "--id=A", "--notes", "the host is down"], claimed,
      becomes: ended("FAILED", "the host is down"), "A -> FAILED", from: "IN_PROGRESS",
      item: item("FAILED", notes: "the host is down")),
    Act(
      ["orch", "fail", "A", "--permanent", "--notes", "withdrawn"], row("A"),
      becomes: row("A", "FAILED", notes: "withdrawn / failure=permanent"), "A -> FAILED",
      from: "PENDING",
      item: item("FAILED", owner: nil, notes: "withdrawn / failure=permanent")),
    Act(
      ["orch", "block", "A", "--notes", "needs a key"], claimed,
      becomes: ended("BLOCKED", "needs a key"), "A -> BLOCKED", from: "IN_PROGRESS",
      item: item("BLOCKED", notes: "needs a key")),
    Act(
      ["orch", "assign", "--id", "A", "--owner-session", "v", "--from", "w"], claimed,
      becomes: inProgress("v"), "A -> v", from: "IN_PROGRESS",
      item: item("IN_PROGRESS", owner: "v")),
    Act(
      ["orch", "assign", "A", "--owner-session", "v", "--force"], claimed,
      becomes: inProgress("v"), "A -> v", from: "IN_PROGRESS",
      item: item("IN_PROGRESS", owner: "v")),
    Act(
      ["orch", "assign", "A", "--owner-session", "w"], claimed,
      becomes: claimed, "A -> w", from: "IN_PROGRESS", item: item("IN_PROGRESS")),
    Act(
      ["orch", "release", "--id", "A", "--owner-session", "w"], claimed,
      becomes: row("A"), "A -> PENDING", from: "IN_PROGRESS", item: item("PENDING", owner: nil)),
    Act(
      ["orch", "release", "A", "--force"], claimed,
      becomes: row("A"), "A -> PENDING", from: "IN_PROGRESS", item: item("PENDING", owner: nil)),
    Act(
      ["ops", "cancel", "--id", "A"], claimed,
      becomes: ended("BLOCKED", "cancelled_by_operator"), "A -> BLOCKED", from: "IN_PROGRESS",
      item: item("BLOCKED", notes: "cancelled_by_operator")
        .replacing(#","line":"#, with: #","cancelled":true,"line":"#)),
    Act(
      ["ops", "replan", "--id", "A", "--notes", "split it"], claimed,
      becomes: ended("BLOCKED", "replan:split it"), "A -> BLOCKED", from: "IN_PROGRESS",
      item: item("BLOCKED", notes: "replan:split it")),
    Act(
      ["ops", "replan", "A", "--notes", "again"], ended("FAILED", "x"),
      becomes: row("A", notes: "x / replan:again"), "A -> PENDING", from: "FAILED",
      item: item("PENDING", owner: nil, notes: "x / replan:again")),
    Act(
      ["ops", "replan", "A", "--notes", "again", "--force"], ended("DONE", ""),
      becomes: row("A", notes: "replan:again"), "A -> PENDING", from: "DONE",
      item: item("PENDING", owner: nil, notes: "replan:again")),
    Act(
      ["ops", "retry", "--id", "A"], ended("FAILED", "x"),
      becomes: row("A", notes: "x / \(retried)"), "A -> PENDING", from: "FAILED",
      item: item("PENDING", owner: nil, notes: "x / \(retried)", attempts: 1)),
    Act(
      ["ops", "retry", "A"], ended("BLOCKED", ""),
      becomes: row("A", notes: retried), "A -> PENDING", from: "BLOCKED",
      item: item("PENDING", owner: nil, notes: retried, attempts: 1)),
    Act(
      ["ops", "retry", "A", "--force"], ended("FAILED", "x / failure=permanent"),
      becomes: row("A", notes: "x / \(retried)"), "A -> PENDING", from: "FAILED",
      item: item("PENDING", owner: nil, notes: "x / \(retried)", attempts: 1)),
  ]

  @Test(arguments: acts)
  func `a transition prints the row's new status and changes its row only`(_ act: Act) throws {
    let scene = try Scene(rows: row("B"), row("C"))
    try scene.write(queueText(act.before, row("B")) + "\nText below.\n")
    try expect(scene.act(act.line), is: .prints(act.output))
    try expect(scene.text(), is: queueText(act.after, row("B")) + "\nText below.\n")
  }

  @Test(arguments: acts)
  func `with json a transition is one document`(_ act: Act) throws {
    let scene = try Scene(rows: act.before)
    try expect(scene.act(["--json"], act.line), is: .prints(act.json))
    try expect(scene.text(), is: queueText(act.after))
  }
}

extension Scene {
  /// Runs `["orch", …]` or `["ops", …]`, the options before the subcommand.
  fileprivate func act(_ options: [String] = [], _ line: [String]) throws -> Outcome {
    let program = line.first == "ops" ? BuiltBinaries.ops : BuiltBinaries.orch
    return try run(program, options + line.dropFirst())
  }

  fileprivate func act(_ line: [String]) throws -> Outcome { try act([], line) }
}
