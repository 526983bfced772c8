/// Takes back the rows whose worker is gone. Source: `docs/dispatch.md`, "Watchdog".
struct StaleRecovery {
  /// How long a row without heartbeats may be IN_PROGRESS.
  let staleSeconds: Int
  let workers: KnownWorkers?
  let context: TransitionContext

  /// A row that was just claimed may be on its way to its worker.
  private static let grace = 120
  /// So many claims in a row that nobody heard of again are no accident.
  private static let lostLimit = 3

  func decide(in table: some QueueTable) throws -> Decision {
    var number = try table.nextClaimNumber
    var changes = try table.items(.inProgress).compactMap { item in
      if let began = item.workBegan(context) { return rescue(item, since: began) }
      defer { number += 1 }
      return firstSight(of: item, number)
    }
    if context.policy.retriesFailed { changes += try table.items(.failed).compactMap(retry) }
    return Decision(changes)
  }

  /// Whether a row IN_PROGRESS is taken from whoever has it.
  func frees(_ item: QueueItem) -> Bool {
    item.workBegan(context).map { isGone(item, since: $0) } ?? false
  }

  /// When a row IN_PROGRESS may be taken from whoever has it, if they are not heard of again.
  func moments(of item: QueueItem) -> [Int] {
    let began = item.workBegan(context) ?? context.now.epochSeconds
    let starts = [began, item.claim?.madeAt ?? began]
    return starts.map { $0.addingSeconds(Self.grace) } + [began.addingSeconds(staleSeconds)]
      + [item.claim?.lease?.expiresAt].compactMap(\.self)
  }

  private func rescue(_ item: QueueItem, since began: Int) -> ItemChange? {
    guard isGone(item, since: began) else { return nil }
    if (item.claim?.lost ?? 0) + 1 >= Self.lostLimit { return stopped(item) }
    return item.hasAttemptsLeft(context.policy) ? reset(item) : failed(item)
  }

  /// A start in the future is no start in the past. Cells tell minutes, and the start of
  /// what is undone: a claim knows better when it was made.
  private func isGone(_ item: QueueItem, since began: Int) -> Bool {
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

  /// Where neither the row nor the store says when its work began, it counts from now.
  private func firstSight(of item: QueueItem, _ number: Int) -> ItemChange {
    let lease = item.ownerSession.map { Lease(ofClaimBy: $0, context) }
    return .changing(item, .firstSeen) { $0.claim = Claim(number, context, lease: lease) }
  }

  private func reset(_ item: QueueItem) -> ItemChange {
    .changing(item, .retried, lost: true) {
      $0.becomePending()
      $0.notes.append("[watchdog] stale reset")
      if context.policy.retryMode == .delayed { $0.backOff(context.policy, now: context.now) }
      $0.countAttempt()
    }
  }

  private func stopped(_ item: QueueItem) -> ItemChange {
    .changing(item, .blocked) {
      $0.status = .blocked
      $0.notes.append("needs_human: \(Self.lostLimit) claims ended without an outcome")
    }
  }

  private func failed(_ item: QueueItem) -> ItemChange {
    .changing(item, .failed) {
      $0.status = .failed
      $0.notes.append("[watchdog] stale; attempts used up")
    }
  }

  private func retry(_ item: QueueItem) -> ItemChange? {
    guard !item.isPermanentlyFailed, item.hasAttemptsLeft(context.policy)
    else { return nil }
    return .changing(item, .retried) {
      $0.becomePending()
      $0.backOff(context.policy, now: context.now)
      $0.countAttempt()
    }
  }
}

extension Int {
  /// So much later; cells hold any time.
  fileprivate func addingSeconds(_ seconds: Int) -> Int {
    let (sum, isTooLate) = addingReportingOverflow(seconds)
    return isTooLate ? .max : sum
  }
}
