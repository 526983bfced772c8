public import QueueDocument
public import QueueModel

/// What a merge makes of two versions of a queue that were edited from one origin.
public struct MergedDocument: Sendable {
  /// The merged file.
  public let bytes: QueueBytes
  /// What became of rows that did not simply take what was saved, in the table's order.
  public let rows: [RowMerge]
}

extension QueueDocument {
  /// Merges a save into the queue, cell by cell.
  ///
  /// The result has the layout of the save: its order where it moved rows, its padding, its
  /// columns. Both changed a cell: the person who saved wins, but for status, owner and start,
  /// which go together and are ours if we changed any of them; notes are merged by segments.
  /// A row that the save lacks is deleted unless we changed or added it since the origin.
  ///
  /// Source: `docs/queue-file.md`, "What changed outside".
  ///
  /// - Parameters:
  ///   - origin: the version that the save was edited from.
  ///   - theirs: the save, as it was found.
  ///   - ours: the version that was last left here.
  public static func merge(
    origin: QueueDocument, theirs: QueueDocument, ours: QueueDocument
  ) -> MergedDocument {
    Merge(origin: origin, page: theirs, other: ours, rule: .save).result()
  }

  /// Merges two branches, cell by cell, in the layout of `ours`, the branch that one is on.
  ///
  /// Both changed a cell: ours stays, and the row's notes tell what theirs said.
  ///
  /// - Parameters:
  ///   - base: what both go back to; `nil` where each branch made the file.
  ///   - ours: the file of the branch that one is on.
  ///   - theirs: that of the branch that comes in.
  public static func mergeBranches(
    base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument
  ) throws(DocumentError) -> MergedDocument {
    let origin = if let base { base } else { try noRows(of: theirs, inColumnsOf: ours) }
    return Merge(origin: origin, page: ours, other: theirs, rule: .branches).result()
  }

  /// A table of the columns that both have, without rows, so that all else was added. Their
  /// order is not that of `ours`, which counts as moved then, and stays.
  private static func noRows(
    of theirs: QueueDocument, inColumnsOf ours: QueueDocument
  ) throws(DocumentError) -> QueueDocument {
    let names = theirs.columnNames.filter(ours.columnNames.contains)
    let lines = [names, names.map { _ in "---" }].map { "| \($0.joined(separator: " | ")) |\n" }
    return try QueueDocument(QueueBytes(lines.joined().utf8))
  }
}
