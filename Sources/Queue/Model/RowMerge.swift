/// The effect of a merge on one row in addition to the edit itself.
public struct RowMerge: Equatable, Sendable {
  /// The row's id, or its whole text if it has no unique id.
  public let id: String
  public let fate: Fate
  /// Cells in which the save had an older copy. Their newer text is back.
  public var putBack: [CellMerge]
  /// Cells that both sides changed. One of the texts is no longer in the table.
  public var lost: [CellMerge]

  /// The fate of the row. In the names of the cases, an editor saves and deletes, and a command
  /// changes and removes.
  public enum Fate: String, Sendable, CaseIterable {
    /// Both sides have the row, and its cells were merged.
    case merged
    /// The row was added since the copy was loaded, and is back.
    case addedSince = "added_since"
    /// The save lacks the row, but the row changed since the copy was loaded. The row is back.
    case deletedButChanged = "deleted_but_changed"
    /// The row was removed since the copy was loaded, but the save changed the row. The row stays.
    case removedButSaved = "removed_but_saved"
    /// An earlier save added the row. This save, made from the same copy or from that save, lacks
    /// the row, so it is gone.
    case takenBack = "taken_back"
    /// Both sides added a row with this id. Both rows exist.
    case addedTwice = "added_twice"
  }

  public init(id: String, fate: Fate = .merged, putBack: [CellMerge] = [], lost: [CellMerge] = []) {
    (self.id, self.fate, self.putBack, self.lost) = (id, fate, putBack, lost)
  }

  /// Whether an edit or a command lost something: a text, a deletion, a removal.
  public var isConflict: Bool {
    switch fate {
    case .merged, .addedSince: !lost.isEmpty
    case .deletedButChanged, .removedButSaved, .takenBack, .addedTwice: true
    }
  }
}

/// A cell for which a merge had two texts; `nil` is an empty one.
public struct CellMerge: Equatable, Sendable {
  public let column: String
  /// The text in the table.
  public let kept: String?
  /// The other text.
  public let dropped: String?

  public init(column: String, kept: String?, dropped: String?) {
    (self.column, self.kept, self.dropped) = (column, kept, dropped)
  }
}
