/// A row before and after; `before` is `nil` for a row that comes, `after` for one
/// that goes.
public struct ItemChange: Equatable, Sendable {
  public let before: QueueItem?
  public let after: QueueItem?
  /// What this takes back.
  public let undoes: HistoryEntry?
  /// Where a row that comes back stood, and what its own further columns said.
  public let origin: Origin?

  public struct Origin: Equatable, Sendable {
    public let place: RowPlace?
    /// By column name in lower case.
    public let cells: [String: String]
  }

  public init(
    before: QueueItem?, after: QueueItem?, undoes: HistoryEntry? = nil, origin: Origin? = nil
  ) {
    self.before = before
    self.after = after
    self.undoes = undoes
    self.origin = origin
  }

  /// The row's id.
  public var id: String { after?.id ?? before?.id ?? "" }
}
