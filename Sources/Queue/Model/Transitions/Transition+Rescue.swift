/// Frees the rows whose worker is gone. Source: `docs/dispatch.md`, "Watchdog".
struct Rescue {
  /// How long a row without heartbeats may be IN_PROGRESS.
  let staleTimeout: Duration
  let workers: KnownWorkers?
  let context: TransitionContext

  private var keys: Notes.ControlKeys { context.policy.controlKeys }
  private var staleSeconds: Int { Int(staleTimeout.components.seconds) }
  /// The seconds after a claim during which the worker may not have started yet.
  private static let grace = 120
  /// A row needs a person after this many consecutive claims ended without an outcome.
  private static let lostLimit = 3

  func decide(in table: some QueueTable) throws -> Decision {
    var number = try table.nextClaimNumber
    var changes = try table.items(.inProgress).compactMap { item in
      if item.isFromClockAhead(at: context.now) { return seen(item) }
      if let began = item.workBegan(context) { return rescue(item, since: began) }
      defer { number += 1 }
      return claimed(item, number)
    }
    changes += try table.leasedPending.filter { $0.isFromClockAhead(at: context.now) }.map(seen)
    if context.policy.retriesFailed { changes += try table.items(.failed).compactMap(retry) }
    return Decision(changes)
  }

  /// Whether the watchdog frees the row IN_PROGRESS now.
  func frees(_ item: QueueItem) -> Bool {
    item.workBegan(context).map { isGone(item, since: $0) } ?? false
  }

  /// The times at which a row IN_PROGRESS may become stale, in seconds since 1970.
  func moments(of item: QueueItem) -> [Int] {
    if item.isHeldByPerson { return [] }
    let began = item.workBegan(context) ?? context.now.epochSeconds
    let starts = [began, item.claim?.madeAt ?? began]
    return starts.map { $0.addingSeconds(Self.grace) } + [began.addingSeconds(staleSeconds)]
      + [item.claim?.lease?.expiresAt].compactMap(\.self)
  }

  private func rescue(_ item: QueueItem, since began: Int) -> ItemChange? {
    guard isGone(item, since: began) else { return nil }
    if let claim = item.claim, claim.isForWorker, item.isHeldByWorker {
      return rescue(item, of: claim)
    }
    if item.streak(after: .lost).count >= Self.lostLimit { return stopped(item) }
    return item.hasAttemptsLeft(context.policy) ? reset(item) : failed(item)
  }

  /// Frees the row of a worker that orch started.
  private func rescue(_ item: QueueItem, of claim: Claim) -> ItemChange {
    let attempt = FailedAttempt(of: item, .lost, by: workers?.names[claim.token], context)
    let note = GeneratedNote.watchdog.rawValue
    if attempt.isRetried { return attempt.retried(note: note + "stale reset") }
    return attempt.givenUp(
      note: attempt.rule.end == .blocked ? "" : note + "stale; attempts used up")
  }

  /// Whether the row's worker is gone; a person never is. A start in the future does not count. The
  /// time of the claim counts too, because a cell has only the minute of the start, and after `undo`
  /// has an old start.
  private func isGone(_ item: QueueItem, since began: Int) -> Bool {
    if item.isHeldByPerson { return false }
    if let claim = item.claim, let workers, workers.alive.contains(claim.token) { return false }
    let age = context.now.epochSeconds - began
    let claimAge = item.claim.map { context.now.epochSeconds - $0.madeAt } ?? age
    guard age >= Self.grace, !(0..<Self.grace).contains(claimAge) else { return false }
    if let claim = item.claim, item.isHeldByWorker, let workers, workers.areGone(from: claim) {
      return true
    }
    guard let lease = item.claim?.lease else { return age >= staleSeconds }
    return !lease.isLive(at: context.now) && (lease.hasHeartbeat || age >= staleSeconds)
  }

  /// Restarts the time of a row that was claimed or leased by a clock that was ahead. The row's
  /// worker keeps its claim.
  private func seen(_ item: QueueItem) -> ItemChange {
    ItemChange(changing: item, .firstSeen) { row in
      if item.hasStartAhead(at: context.now) { row.startedAt = context.now.text }
      guard let claim = item.claim else { return }
      row.claim = Claim(
        number: claim.number, nonce: claim.nonce,
        madeAt: min(claim.madeAt, context.now.epochSeconds),
        lease: claim.lease.map { lease in
          lease.isLive(at: context.now)
            ? Lease(
              owner: lease.owner,
              expiresAt: context.now.epochSeconds
                + (lease.hasHeartbeat ? context.policy.leaseSeconds : context.policy.staleSeconds),
              hasHeartbeat: lease.hasHeartbeat) : lease
        }, streak: claim.streak, isForWorker: claim.isForWorker)
    }
  }

  /// Gives a row with unknown start a claim, from which its time counts.
  private func claimed(_ item: QueueItem, _ number: Int) -> ItemChange {
    let lease = item.ownerSession.map { Lease(ofClaimBy: $0, context) }
    return ItemChange(changing: item, .firstSeen) {
      $0.claim = Claim(number, context, lease: lease)
    }
  }

  private func reset(_ item: QueueItem) -> ItemChange {
    ItemChange(changing: item, .retried, streak: item.streak(after: .lost)) {
      $0.becomePending()
      $0.notes.append(prose: GeneratedNote.watchdog.rawValue + "stale reset", keys)
      if context.policy.retryMode == .delayed { $0.backOff(context.policy, now: context.now) }
      $0.countAttempt()
    }
  }

  private func stopped(_ item: QueueItem) -> ItemChange {
    ItemChange(changing: item, .blocked) {
      $0.status = .blocked
      $0.endTries()
      $0.notes.append(
        prose: GeneratedNote.needsHuman.rawValue
          + "\(Self.lostLimit) claims ended without an outcome", keys)
    }
  }

  private func failed(_ item: QueueItem) -> ItemChange {
    ItemChange(changing: item, .failed) {
      $0.status = .failed
      $0.notes.append(prose: GeneratedNote.watchdog.rawValue + "stale; attempts used up", keys)
    }
  }

  private func retry(_ item: QueueItem) -> ItemChange? {
    guard item.mayTryAgain(context.policy) else { return nil }
    return ItemChange(changing: item, .retried) {
      $0.becomePending()
      $0.backOff(context.policy, now: context.now)
      $0.countAttempt()
    }
  }
}

extension Int {
  /// The sum, at most `Int.max`, because cells may have any time.
  fileprivate func addingSeconds(_ seconds: Int) -> Int {
    let (sum, isTooLate) = addingReportingOverflow(seconds)
    return isTooLate ? .max : sum
  }
}

/// The known workers that orch started, by the tokens of their claims.
public struct KnownWorkers: Equatable, Sendable {
  /// The claims for which a process of this machine runs.
  public var alive: Set<String>
  /// The claims about whose worker nothing is known, so that only their time counts. The worker may
  /// run elsewhere, because another program accepted the work or another machine started it; or it
  /// has ended, and its report or ending has not changed the row yet.
  public var undecided: Set<String>
  /// The known names of workers, by the tokens of their claims.
  public var names: [String: String] = [:]

  public init(alive: Set<String> = [], undecided: Set<String> = []) {
    (self.alive, self.undecided) = (alive, undecided)
  }

  /// Whether the claim's worker never started, or ended without a report. For claims of other
  /// sessions this is never known.
  func areGone(from claim: Claim) -> Bool {
    claim.isForWorker && !alive.contains(claim.token) && !undecided.contains(claim.token)
  }
}

extension QueueTable {
  /// The next time at which a tick may find something new although the queue is unchanged: a
  /// backoff or a lease ends, or a row becomes stale. In seconds since 1970; `nil` if there is
  /// none.
  ///
  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - context: when the tick began; later events may have been missed.
  ///   - isHeld: whether a row that backs off waits for something else too; then the end of its
  ///     backoff does not count.
  public func nextMoment(
    staleTimeout: Duration, context: TransitionContext,
    besides isHeld: (QueueItem) -> Bool = { _ in false }
  ) throws -> Int? {
    let start = context.now.epochSeconds
    let rescue = Rescue(staleTimeout: staleTimeout, workers: nil, context: context)
    var next: Int?
    func consider(_ moment: Int?) {
      guard let moment, moment > start else { return }
      next = min(moment, next ?? moment)
    }
    try visit(.pending) { item in
      if item.retryNotBefore != nil, !isHeld(item) { consider(item.retryNotBefore) }
      consider(item.deferral(in: context.now.zone))
      consider(item.claim?.lease?.expiresAt)
      return .more
    }
    try visit(.inProgress) { item in
      rescue.moments(of: item).forEach(consider)
      return .more
    }
    return next
  }
}

extension QueueItem {
  /// Whether a row was claimed or leased by a clock that was ahead by more than the usual
  /// difference between machines.
  public func isFromClockAhead(at now: QueueTime) -> Bool {
    guard status == .inProgress || status == .pending && claim?.lease?.isLive(at: now) ?? false
    else { return false }
    let latest = now.epochSeconds.addingSeconds(Self.clockDifference)
    let end = claim?.lease?.expiresAt ?? 0
    return claim?.madeAt ?? 0 > latest || end > latest.addingSeconds(Lease.longest) && end < .max
      || hasStartAhead(at: now)
  }

  fileprivate func hasStartAhead(at now: QueueTime) -> Bool {
    let latest = now.epochSeconds.addingSeconds(Self.clockDifference)
    return status == .inProgress && start(in: now.zone)?.epochSeconds ?? 0 > latest
  }

  /// The tolerated difference in seconds. A clock that a person sets back by the hour of summer
  /// time does not count as ahead.
  public static let clockDifference = 7200

  /// Whether the watchdog may retry a FAILED row.
  fileprivate func mayTryAgain(_ policy: Policy) -> Bool {
    !isPermanentlyFailed && !isGivenUp && hasAttemptsLeft(policy)
  }

  /// Whether only a person moves the row on: it is BLOCKED, or FAILED and no watchdog retries it.
  public func waitsForPerson(_ policy: Policy) -> Bool {
    switch status {
    case .blocked: true
    case .failed: !policy.retriesFailed || !mayTryAgain(policy)
    case .pending, .inProgress, .done: false
    }
  }
}
