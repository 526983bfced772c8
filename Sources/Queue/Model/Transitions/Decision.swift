/// The decision of the rules on a transition.
public enum Decision: Equatable, Sendable {
  /// There is no row to change: none to pick, to dispatch or to rescue.
  case unchanged
  /// The row is already as the transition would leave it: success without a change.
  case alreadySo(QueueItem)
  case change(ItemChange)
  /// Rows that change together, in this order. A row that was asked for may be missing: a pick may
  /// only have closed rows that were done already. The row that is put back stands before those that
  /// come back with it.
  case changes([ItemChange])
  /// The request added these rows before: success without a change. They may be gone since.
  case addedBefore([String])
  /// Facts that the history gets, and the changes of rows that follow from them.
  case noted([QueueFact], [ItemChange])
}

extension Decision {
  /// The changes to write, in this order.
  public var changes: [ItemChange] {
    switch self {
    case .unchanged, .alreadySo, .addedBefore: []
    case .change(let change): [change]
    case .changes(let changes), .noted(_, let changes): changes
    }
  }

  /// The facts to write, after the changes.
  public var facts: [QueueFact] {
    switch self {
    case .noted(let facts, _): facts
    case .unchanged, .alreadySo, .addedBefore, .change, .changes: []
    }
  }

  /// `changes` together.
  init(_ changes: [ItemChange]) {
    switch changes.count {
    case 0: self = .unchanged
    case 1 where !changes[0].event.isInPassing: self = .change(changes[0])
    default: self = .changes(changes)
    }
  }

  /// The decision of a command that changes the briefs of these rows, too. Of a row that is there the
  /// history gets an entry even where nothing else changes.
  func changingBriefs(of ids: Set<String>, in table: some QueueTable) throws -> Decision {
    if ids.isEmpty { return self }
    var changes = changes
    for index in changes.indices where ids.contains(changes[index].id) {
      changes[index].changesBrief = true
    }
    for id in ids.subtracting(changes.map(\.id)).sorted() {
      guard let item = try table.item(id) else { continue }
      var change = ItemChange(.edited, before: item, after: item)
      change.changesBrief = true
      changes.append(change)
    }
    switch self {
    case .addedBefore: return self
    case .noted(let facts, _): return .noted(facts, changes)
    case .unchanged, .alreadySo, .change, .changes: return Decision(changes)
    }
  }

  /// The change of one row by `change`.
  static func changing(
    _ item: QueueItem, _ event: Event, _ change: (inout QueueItem) -> Void
  ) -> Decision {
    .change(ItemChange(changing: item, event, change))
  }
}

extension Decision {
  /// The id of the row that was changed, or is unchanged; of several, of the first that was claimed
  /// or put back. `nil` where there is none.
  public var itemID: String? {
    switch self {
    case .unchanged, .noted: nil
    case .addedBefore(let ids): ids.count == 1 ? ids.first : nil
    case .alreadySo(let item): item.id
    case .change(let change): change.id
    case .changes(let changes): changes.asked?.id
    }
  }

  /// The status to which a review routed the row; `nil` without a review.
  public var routedTo: Status? {
    changes.first.flatMap { $0.findings?.verdict == nil ? nil : $0.after?.status }
  }

  /// The row of `itemID` as it is now; `nil` for one that was added before.
  public var item: QueueItem? {
    switch self {
    case .unchanged, .addedBefore, .noted: nil
    case .alreadySo(let item): item
    case .change(let change): change.after
    case .changes(let changes): changes.asked?.after
    }
  }
}

extension [ItemChange] {
  /// The changes that claimed a row.
  public var claims: [ItemChange] { filter { $0.event == .picked } }

  /// The change of the row that was asked for.
  fileprivate var asked: ItemChange? {
    first { $0.event == .picked || $0.event == .retried || $0.event == .replanned }
  }
}

/// A change of a row. `before` is `nil` for an added row, `after` for a removed one.
public struct ItemChange: Equatable, Sendable {
  /// What happened to the row.
  public let event: Event
  public let before: QueueItem?
  public package(set) var after: QueueItem?
  /// The entry that this undoes.
  public internal(set) var undoes: HistoryEntry?
  /// The command that was taken back whole with it, as of `HistoryEntry.commandKey`.
  public internal(set) var undoneCommand: String?
  /// Whether the row's brief changes with it.
  public internal(set) var changesBrief = false
  /// The place of a restored row, and the cells of its further columns.
  public let origin: Origin?
  /// The findings on the report that caused the change.
  public internal(set) var findings: ReportFindings?
  /// Why the attempt failed that the change ends; `nil` where it ends none, or no class is known.
  public internal(set) var failure: FailureClass?
  /// The digest of what a person decided, or is asked to decide, by the change; `nil` for nothing.
  public internal(set) var digest: String?
  /// The commit that a person approved by the change, in place of the one that a verdict judged.
  public internal(set) var work: JudgedWork?

  public struct Origin: Equatable, Sendable {
    public let place: RowPlace?
    /// By column name in lower case.
    public let cells: [String: String]

    public init(place: RowPlace?, cells: [String: String]) {
      (self.place, self.cells) = (place, cells)
    }
  }

  public init(
    _ event: Event, before: QueueItem?, after: QueueItem?, undoes: HistoryEntry? = nil,
    origin: Origin? = nil, findings: ReportFindings? = nil, failure: FailureClass? = nil
  ) {
    self.event = event
    self.before = before
    self.after = after
    self.undoes = undoes
    self.origin = origin
    self.findings = findings
    self.failure = failure
  }

  /// The row's id.
  public var id: String { after?.id ?? before?.id ?? "" }

  /// The digest of what a person decided by it; `nil` for another change.
  public var decidedDigest: String? {
    [.approved, .rejected, .answered].contains(event) ? digest : nil
  }

  /// Whether any cell changes. A lease is no cell.
  public var changesCells: Bool {
    guard let before, let after else { return true }
    return before.after != after.after || before.fieldCells != after.fieldCells
      || Column.allCases.contains { before.text(of: $0) != after.text(of: $0) }
  }

  /// Whether the history gets an entry. A heartbeat gets none.
  public var isRecorded: Bool {
    changesCells || changesBrief || findings != nil || failure != nil
  }

  /// The change of a row by `change`. A row that leaves IN_PROGRESS leaves its claim, with token
  /// and lease; for an attempt that failed, `streak` stays.
  init(
    changing item: QueueItem, _ event: Event, streak: FailureStreak? = nil,
    _ change: (inout QueueItem) -> Void
  ) {
    var after = item
    change(&after)
    if after.status != item.status, !after.status.isStopped { after.moveOn() }
    if streak != nil || after.status != item.status, after.status != .inProgress {
      after.claim?.lease = nil
      if let streak { after.claim?.streak = streak } else { after.claim = nil }
    }
    self.init(event, before: item, after: after)
  }
}

/// The events of rows, by their names in the event log. Source: `docs/storage.md`.
public enum Event: String, CaseIterable, Sendable {
  case added, edited, removed, picked, done, failed, blocked, released, assigned, retried
  case leaseAcquired = "lease_acquired"
  case leaseRenewed = "lease_renewed"
  case leaseReleased = "lease_released"
  case leaseEnded = "lease_ended"
  case idempotencySkipped = "idempotency_skipped"
  /// The findings of guardrails and reviewer gate on a report.
  case guardrail
  case reviewGate = "review_gate"
  case cancelled, replanned, undone, restored
  /// Replies of a person to a row that waited for one.
  case answered, approved, rejected
  /// What the forge says of the row's pull request.
  case pullRequest = "pull_request"
  /// A claim came to a row that a person must approve before its work begins.
  case approvalRequested = "approval_requested"
  /// A row IN_PROGRESS whose start is unknown got a claim, from which its time counts.
  case firstSeen = "first_seen"
  case externalEdit = "external_edit"
  case migrated, rendered
  /// The row was moved to the archive, with its events.
  case archived

  /// Whether a pick or a dispatch does it to rows that it comes to, and claims none of them.
  var isInPassing: Bool { self == .idempotencySkipped || self == .approvalRequested }
}
