// What happens to a row whose report was judged. Source: `docs/storage.md`, "Transitions".

extension Transition {
  /// A report on a row, with the findings of guardrails or reviewer gate.
  public struct Review: Equatable, Sendable {
    public enum Source: Equatable, Sendable {
      /// Only the guardrails checked the report.
      case guardrails
      /// A reviewer judged the report.
      case review
      /// A worker reported on its own row.
      case report(force: Bool)
      /// Checks or people found fault with the row's pull request.
      case pullRequest
    }

    public let id: String
    public let source: Source
    public let findings: ReportFindings
    /// The criteria for the judgement; `nil` if the reviewer gave others.
    public let criteria: Criteria?
    /// Overrides the row's count of attempts.
    public var attempts: Int?
    /// Overrides the row's limit of attempts.
    public var maxAttempts: Int?
    /// The limit for rows without their own limit; it replaces the policy's limit.
    public var defaultMaxAttempts: Int?
    /// The state of the row when it was judged; `nil` if it doesn't matter.
    public var judgedState: JudgedState?
    /// Why the work failed, if the verdict is RETRY. It decides about the next attempt of a worker
    /// that orch started.
    public var failure: FailureClass?
    /// The earliest retry, in seconds since 1970; `nil` for the delay of the rule.
    public var notBefore: Int?
    /// The name of the worker whose work failed, because the worker may have its own rules; `nil`
    /// if unknown.
    public var worker: String?
    /// Where the work is; `nil` if there is no commit, and then the notes stay unchanged.
    public var landing: Landing?
    /// Whether work that passed is to become a pull request.
    public var awaitsMerge = false

    /// The state with which later changes of the row are detected.
    public struct JudgedState: Equatable, Sendable {
      public let status: Status
      /// The number of the judged claim; `nil` if unknown.
      public let claimNumber: Int?

      public init(status: Status, claimNumber: Int?) {
        (self.status, self.claimNumber) = (status, claimNumber)
      }
    }

    /// The row's criteria. A separate type, because the cell may be empty.
    public struct Criteria: Equatable, Sendable {
      public let text: String?
      public init(_ text: String?) { self.text = text }
    }

    public init(
      id: String, by source: Source, _ findings: ReportFindings, criteria: Criteria? = nil,
      attempts: Int? = nil, maxAttempts: Int? = nil
    ) {
      self.id = id
      self.source = source
      self.findings = findings
      self.criteria = criteria
      self.attempts = attempts
      self.maxAttempts = maxAttempts
    }
  }
}

extension Transition.Review {
  func decide(for item: QueueItem, context: TransitionContext) throws(Refusal) -> Decision {
    if !item.isAlready(findings.verdict) || source != .review {
      try check(item, context)
      try checkIsSame(item)
    }
    try checkCriteria(of: item, context)
    let attempt = failedAttempt(of: item, context)
    let review = findings.verdict.map { limited($0, of: item, attempt, context) }
    if source == .review, let review, item.isAlready(review) { return .alreadySo(item) }
    if let guardrail = findings.guardrail, guardrail.action == .block {
      return .change(blocked(item, guardrail, context))
    }
    guard let review else {
      return .change(item.event(.guardrail, findings))
    }
    guard !item.status.isFinished else { throw .wrongState(item, action: .review) }
    return .change(routed(item, review, attempt, context))
  }

  /// The attempt that the report ends; `nil` unless it failed and a worker of orch made it.
  private func failedAttempt(
    of item: QueueItem, _ context: TransitionContext
  ) -> FailedAttempt? {
    guard findings.verdict?.result == .retry, let failure else { return nil }
    switch source {
    case .guardrails, .review: return nil
    case .report: if item.claim?.isForWorker != true { return nil }
    case .pullRequest: break
    }
    return FailedAttempt(
      of: item, failure, by: worker,
      limit: attemptLimit(of: item, default: context.policy.maxAttempts), notBefore: notBefore,
      context)
  }

  /// The verdict after the attempts are counted, with the approval that the row requires.
  private func limited(
    _ verdict: Verdict, of item: QueueItem, _ attempt: FailedAttempt?,
    _ context: TransitionContext
  ) -> Verdict {
    if let attempt { return attempt.limited(verdict) }
    if verdict.result == .pass, item.approval == .done || awaitsMerge {
      var verdict = verdict
      verdict.awaited = item.approval == .done ? .approval : .merge
      return verdict
    }
    return verdict.limited(
      attempts: attempts ?? item.attemptCount,
      limit: attemptLimit(of: item, default: context.policy.maxAttempts))
  }

  /// The limit of attempts: the review's, else the row's, else the default of reviews, else the
  /// policy's.
  public func attemptLimit(of item: QueueItem, default policy: Int) -> Int {
    maxAttempts ?? item.maxAttempts ?? defaultMaxAttempts ?? policy
  }

  // MARK: Whether the row may be judged

  /// Checks that the row's current state allows a judgement of the report. Judging takes long and
  /// starts programs, so this is checked before it too.
  public func check(_ item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    switch source {
    case .guardrails: try item.checkClaimToken(.review, context)
    case .review: try checkReview(of: item, context)
    case .report(force: false): try checkReport(on: item, context)
    // Only a person reopens a finished row.
    case .pullRequest:
      if item.awaited != .merge { throw .notAwaited(item, .merge) }
    case .report(force: true):
      if item.status.isFinished { throw .wrongState(item, action: .review) }
    }
  }

  private func checkReview(of item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    guard !item.status.isFinished else { throw .wrongState(item, action: .review) }
    try item.checkClaimToken(.review, context)
  }

  private func checkReport(on item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    // The token is checked first: if it belongs to another claim, that is more informative than the
    // row's status.
    try item.checkClaimToken(.report, context)
    let isClaimed = context.claimToken.map(item.isClaimed) ?? false
    guard item.status == .inProgress || isClaimed else { throw .wrongState(item, action: .report) }
    if context.claimToken == nil, item.claim?.isForWorker ?? false {
      throw .missingClaimToken(item)
    }
    try item.checkOwner(.report, context)
    try item.checkLease(.report, context)
  }

  /// Refuses a verdict about one claim that would end another.
  private func checkIsSame(_ item: QueueItem) throws(Refusal) {
    guard let judgedState, source != .report(force: true) else { return }
    let claimNumber = item.claim?.number
    // The judged row may come from an old copy that was saved in the meantime.
    if let claimNumber, claimNumber == judgedState.claimNumber, item.status == .inProgress {
      return
    }
    let isSameClaim =
      judgedState.claimNumber == nil || claimNumber == nil || judgedState.claimNumber == claimNumber
    guard judgedState.status == item.status, isSameClaim else { throw .movedOn(item) }
  }

  private func checkCriteria(of item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    guard let criteria else { return }
    let now = item.criteriaToJudge(context.history)
    guard criteria.text == now else { throw .criteriaChanged(item, .init(now)) }
  }

  // MARK: The next state of the row

  private func blocked(
    _ item: QueueItem, _ guardrail: GuardDecision, _ context: TransitionContext
  ) -> ItemChange {
    let findings = ReportFindings(guardrail: guardrail)
    switch item.status {
    case .pending, .inProgress: break
    // A finished row keeps its status, and a BLOCKED row keeps its reason.
    case .done, .failed, .blocked: return item.event(.guardrail, findings)
    }
    return item.change(.blocked, findings) {
      $0.status = .blocked
      $0.notes.replaceGuardrail(with: guardrail.note, context.policy.controlKeys)
    }
  }

  private func routed(
    _ item: QueueItem, _ review: Verdict, _ attempt: FailedAttempt?, _ context: TransitionContext
  ) -> ItemChange {
    var change = routedRow(item, review, attempt, context)
    let isQuestion = review.result == .question && item.claim?.isForWorker ?? false
    change.failure = attempt?.failure ?? (isQuestion ? .question : nil)
    if let landing {
      // Work lands only if the row becomes DONE, because a person may have required an approval in
      // the meantime.
      let isDone = change.after?.status == .done
      change.after?.landing = isDone ? landing : Landing(branch: landing.branch)
    }
    return change
  }

  private func routedRow(
    _ item: QueueItem, _ review: Verdict, _ attempt: FailedAttempt?, _ context: TransitionContext
  ) -> ItemChange {
    let findings = ReportFindings(guardrail: findings.guardrail, verdict: review)
    let note = review.note(isShort: context.policy.hasShortNotes)
    let keys = context.policy.controlKeys
    switch review.result {
    case .pass where review.awaited != nil:
      return item.change(.blocked, findings) {
        $0.status = .blocked
        $0.setAwaited(review.awaited)
        if review.awaited == .merge { $0.awaitPullRequest() }
        $0.notes.replaceVerdict(with: note, keys)
      }
    case .pass:
      return item.change(.done, findings) {
        $0.status = .done
        $0.endRetries()
        $0.removeFailureNotes(context.history)
        $0.notes.replaceVerdict(with: note, keys)
      }
    case .retry:
      return item.change(.retried, findings, streak: attempt?.streak) {
        $0.becomePending()
        $0.attemptCount = review.attempt?.number ?? $0.attemptCount
        if let start = attempt?.nextStart { $0.retryNotBefore = start }
        $0.notes.replaceVerdict(with: note, keys)
      }
    case .block where attempt?.rule.end == .failed:
      return item.change(.failed, findings, streak: attempt?.streakOfEnd) {
        $0.status = .failed
        attempt?.giveUp(&$0)
        $0.notes.replaceVerdict(with: note, keys)
      }
    case .block, .question:
      return item.change(.blocked, findings, streak: attempt?.streakOfEnd) {
        $0.status = .blocked
        attempt?.giveUp(&$0)
        if self.findings.verdict?.result == .retry { $0.endTries() }
        $0.setAwaited(review.awaited)
        $0.notes.replaceVerdict(with: note, keys)
      }
    }
  }
}

extension QueueItem {
  /// Whether the row already has this verdict.
  fileprivate func isAlready(_ review: Verdict?) -> Bool {
    guard let review, status == review.status else { return false }
    switch review.result {
    case .pass: return hasNote(of: review) && awaited == review.awaited
    case .block, .question: return hasNote(of: review)
    // The next attempt is a different one.
    case .retry: return false
    }
  }

  private func hasNote(of review: Verdict) -> Bool {
    [true, false].contains { notes.ends(with: review.note(isShort: $0)) }
  }

  fileprivate func change(
    _ event: Event, _ findings: ReportFindings, streak: FailureStreak? = nil,
    _ change: (inout QueueItem) -> Void
  ) -> ItemChange {
    var change = ItemChange(changing: self, event, streak: streak, change)
    change.findings = findings
    return change
  }

  fileprivate func event(_ event: Event, _ findings: ReportFindings) -> ItemChange {
    change(event, findings) { _ in }
  }
}
