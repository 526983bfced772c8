// The commands on plans: a new plan, and a version that changes, adds and drops rows. Both have a key
// and briefs.

extension FaultCommand {
  static let plans: [FaultCommand] =
    each("plan apply", line("v1"), before: { try $0.write(first, to: "v1.json") })
    .inSteps { try applyAgain("v1", in: $0, old: "", new: "login.api login.db") }
    .looking(files)
    + each(
      "plan apply, changed", line("v2"),
      before: { folder in
        try folder.write(first, to: "v1.json")
        try folder.write(second, to: "v2.json")
        try folder.expect(line("v1"))
      }
    )
    .inSteps {
      let new = "login.api login.db login.page"
      try applyAgain("v2", in: $0, old: "login.api login.db", new: new)
    }
    .looking(files)
    + each(
      "plan cancel", "orch plan cancel login",
      before: { folder in
        try folder.write(first, to: "v1.json")
        try folder.expect(line("v1"))
      }
    )
    .inSteps { try $0.expect("orch plan cancel login") }.looking(files)
    + each(
      "migrate with a plan", "orch migrate",
      before: { folder in
        try folder.write(first, to: "v1.json")
        try folder.expect(line("v1"))
      }, in: [.inFile]
    )
    .inSteps { try $0.expect("orch migrate -q") }.looking(files)
    // The end of the plan is recorded once, as a fact and as a note of its parent.
    + each(
      "tick that ends a plan", "orch tick --max-workers 1",
      before: { folder in
        try folder.write(child, to: "v1.json")
        try folder.expect(line("v1"))
        try folder.expect("orch done login.a --notes x")
      }
    )
    .inSteps { try $0.expect("orch tick --max-workers 1") }.looking(ends)

  private static func line(_ version: String) -> String {
    "orch plan apply \(version).json --key \(version)"
  }

  /// Repeats the command, which has to find all of its rows or none.
  ///
  /// - Throws: if the command finds only some of the rows, or is refused.
  @Sendable private static func applyAgain(
    _ version: String, in folder: FaultFolder, old: String, new: String
  ) throws {
    let list = try folder.run("orch list").output
    let rows = list.split(separator: "\n").compactMap { $0.split(separator: "\t").first }
      .filter { $0.hasPrefix("login.") }.joined(separator: " ")
    let isNew = rows == new
    guard isNew || rows == old, list.contains("credentials") == (new == rows && version == "v2")
    else { throw FaultFolder.UnexpectedEnding(description: "half of the plan: \(list)") }
    try folder.expect(line(version))
    try folder.expect(line(version))
  }

  /// The briefs, and the files of the plan.
  @Sendable private static func files(_ folder: FaultFolder) throws -> String {
    let briefs = folder.names(in: "tasks").filter { $0.hasSuffix(".md") }
      .map { "\($0): " + folder.text(of: "tasks/\($0)") }
    let plans = folder.names(in: plan).filter { $0.hasSuffix(".json") }
      .map { "\($0): " + folder.text(of: "\(plan)/\($0)") }
    return (briefs + plans).joined(separator: "\n")
  }

  /// The entries of the history about the plan's end: the fact, and the note of the parent.
  @Sendable private static func ends(_ folder: FaultFolder) throws -> String {
    try folder.run("orch history").output.split(separator: "\n")
      .filter { $0.hasSuffix("plan login is done") || $0.hasSuffix("plan login: done") }
      .joined(separator: "\n")
  }

  private static let plan = ".orch/plans/login"

  private static let first = """
    {"plan": "login", "tasks": [
      {"id": "api", "task": "Add the route", "after": ["db"], "brief": "One route."},
      {"id": "db", "task": "Add the table", "brief": "One table."}]}
    """
  private static let child =
    #"{"plan": "login", "parent": "A", "tasks": [{"id": "a", "task": "t"}]}"#
  private static let second = """
    {"plan": "login", "tasks": [
      {"id": "api", "task": "Add the credentials route", "brief": "Two routes."},
      {"id": "page", "task": "Add the page", "after": ["api"], "brief": "One page."}]}
    """
}
