extension Transition {
  /// An attempt that failed, as its supervisor found it.
  public struct AttemptEnd: Equatable, Sendable {
    public var id: String
    public var failure: FailureClass
    /// The name of the worker, whose own rules count; `nil` where it is unknown.
    public var worker: String?
    /// What happened, such as `exit 3: no such table`.
    public var notes: String
    /// The earliest retry that the worker's service named, in seconds since 1970, in place of the
    /// delay of the rule; `nil` for none.
    public var notBefore: Int?

    public init(
      id: String, failure: FailureClass, worker: String? = nil, notes: String,
      notBefore: Int? = nil
    ) {
      self.id = id
      self.failure = failure
      self.worker = worker
      self.notes = notes
      self.notBefore = notBefore
    }
  }
}

extension Transition.AttemptEnd {
  func decide(for item: QueueItem, context: TransitionContext) throws(Refusal) -> Decision {
    try checkMayEnd(item, context)
    return .change(FailedAttempt(of: item, self, context).change())
  }

  private func checkMayEnd(_ item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    let action = Refusal.Action.finish(.failed)
    // The token of another claim explains more than the row's present status.
    try item.checkClaimToken(action, context)
    // An old buffer may have been saved over the claim.
    let isClaimed = context.claimToken.map(item.isClaimed) ?? false
    guard item.status == .inProgress || isClaimed else { throw .wrongState(item, action: action) }
    try item.checkOwner(action, context)
    try item.checkLease(action, context)
  }
}

/// What becomes of a row whose attempt failed, by the rule of the failure's class.
struct FailedAttempt {
  let item: QueueItem
  let failure: FailureClass
  let notes: String
  let notBefore: Int?
  let context: TransitionContext
  let rule: RetryRule
  let streak: FailureStreak

  init(of item: QueueItem, _ end: Transition.AttemptEnd, _ context: TransitionContext) {
    self.item = item
    failure = end.failure
    notes = Notes.withinSegment(end.notes)
    notBefore = end.notBefore
    self.context = context
    rule = context.policy.retry.rule(for: end.failure, of: end.worker)
    streak = item.streak(after: end.failure)
  }

  /// The most seconds that a service may ask to wait: its limits are those of a week.
  private static let longestWait = 7 * 86400

  private var attempts: Int {
    rule.counts ? min(item.attemptCount, .max - 1) + 1 : item.attemptCount
  }
  private var limit: Int { item.maxAttempts ?? context.policy.maxAttempts }
  private var isUsedUp: Bool { rule.counts && attempts >= limit }

  /// Whether the row is tried again by itself.
  var isRetried: Bool { !isUsedUp && rule.retries.map { streak.count <= $0 } ?? true }

  func change() -> ItemChange {
    if isRetried {
      return ended(.retried, streak) {
        $0.becomePending()
        if rule.counts { $0.append(attemptNote: notes) }
        if let start = nextStart { $0.retryNotBefore = start }
      }
    }
    if rule.end == .blocked {
      return ended(.blocked, nil) {
        $0.status = .blocked
        $0.append(attemptNote: noteForPerson)
      }
    }
    // The class stays: a row that was given up is not retried by the watchdog.
    return ended(.failed, FailureStreak(failure, count: 0)) {
      $0.status = .failed
      $0.append(attemptNote: notes)
    }
  }

  private func ended(
    _ event: Event, _ streak: FailureStreak?, _ change: (inout QueueItem) -> Void
  ) -> ItemChange {
    var ended = ItemChange(changing: item, event, streak: streak) {
      change(&$0)
      if rule.counts { $0.countAttempt() }
    }
    ended.failure = failure
    return ended
  }

  /// When the next attempt may start, in seconds since 1970; `nil` for at once.
  private var nextStart: Int? {
    let now = context.now.epochSeconds
    if let notBefore, notBefore > now { return min(notBefore, now + Self.longestWait) }
    let delay = rule.delay(after: streak.count)
    return delay > 0 ? now + delay : nil
  }

  private var noteForPerson: String {
    let found: String
    if failure == .lost {
      found = "\(streak.count) claims ended without an outcome"
    } else if failure == .unknown {
      found = "unknown failure, last seen \(context.now.text)"
    } else if isUsedUp {
      found = "\(failure.rawValue), attempts used up: \(attempts)/\(limit)"
    } else {
      found = "\(failure.rawValue) \(streak.count) times in a row"
    }
    return GeneratedNote.needsHuman.rawValue + found + (notes.isEmpty ? "" : ": \(notes)")
  }
}

extension QueueItem {
  /// Adds a note at the end, in place of an equal one.
  fileprivate mutating func append(attemptNote note: String) {
    notes.removeSegments { $0 == note[...] }
    notes.append(note)
  }
}
