extension Transition {
  /// A failed attempt, as its supervisor reports it.
  public struct AttemptEnd: Equatable, Sendable {
    public var id: String
    public var failure: FailureClass
    /// The name of the worker, whose own rules apply; `nil` if unknown.
    public var worker: String?
    /// A description of the failure, such as `exit 3: no such table`.
    public var notes: String
    /// The earliest retry that the worker's service named, in seconds since 1970, which replaces
    /// the delay of the rule; `nil` if it named none.
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
    let attempt = FailedAttempt(of: item, failure, by: worker, notBefore: notBefore, context)
    let notes = Notes.withinSegment(notes)
    // Frequent failures that do not count must not fill the cell; the history has them.
    if attempt.isRetried {
      return .change(attempt.retried(note: attempt.rule.counts ? notes : ""))
    }
    return .change(attempt.givenUp(note: notes))
  }

  private func checkMayEnd(_ item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    let action = Refusal.Action.finish(.failed)
    // The token is checked first: if it belongs to another claim, that is more informative than the
    // row's status.
    try item.checkClaimToken(action, context)
    // An old editor buffer may have overwritten the claim.
    let isClaimed = context.claimToken.map(item.isClaimed) ?? false
    guard item.status == .inProgress || isClaimed else { throw .wrongState(item, action: action) }
    try item.checkOwner(action, context)
    try item.checkLease(action, context)
  }
}

/// What happens to a row whose attempt failed, by the rule of the failure's class. Source:
/// `docs/workers.md`, "Failure classes".
struct FailedAttempt {
  let item: QueueItem
  let failure: FailureClass
  let rule: RetryRule
  /// The streak of failures, including this failure.
  let streak: FailureStreak
  /// The limit of attempts; at least one.
  let limit: Int
  let now: QueueTime
  private let notBefore: Int?
  private let keys: Notes.ControlKeys
  /// What follows the note of a failure of time: when it happened.
  private var time: String {
    switch failure {
    case .timeout, .idle: ", \(now.text)"
    case .lint, .test, .build, .ci, .review, .agent, .rateLimit, .service, .auth, .budget, .setting,
      .conflict, .spawn, .lost, .interrupted, .question, .unknown:
      ""
    }
  }

  /// - Parameters:
  ///   - item: the row before the failure.
  ///   - failure: the class of the failure.
  ///   - worker: the name of the worker, whose own rules apply.
  ///   - limit: a limit of attempts that replaces the limit of the row and the policy.
  ///   - notBefore: the earliest retry, in seconds since 1970, which replaces the rule's delay.
  ///   - context: has the time and the policy.
  init(
    of item: QueueItem, _ failure: FailureClass, by worker: String?, limit: Int? = nil,
    notBefore: Int? = nil, _ context: TransitionContext
  ) {
    self.item = item
    self.failure = failure
    rule = context.policy.retry.rule(for: failure, of: worker)
    streak = item.streak(after: failure)
    self.limit = max(1, limit ?? item.maxAttempts ?? context.policy.maxAttempts)
    now = context.now
    self.notBefore = notBefore
    keys = context.policy.controlKeys
  }

  // MARK: Whether the row is retried

  /// How many attempts count, including this one.
  private var attempts: Int { rule.counts ? item.attemptCount + 1 : item.attemptCount }
  private var hasAttemptsLeft: Bool { !rule.counts || attempts < limit }
  private var hasRetriesLeft: Bool { rule.retries.map { streak.count <= $0 } ?? true }

  /// Whether the row is retried automatically.
  var isRetried: Bool { hasAttemptsLeft && hasRetriesLeft }

  /// The earliest start of the next attempt, in seconds since 1970; `nil` if it may start at once.
  var nextStart: Int? {
    if let notBefore, FailureClass.isLimit(until: notBefore, now: now.epochSeconds) {
      return notBefore
    }
    let delay = rule.delay(after: streak.count)
    return delay > 0 ? now.epochSeconds + delay : nil
  }

  /// The verdict on the report of the attempt. A retry becomes a block if no attempt is left.
  func limited(_ verdict: Verdict) -> Verdict {
    if let retries = rule.retries, !hasRetriesLeft {
      return verdict.limited(attempts: streak.count - 1, limit: retries)
    }
    if !rule.counts { return verdict }
    if !hasAttemptsLeft { return verdict.limited(attempts: attempts, limit: limit) }
    return verdict.limited(attempts: item.attemptCount, limit: limit)
  }

  // MARK: The next state of the row

  /// The row waits for its next attempt.
  func retried(note: String) -> ItemChange {
    ended(.retried, streak) {
      $0.becomePending()
      if rule.counts { $0.countAttempt() }
      if let start = nextStart { $0.retryNotBefore = start }
      append(note, to: &$0)
    }
  }

  /// The row is not retried automatically.
  func givenUp(note: String) -> ItemChange {
    let isBlocked = rule.end == .blocked
    return ended(isBlocked ? .blocked : .failed, streakOfEnd) {
      $0.status = isBlocked ? .blocked : .failed
      giveUp(&$0)
      $0.endTries()
      append(isBlocked ? noteForPerson + (note.isEmpty ? "" : ": \(note)") : note, to: &$0)
    }
  }

  /// Appends a note, and removes an equal one, whatever its time is.
  private func append(_ note: String, to item: inout QueueItem) {
    if note.isEmpty { return }
    let written = Notes.quoted(note, keys)
    item.notes.removeSegments { segment in
      segment == written[...] || !time.isEmpty && segment.utf8.starts(with: "\(written), ".utf8)
    }
    item.notes.append(prose: note + time, keys)
  }

  /// Counts the attempt of a row that is not retried automatically.
  func giveUp(_ item: inout QueueItem) {
    if rule.counts { item.countAttempt() }
    item.retryNotBefore = nil
  }

  /// The streak of a row that is not retried automatically. The class stays, so that the watchdog
  /// ignores the row, and its attempt counts once. When a person moves the row on, a new streak
  /// begins.
  var streakOfEnd: FailureStreak { FailureStreak(failure, count: 0) }

  private func ended(
    _ event: Event, _ streak: FailureStreak?, _ change: (inout QueueItem) -> Void
  ) -> ItemChange {
    var ended = ItemChange(changing: item, event, streak: streak, change)
    ended.failure = failure
    return ended
  }

  private var noteForPerson: String {
    let found =
      if failure == .lost {
        "\(streak.count) \(streak.count == 1 ? "claim" : "claims") ended without an outcome"
      } else if failure == .unknown {
        "unknown failure, last seen \(now.text)"
      } else if !hasAttemptsLeft {
        "\(failure.rawValue), attempts used up: \(attempts)/\(limit)"
      } else {
        "\(failure.rawValue), \(streak.count) in a row"
      }
    return GeneratedNote.needsHuman.rawValue + found
  }
}

extension QueueItem {
  /// Removes the notes of attempts that failed since the row was last DONE: they describe only
  /// those attempts, and stay in the history. The next verdict replaces the note of a verdict.
  mutating func removeFailureNotes(_ history: [HistoryEntry]) {
    func notes(_ cells: [String: String]) -> [String] {
      Notes.segments(of: cells[Column.notes.name] ?? "")
    }
    var failed: Set<String> = []
    for entry in history where entry.id == id {
      if entry.givenStatus == .done { failed = [] }
      guard entry.failure != nil, entry.findings?.verdict == nil else { continue }
      let before = notes(entry.before)
      failed.formUnion(
        notes(entry.after).filter { !before.contains($0) && Notes.control($0, .all) == nil })
    }
    self.notes.removeSegments { failed.contains(String($0)) }
  }
}
