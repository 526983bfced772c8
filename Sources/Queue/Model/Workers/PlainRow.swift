/// A row of a table as its bytes, where they are what its cells say and its notes have no control
/// segment: then id, priority and task decide which worker it gets.
///
/// Thousands of rows may wait for one worker, and to make an item of each takes longer than to read
/// the table.
public struct PlainRow {
  let id, task: UnsafeBufferPointer<UInt8>
  /// `nil` for none of the known ones.
  let priority: Priority?

  /// Uses memory of the table.
  public init(
    id: UnsafeRawBufferPointer, task: UnsafeRawBufferPointer, priority: Priority?
  ) {
    self.id = id.assumingMemoryBound(to: UInt8.self)
    self.task = task.assumingMemoryBound(to: UInt8.self)
    self.priority = priority
  }
}
