// Rows that change their owner, stop, or become PENDING again.

extension Transition {
  /// Gives a row to a session. A person may give one that nobody has: it is claimed.
  func hand(
    _ item: QueueItem, to session: String, from: String?, force: Bool, in table: some QueueTable,
    _ context: TransitionContext
  ) throws -> Decision {
    guard item.status == .pending, context.caller.mayWaiveApproval else {
      return try assign(item, to: session, from: from, force: force, context)
    }
    return try Claiming(table, context.forSession(session)).pick(item)
  }

  private func assign(
    _ item: QueueItem, to session: String, from: String?, force: Bool, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .assign) }
    let session = CellText.value(session)
    let held = item.claim?.lease.flatMap { $0.isLive(at: context.now) ? $0 : nil }
    if item.ownerSession == session, held.map({ $0.owner == session }) ?? true {
      return .alreadySo(item)
    }
    if !force { try checkMayHandOver(item, from: from, held, context) }
    return .changing(item, .assigned) { $0.handOver(to: session, context) }
  }

  private func checkMayHandOver(
    _ item: QueueItem, from: String?, _ held: Lease?, _ context: TransitionContext
  ) throws(Refusal) {
    let owner = from.flatMap(CellText.value)
    guard item.isOwned(by: owner, context) else {
      throw .notOwner(item, action: .assign, session: from)
    }
    // An old editor buffer may have overwritten the cell.
    if let held, held.owner != owner {
      throw .leased(item, held, action: .assign, now: context.now)
    }
    try item.checkClaimToken(.assign, context)
  }

  func release(
    _ item: QueueItem, force: Bool, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    if item.status == .pending { return try releaseLease(of: item, force: force, context) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .release) }
    if !force {
      guard item.ownerSession == nil || item.isOwned(by: context.session, context) else {
        throw .notOwner(item, action: .release, session: context.session)
      }
      try item.checkFence(.release, context)
    }
    return .changing(item, .released) { $0.becomePending() }
  }

  /// A PENDING row may be leased, by a session that will claim it, or by one whose claim was
  /// overwritten by a save.
  private func releaseLease(
    of item: QueueItem, force: Bool, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard let lease = item.claim?.lease else { return .alreadySo(item) }
    if !force {
      try item.checkClaimToken(.release, context)
      guard !lease.excludes(context.session, at: context.now) else {
        throw .leased(item, lease, action: .release, now: context.now)
      }
    }
    return .changing(item, .leaseReleased) { $0.dropLease() }
  }

  func cancel(
    _ item: QueueItem, from status: Status?, reason: String?, _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    let keys = context.policy.controlKeys
    let text = reason.map(Notes.withinSegment) ?? ""
    let note = GeneratedNote.cancelled.rawValue + (text.isEmpty ? "" : ": \(text)")
    if item.status == .blocked, item.notes.ends(with: note, keys) { return .alreadySo(item) }
    if let status, status != item.status { throw .otherStatus(item, than: status) }
    guard !item.status.isFinished else { throw .wrongState(item, action: .cancel) }
    return .changing(item, .cancelled) {
      $0.status = .blocked
      $0.awaits = nil
      $0.notes.moveToEnd(note, keys)
    }
  }

  func replan(
    _ item: QueueItem, from status: Status?, reason: String, force: Bool,
    _ context: TransitionContext
  ) throws(Refusal) -> Decision {
    if let status, status != item.status { throw .otherStatus(item, than: status) }
    let note = GeneratedNote.replanned + reason
    let keys = context.policy.controlKeys
    switch item.status {
    case .inProgress:
      return .changing(item, .replanned) {
        $0.status = .blocked
        $0.notes.append(prose: note, keys)
      }
    case .done where !force:
      throw .wrongState(item, action: .replan)
    case .pending where item.notes.ends(with: note, keys) && item.ownerSession == nil:
      return .alreadySo(item)
    case .pending, .blocked, .failed, .done:
      return .changing(item, .replanned) {
        $0.becomePending()
        $0.isPermanentlyFailed = false
        if force { $0.allowAttempt(context.policy) }
        let written = Notes.quoted(note, keys)
        $0.notes.removeSegments { $0 == written }
        $0.notes.append(prose: note, keys)
      }
    }
  }
}

/// A requested retry: of a stopped row, by `Policy.RetryMode`, or at once of a row that backs off.
struct Retry {
  let item: QueueItem
  var from: Status?
  let force: Bool
  let context: TransitionContext

  private var isDelayed: Bool { context.policy.retryMode == .delayed }
  private static let note = GeneratedNote.retried.rawValue

  func decide() throws(Refusal) -> Decision {
    if item.status == .pending { return try decideWaiting() }
    if let from, from != item.status { throw .otherStatus(item, than: from) }
    // The work has not begun, so the row needs an approval and not another attempt.
    guard !item.awaitsStart else { throw .needsApproval(item) }
    guard mayRetry else { throw .wrongState(item, action: .retry) }
    if !force { try checkSense() }
    let streak = item.status == .inProgress ? item.streak(after: .lost) : nil
    return .change(
      ItemChange(changing: item, .retried, streak: streak) {
        $0.becomePending()
        $0.isPermanentlyFailed = false
        if isDelayed {
          $0.backOff(context.policy, now: context.now)
        } else {
          $0.notes.moveToEnd(Self.note, context.policy.controlKeys)
        }
        if !item.isGivenUp, !item.hasNotBegun, !item.isCancelledByPerson { $0.countAttempt() }
        if force { $0.allowAttempt(context.policy) }
      })
  }

  /// Lets a PENDING row that backs off start at once. By force, allows one more attempt if none is
  /// left.
  private func decideWaiting() throws(Refusal) -> Decision {
    let isDeferred = item.deferral(in: context.now.zone) ?? 0 > context.now.epochSeconds
    let backsOff = item.backsOff(at: context.now) || isDeferred
    let isUsedUp = !item.mayStart(context.policy)
    if isRetried, !backsOff, !(isUsedUp && force) { return .alreadySo(item) }
    if let from, from != item.status { throw .otherStatus(item, than: from) }
    guard backsOff || isUsedUp else { throw .wrongState(item, action: .retry) }
    guard force || !isUsedUp else {
      throw .attemptsUsedUp(item, limit: item.startLimit(context.policy))
    }
    return .changing(item, .retried) {
      $0.retryNotBefore = nil
      if isDeferred { $0.notBefore = nil }
      if isUsedUp, !isDelayed, !isRetried {
        $0.notes.moveToEnd(Self.note, context.policy.controlKeys)
      }
      $0.allowAttempt(context.policy)
      $0.endStreak()
    }
  }

  private var isRetried: Bool { item.notes.ends(with: Self.note) }

  private var mayRetry: Bool {
    switch item.status {
    case .failed: true
    case .blocked: !isDelayed || force
    case .inProgress: isDelayed && hasLeaseEnded
    case .pending, .done: false
    }
  }

  private var hasLeaseEnded: Bool {
    item.implicitLease(context).map { !$0.isLive(at: context.now) } ?? false
  }

  /// Refuses a retry that can only fail again.
  private func checkSense() throws(Refusal) {
    guard !item.isPermanentlyFailed else { throw .permanentFailure(item.id) }
    guard item.hasNotBegun || item.hasAttemptsLeft(context.policy) else {
      throw .attemptsUsedUp(item, limit: item.maxAttempts ?? context.policy.maxAttempts)
    }
  }
}
