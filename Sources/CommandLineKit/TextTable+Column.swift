extension TextTable {
  /// A column: its title, and what becomes of it where there is little room.
  public struct Column: Sendable {
    let title: String
    let alignment: Alignment
    /// How far it is cut before optional columns are left out; `nil` is not at all.
    let minimum: Int?
    /// The place in the order in which optional columns are left out, lowest
    /// first; `nil` is a column that stays.
    let dropOrder: Int?
    /// The spaces behind it.
    let gap: Int

    /// A column that is cut down to `minimum` for the sake of optional ones, not at
    /// all by default, and that has `gap` spaces behind it.
    ///
    /// `dropOrder` makes it optional itself: it is left out where all its cells are
    /// empty, and where there is no room, lowest first.
    public init(
      _ title: String, _ alignment: Alignment = .left, minimum: Int? = nil, dropOrder: Int? = nil,
      gap: Int = 2
    ) {
      self.title = title
      self.alignment = alignment
      self.minimum = minimum
      self.dropOrder = dropOrder
      self.gap = gap
    }
  }

  /// The side at which a column's texts stand.
  public enum Alignment: Sendable {
    case left, right

    /// How many of the spare columns stand before the text, and how many behind.
    func shares(of spare: Int) -> (before: Int, after: Int) {
      switch self {
      case .left: (0, spare)
      case .right: (spare, 0)
      }
    }
  }
}
