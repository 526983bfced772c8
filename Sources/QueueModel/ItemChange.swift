/// A row before and after; `before` is `nil` for a row that comes, `after` for one
/// that goes.
public struct ItemChange: Equatable, Sendable {
  /// What happened to the row.
  public let event: Event
  public let before: QueueItem?
  public let after: QueueItem?
  /// What this takes back.
  public let undoes: HistoryEntry?
  /// Where a row that comes back stood, and what its own further columns said.
  public let origin: Origin?
  /// What was found of the report that this follows from.
  public let judgement: Judgement?

  public struct Origin: Equatable, Sendable {
    public let place: RowPlace?
    /// By column name in lower case.
    public let cells: [String: String]

    public init(place: RowPlace?, cells: [String: String]) {
      self.place = place
      self.cells = cells
    }
  }

  public init(
    _ event: Event, before: QueueItem?, after: QueueItem?, undoes: HistoryEntry? = nil,
    origin: Origin? = nil, judgement: Judgement? = nil
  ) {
    self.event = event
    self.before = before
    self.after = after
    self.undoes = undoes
    self.origin = origin
    self.judgement = judgement
  }

  /// The row's id.
  public var id: String { after?.id ?? before?.id ?? "" }

  /// Whether any cell says something else afterwards. A lease is no cell.
  public var changesCells: Bool {
    guard let before, let after else { return true }
    return Column.allCases.contains { before.text(of: $0) != after.text(of: $0) }
  }

  /// Whether there is anything for the history to tell. A heartbeat is nothing.
  public var isTold: Bool { changesCells || judgement != nil }

  /// The row with `change` made to it. With its status a row leaves its claim, too: no
  /// token and no lease outlives it. That the claim was `lost` means that nobody knows
  /// what became of it; only that is remembered.
  static func changing(
    _ item: QueueItem, _ event: Event, lost: Bool = false, _ change: (inout QueueItem) -> Void
  ) -> ItemChange {
    var after = item
    change(&after)
    if after.status != item.status, after.status != .inProgress {
      after.claim?.lease = nil
      if lost { after.claim?.lost += 1 } else { after.claim = nil }
    }
    return ItemChange(event, before: item, after: after)
  }

  /// The same, as what takes `entry` back.
  func undoing(_ entry: HistoryEntry) -> ItemChange {
    ItemChange(event, before: before, after: after, undoes: entry, origin: origin)
  }

  /// The same, as what follows from a judgement.
  func judged(_ judgement: Judgement) -> ItemChange {
    ItemChange(
      event, before: before, after: after, undoes: undoes, origin: origin, judgement: judgement)
  }
}
