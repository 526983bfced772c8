import CommandSupport
import QueueModel

extension CommandContext {
  /// Tells of rows that came together: how many, their ids, and a line for each.
  func tell(added items: [QueueItem]) throws(CommandError) {
    try print("created=\(items.count) ids=\(items.map(\.id).joined(separator: ","))")
    for (index, item) in items.enumerated() {
      try print("\(index + 1). \(item.id) | \((item.task ?? "-").escaped)")
    }
  }
}
