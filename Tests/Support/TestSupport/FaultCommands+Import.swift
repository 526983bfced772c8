// The import of tasks of another tool: for the first time, and again after some tasks have changed.
// Both imports have briefs; the id of one task can't be the id of a row.

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

  /// Repeats the command twice: the first repetition finds all of the rows or none, and the second
  /// one has nothing to do.
  ///
  /// - Throws: if the command finds only some of the rows, or is refused.
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

  /// The briefs, of which no row may have two, and which may not belong to a missing row.
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
