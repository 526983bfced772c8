public import Door
public import Model
import QueueStore

// Tasks that are imported from other tools, and exported to them.

extension TaskQueue {
  /// Makes rows from the tasks of another tool, all in one write. A task whose row exists changes
  /// the row, unless the row has been changed since.
  ///
  /// - Parameters:
  ///   - form: the form of the tasks' tool.
  ///   - isDryRun: whether only to say what would happen to the tasks.
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
  /// - Parameter withArchive: whether archived rows follow.
  /// - Returns: the rows, and how many malformed ones are left out.
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
