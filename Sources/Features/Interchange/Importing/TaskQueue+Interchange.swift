public import Door
public import Model
import QueueStore

// Import of tasks from other tools, and export to them.

extension TaskQueue {
  /// Makes rows from the tasks of another tool, all in one write. A task that already has a row
  /// changes the row, unless the row was changed here after the last import.
  ///
  /// - Parameters:
  ///   - form: the form of the tasks' tool.
  ///   - isDryRun: whether to report only what would happen to the tasks.
  ///   - report: called with the number of briefs that were written, and the number of all briefs.
  public func importTasks(
    _ reading: ForeignReading, from form: InterchangeForm, dryRun isDryRun: Bool = false,
    as caller: Caller, report: (Int, Int) -> Void = { _, _ in }
  ) throws(Problem) -> ImportOutcome {
    try asking {
      let importing = ImportTasks(queue: try queue(as: caller, for: "import"), zone: try zone())
      return try importing(reading, from: form, dryRun: isDryRun, report: report)
    }
  }

  /// The rows with their briefs, in their order.
  ///
  /// - Parameter withArchive: whether archived rows are added at the end.
  /// - Returns: the rows, and the number of malformed rows that are left out.
  public func exportedRows(
    withArchive: Bool = false
  ) throws(Problem) -> (rows: [ExportedRow], leftOut: Int) {
    try asking {
      let queue = try queue(as: Caller())
      var snapshots = [try queue.snapshot()]
      if withArchive, let archive = try queue.archive() { snapshots.append(archive) }
      let workspace = try workspace()
      let briefs = Set(workspace.idsOfBriefs)
      var rows: [ExportedRow] = []
      var leftOut = 0
      for snapshot in snapshots {
        for index in 0..<snapshot.rowCount {
          guard let item = snapshot.item(at: index) else {
            leftOut += 1
            continue
          }
          rows.append(
            ExportedRow(
              item, brief: briefs.contains(item.id) ? workspace.wholeBrief(of: item.id) : nil))
        }
      }
      return (rows, leftOut)
    }
  }
}
