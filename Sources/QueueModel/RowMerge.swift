/// What a merge did to one row, beside taking what was saved.
public struct RowMerge: Equatable, Sendable {
  /// The row's id, or its whole text where it has none of its own.
  public let id: String
  public let fate: Fate
  /// Cells in which the save had an older copy: what stood there before is back.
  public var putBack: [CellMerge]
  /// Cells that both sides changed: one of the texts is not in the table any more.
  public var lost: [CellMerge]

  public enum Fate: String, Sendable, CaseIterable {
    /// It is in both, and its cells were merged.
    case merged
    /// It was added since the copy was loaded, and is back.
    case addedSince = "added_since"
    /// The save lacks it, but it changed since the copy was loaded: it is back.
    case deletedButChanged = "deleted_but_changed"
    /// It was removed since the copy was loaded, but the save changed it: it stays.
    case removedButSaved = "removed_but_saved"
    /// An earlier save added it, and this one, made from the same copy or going on from that
    /// save, does not have it: it is gone.
    case takenBack = "taken_back"
    /// Both sides added a row with this id; both rows are there.
    case addedTwice = "added_twice"
  }

  public init(
    id: String, fate: Fate = .merged, putBack: [CellMerge] = [], lost: [CellMerge] = []
  ) {
    self.id = id
    self.fate = fate
    self.putBack = putBack
    self.lost = lost
  }

  /// Whether something that somebody did is not in the table: a text that was typed, a
  /// deletion, a removal.
  public var isConflict: Bool {
    switch fate {
    case .merged, .addedSince: !lost.isEmpty
    case .deletedButChanged, .removedButSaved, .takenBack, .addedTwice: true
    }
  }
}

/// A cell of which a merge had two texts; `nil` where one says nothing.
public struct CellMerge: Equatable, Sendable {
  /// The column's name.
  public let column: String
  /// What the table says now.
  public let kept: String?
  /// What it does not say.
  public let dropped: String?

  public init(column: String, kept: String?, dropped: String?) {
    self.column = column
    self.kept = kept
    self.dropped = dropped
  }
}
