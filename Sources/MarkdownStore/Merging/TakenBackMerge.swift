public import QueueModel

/// A merge of a save that was taken back: the file is as it was saved, but for what happened
/// since.
public struct TakenBackMerge: Sendable {
  /// What the history tells of the save.
  public let entry: HistoryEntry
  /// What became of the rows by it.
  public let rows: [RowChange]
}
