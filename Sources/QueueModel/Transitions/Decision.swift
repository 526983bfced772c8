/// What the rules say to a transition.
public enum Decision: Equatable, Sendable {
  /// There is nothing to pick.
  case nothingPending
  /// The row is already so: success, and nothing changes.
  case alreadySo(QueueItem)
  case change(ItemChange)
  /// Rows that change together, in this order. Not always one that was asked for is
  /// among them: a pick may only have closed rows that were done already.
  case changes([ItemChange])
}

extension Decision {
  /// What is to be written, in this order.
  public var changes: [ItemChange] {
    switch self {
    case .nothingPending, .alreadySo: []
    case .change(let change): [change]
    case .changes(let changes): changes
    }
  }

  /// `changes` together; nothing to pick where there are none.
  init(_ changes: [ItemChange]) {
    switch changes.count {
    case 0: self = .nothingPending
    case 1 where changes[0].event != .idempotencySkipped: self = .change(changes[0])
    default: self = .changes(changes)
    }
  }

  /// The row with `change` made to it.
  static func changing(
    _ item: QueueItem, _ event: Event, _ change: (inout QueueItem) -> Void
  ) -> Decision {
    .change(.changing(item, event, change))
  }
}

extension Decision {
  /// The id of the row, or `nil` when there was nothing to pick.
  public var itemID: String? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item.id
    case .change(let change): change.id
    case .changes(let changes): changes.claims.first?.id
    }
  }

  /// Where a review let the row go; `nil` where none was asked.
  public var routedTo: Status? {
    changes.first.flatMap { $0.judgement?.review == nil ? nil : $0.after?.status }
  }

  /// The row as it is now, or `nil` where there is none.
  public var item: QueueItem? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item
    case .change(let change): change.after
    case .changes(let changes): changes.claims.first?.after
    }
  }
}

extension [ItemChange] {
  /// Those that claimed a row.
  public var claims: [ItemChange] { filter { $0.event == .picked } }
}

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

/// What happens to rows, by the names of the event log. Source: `docs/storage.md`.
public enum Event: String, CaseIterable, Sendable {
  case added, picked, done, failed, blocked, released, assigned, retried
  case leaseAcquired = "lease_acquired"
  case leaseRenewed = "lease_renewed"
  case leaseReleased = "lease_released"
  case leaseEnded = "lease_ended"
  case idempotencySkipped = "idempotency_skipped"
  /// What the guardrails and the reviewer gate found of a report.
  case guardrail
  case reviewGate = "review_gate"
  case cancelled, replanned, undone, restored
  /// What people said to a row that waited for them.
  case answered, approved, rejected
  case firstSeen = "first_seen"
  case externalEdit = "external_edit"
  case migrated, rendered
  /// The row went to the archive, with its events.
  case archived
}
