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

    /// - Parameters:
    ///   - minimum: how far it is cut for the sake of optional columns; not at
    ///     all by default.
    ///   - dropOrder: makes the column optional. Such a column is left out where
    ///     all its cells are empty, and where there is no room, lowest first.
    ///   - gap: the spaces between it and the next column.
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
