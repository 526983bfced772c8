// The import of tasks of another tool: for the first time, and once more where some changed. Both have
// briefs; one task has no id that a row could have.

extension FaultCommand {
  static let imports: [FaultCommand] =
    each("import", line("first"), before: { try $0.write(first, to: "first.jsonl") })
    .inSteps { try importAgain("first", in: $0, rows: "b1 ORCH-001 b3") }
    .looking(briefs)
    + each(
      "import, changed", line("second"),
      before: { folder in
        try folder.write(first, to: "first.jsonl")
        try folder.write(second, to: "second.jsonl")
        try folder.expect(line("first"))
      }
    )
    .inSteps { try importAgain("second", in: $0, rows: "b1 ORCH-001 b3 b4") }
    .looking(briefs)

  private static func line(_ file: String) -> String {
    "orch import --from beads \(file).jsonl -q"
  }

  /// Repeats the command, which finds all of its rows or none, and then nothing more to do.
  ///
  /// - Throws: where it finds others, or is refused.
  @Sendable private static func importAgain(
    _ file: String, in folder: FaultFolder, rows: String
  ) throws {
    try folder.expect(line(file))
    let list = try folder.run("orch export --to csv").output
    let ids = list.split { $0.isNewline }.compactMap { $0.split(separator: ",").first }
      .filter { $0.hasPrefix("b") || $0.hasPrefix("ORCH") }.joined(separator: " ")
    let again = try folder.run(line(file)).output
    guard ids == rows, again.contains("0 added, 0 changed") else {
      throw FaultFolder.UnexpectedEnding(description: "half of the import: \(list)\(again)")
    }
  }

  /// The briefs: none twice, and none of a row that is not there.
  @Sendable private static func briefs(_ folder: FaultFolder) throws -> String {
    folder.names(in: "tasks").filter { $0.hasSuffix(".md") }
      .map { "\($0): " + folder.text(of: "tasks/\($0)") }.joined(separator: "\n")
  }

  private static let first = """
    {"id":"b1","title":"First","description":"One.","status":"open"}
    {"id":"b/2","title":"Second","description":"Two.","status":"open"}
    {"id":"b3","title":"Third","description":"Three.","status":"closed"}

    """

  private static let second = """
    {"id":"b1","title":"First, again","description":"One, again.","status":"open"}
    {"id":"b/2","title":"Second","status":"closed"}
    {"id":"b3","title":"Third","description":"Three.","status":"closed"}
    {"id":"b4","title":"Fourth","description":"Four.","status":"open"}

    """
}
