/// The bytes of a table's row, if they equal the texts of its cells and its notes have no control
/// segment. Then id, priority and task decide which worker it gets.
///
/// Thousands of rows may wait for one worker, and making an item of each takes longer than reading
/// the table.
public struct PlainRow {
  let id, task: UnsafeBufferPointer<UInt8>
  /// `nil` for an unknown priority.
  let priority: Priority?

  /// Borrows memory of the table, without a copy.
  public init(
    id: UnsafeRawBufferPointer, task: UnsafeRawBufferPointer, priority: Priority?
  ) {
    self.id = id.assumingMemoryBound(to: UInt8.self)
    self.task = task.assumingMemoryBound(to: UInt8.self)
    self.priority = priority
  }
}
