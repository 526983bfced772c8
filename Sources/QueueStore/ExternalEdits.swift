public import QueueModel

/// A store whose queue can be edited by other programs, such as a file in an editor.
public protocol ExternalEdits {
  /// Whether the queue was edited since the last change in the history. The next change records it.
  var hasUnrecordedEdit: Bool { get }

  /// Records external edits since the last change, as the next change would: rows that the editor
  /// could not have seen stay.
  func absorbExternalEdits(at time: QueueTime) throws(StoreFailure) -> StoreOutcome<Void>

  /// The number of conflicts between edits and changes that were recorded.
  func recordedConflicts() throws(StoreError) -> Int

  /// The number of those that are not marked as read.
  func unreadConflicts() throws(StoreError) -> Int

  /// Marks the first `count` conflicts as read.
  func markConflictsRead(_ count: Int) throws(StoreError)
}
