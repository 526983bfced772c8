/// The decision of the rules on a transition.
public enum Decision: Equatable, Sendable {
  /// There is no row to pick, to dispatch or to rescue.
  case unchanged
  /// The row already has the result of the transition: success without a change.
  case alreadySo(QueueItem)
  case change(ItemChange)
  /// Rows that change together, in this order. The requested row may be missing: a pick may only
  /// have closed rows that were done already. A row that moves back comes before the dependants
  /// that move back with it.
  case changes([ItemChange])
  /// The request added these rows before: success without a change. They may have been removed
  /// since.
  case addedBefore([String])
  /// Facts for the history, and the resulting changes of rows.
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

  init(_ changes: [ItemChange]) {
    switch changes.count {
    case 0: self = .unchanged
    case 1 where !changes[0].event.isInPassing: self = .change(changes[0])
    default: self = .changes(changes)
    }
  }

  /// The decision of a command that also changes the briefs of these rows. An existing row gets an
  /// entry in the history even if nothing else changes.
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

  static func changing(
    _ item: QueueItem, _ event: Event, _ change: (inout QueueItem) -> Void
  ) -> Decision {
    .change(ItemChange(changing: item, event, change))
  }
}

extension Decision {
  /// The id of the row that was changed, or is unchanged. If there are several, the first one that
  /// was claimed or put back; `nil` if there is none.
  public var itemID: String? {
    switch self {
    case .unchanged, .noted: nil
    case .addedBefore(let ids): ids.count == 1 ? ids.first : nil
    case .alreadySo(let item): item.id
    case .change(let change): change.id
    case .changes(let changes): changes.asked?.id
    }
  }

  /// The status that a review gave to the row; `nil` if there was no review.
  public var routedTo: Status? {
    changes.first.flatMap { $0.findings?.verdict == nil ? nil : $0.after?.status }
  }

  /// The row of `itemID` after the decision; `nil` if it was added before.
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

  /// The change of the requested row.
  fileprivate var asked: ItemChange? {
    first { $0.event == .picked || $0.event == .retried || $0.event == .replanned }
  }
}

/// A change of a row. `before` is `nil` for an added row, `after` for a removed one.
public struct ItemChange: Equatable, Sendable {
  public let event: Event
  public let before: QueueItem?
  public package(set) var after: QueueItem?
  /// The entry that this change undoes.
  public internal(set) var undoes: HistoryEntry?
  /// The command that was undone as a whole, as in `HistoryEntry.commandKey`.
  public internal(set) var undoneCommand: String?
  /// Whether the change includes the row's brief.
  public internal(set) var changesBrief = false
  /// The place of a restored row, and the cells of its other columns.
  public let origin: Origin?
  /// Where the row goes; `nil` if it stays at its place.
  public package(set) var move: RowMove?
  /// The place to which the row is moved, or comes back; `nil` if it stays, or is added at the end.
  package var newPlace: RowPlace? { move?.to ?? (before == nil ? origin?.place : nil) }
  /// The findings on the report that caused the change.
  public internal(set) var findings: ReportFindings?
  /// The class of the failed attempt that the change ends; `nil` if it ends none, or if the class
  /// is unknown.
  public internal(set) var failure: FailureClass?
  /// The digest of the content that the change decides about or submits to a person; `nil` if there
  /// is none.
  public internal(set) var digest: String?
  /// The commit that a person approved with the change, instead of the one that a verdict judged.
  public internal(set) var work: JudgedWork?

  public struct Origin: Equatable, Sendable {
    public let place: RowPlace?
    /// The cells by the name of their column in lower case.
    public let cells: [String: String]

    public init(place: RowPlace?, cells: [String: String]) {
      (self.place, self.cells) = (place, cells)
    }
  }

  public init(
    _ event: Event, before: QueueItem?, after: QueueItem?, undoes: HistoryEntry? = nil,
    origin: Origin? = nil, move: RowMove? = nil, findings: ReportFindings? = nil,
    failure: FailureClass? = nil
  ) {
    self.event = event
    self.before = before
    self.after = after
    self.move = move
    self.undoes = undoes
    self.origin = origin
    self.findings = findings
    self.failure = failure
  }

  public var id: String { after?.id ?? before?.id ?? "" }

  /// The digest of the content that a person decided about; `nil` for any other change.
  public var decidedDigest: String? {
    [.approved, .rejected, .answered].contains(event) ? digest : nil
  }

  /// Whether any cell changes. A lease is not a cell.
  public var changesCells: Bool {
    guard let before, let after else { return true }
    return before.after != after.after || before.fieldCells != after.fieldCells
      || Column.allCases.contains { before.text(of: $0) != after.text(of: $0) }
  }

  /// Whether the history gets an entry. A heartbeat gets none.
  public var isRecorded: Bool {
    changesCells || move != nil || changesBrief || findings != nil || failure != nil
  }

  /// Changes a row by `change`. A row that leaves IN_PROGRESS loses its claim with token and lease,
  /// except that `streak` stays after a failed attempt.
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
  case added, edited, removed, moved, picked, done, failed, blocked, released, assigned, retried
  case leaseAcquired = "lease_acquired"
  case leaseRenewed = "lease_renewed"
  case leaseReleased = "lease_released"
  case leaseEnded = "lease_ended"
  case idempotencySkipped = "idempotency_skipped"
  /// The findings of guardrails and reviewer gate about a report.
  case guardrail
  case reviewGate = "review_gate"
  case cancelled, replanned, undone, restored
  /// A person's replies to a row that waited for one.
  case answered, approved, rejected
  /// The forge reported a state of the row's pull request.
  case pullRequest = "pull_request"
  /// A claim reached a row that a person must approve before its work begins.
  case approvalRequested = "approval_requested"
  /// A row IN_PROGRESS with unknown start got a claim, from which its time counts.
  case firstSeen = "first_seen"
  case externalEdit = "external_edit"
  case migrated, rendered
  /// The row was moved to the archive, with its events.
  case archived

  /// Whether a pick or a dispatch does this to rows that it passes without claiming them.
  var isInPassing: Bool { self == .idempotencySkipped || self == .approvalRequested }
}
