import Door
import Model
import Table

extension QueueDocument {
  /// The id of the next row: above the numbers of all rows, even of those that are gone.
  ///
  /// - Parameter queue: opens the queue that the file is.
  func nextID(in queue: Opening?) -> String {
    let opened = queue.map { TaskQueue.open($0) }
    let prefix = opened.flatMap { try? $0.policy().idPrefix } ?? Policy().idPrefix
    let known = opened.flatMap { queue in try? queue.read { try $0.highestNumber(of: prefix) } }
    return NumberedID.id(
      number: max(known ?? 0, highestNumber(of: prefix)) + 1, prefix: prefix)
  }
}
