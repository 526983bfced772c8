public import Door
public import Model
import QueueStore

// Tasks that come from other tools, and go to them.

extension TaskQueue {
  /// Makes rows of the tasks of another tool, all in one write. A task whose row is there changes it,
  /// unless somebody changed the row since.
  ///
  /// - Parameters:
  ///   - reading: the tasks.
  ///   - form: that of their tool.
  ///   - isDryRun: whether only to say what would become of them.
  ///   - caller: who imports them.
  ///   - report: called with the number of briefs that are written, and that of all.
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
