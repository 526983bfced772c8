// What becomes of a row whose report was judged. Source: `docs/storage.md`, "Transitions".

extension Transition.Judge {
  func decide(for item: QueueItem, context: TransitionContext) throws(Refusal) -> Decision {
    if !item.isAlready(judgement.review) || source != .review {
      try check(item, context)
      try checkIsSame(item)
    }
    try checkCriteria(of: item, context)
    let limit = limit(of: item, usual: context.policy.maxAttempts)
    let review = judgement.review?.limited(attempts: attempts ?? item.attemptCount, limit: limit)
    if source == .review, let review, item.isAlready(review) { return .alreadySo(item) }
    if let guardrail = judgement.guardrail, guardrail.action == .block {
      return .change(blocked(item, guardrail))
    }
    guard let review else {
      return .change(item.event(.guardrail, judgement))
    }
    guard !item.status.isFinished else { throw .wrongState(item, action: .review) }
    return .change(routed(item, review))
  }

  /// How often the row may be tried, where `usual` says it for rows that say nothing.
  public func limit(of item: QueueItem, usual: Int) -> Int {
    maxAttempts ?? item.maxAttempts ?? usualAttempts ?? usual
  }

  // MARK: Whether it may be judged

  /// Whether who brings the report may do so, as the row stands; also before it is judged, for
  /// that may take long and start programs.
  public func check(_ item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    switch source {
    case .guardrails: try item.checkAttempt(.review, context)
    case .review: try checkReview(of: item, context)
    case .report(force: false): try checkReport(on: item, context)
    // What has ended is opened again by a person, not by a report.
    case .report(force: true):
      if item.status.isFinished { throw .wrongState(item, action: .review) }
    }
  }

  private func checkReview(of item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    guard !item.status.isFinished else { throw .wrongState(item, action: .review) }
    try item.checkAttempt(.review, context)
  }

  private func checkReport(on item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    // The token of another claim tells more than the state that the row has since.
    try item.checkAttempt(.report, context)
    let isClaimed = context.attempt.map(item.isClaimed) ?? false
    guard item.status == .inProgress || isClaimed else { throw .wrongState(item, action: .report) }
    if context.attempt == nil, item.claim?.isForWorker ?? false { throw .missingAttempt(item) }
    if let session = context.session, item.ownerSession != nil,
      !item.isOwned(by: context.speaker, context)
    {
      throw .notOwner(item, action: .report, session: session)
    }
    try item.checkLease(.report, context)
  }

  /// A verdict is of one claim: it ends no other.
  private func checkIsSame(_ item: QueueItem) throws(Refusal) {
    guard let seen, source != .report(force: true) else { return }
    let claim = item.claim?.number
    // The row may have been seen as an old copy had it that somebody saved.
    if let claim, claim == seen.claim, item.status == .inProgress { return }
    let isSameClaim = seen.claim == nil || claim == nil || seen.claim == claim
    guard seen.status == item.status, isSameClaim else { throw .movedOn(item) }
  }

  private func checkCriteria(of item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    guard let criteria else { return }
    let now = item.criteriaToJudge(context.history)
    guard criteria.text == now else { throw .criteriaChanged(item, .init(now)) }
  }

  // MARK: What becomes of it

  private func blocked(_ item: QueueItem, _ guardrail: GuardDecision) -> ItemChange {
    let judgement = Judgement(guardrail: guardrail)
    switch item.status {
    case .pending, .inProgress: break
    // What has ended stays so; what stops already stops for its own reason.
    case .done, .failed, .blocked: return item.event(.guardrail, judgement)
    }
    return item.change(.blocked, judgement) {
      $0.status = .blocked
      $0.notes.append(guardrail.note)
    }
  }

  private func routed(_ item: QueueItem, _ review: Verdict) -> ItemChange {
    let judgement = Judgement(guardrail: judgement.guardrail, review: review)
    switch review.word {
    case .pass:
      return item.change(.done, judgement) {
        $0.status = .done
        $0.endRetries()
        $0.notes.append(review.note)
      }
    case .retry:
      return item.change(.retried, judgement) {
        $0.becomePending()
        $0.attemptCount = review.attempt?.number ?? $0.attemptCount
        $0.notes.append(review.note)
      }
    case .block, .question:
      return item.change(.blocked, judgement) {
        $0.status = .blocked
        $0.setAwaited(review.awaited)
        $0.notes.append(review.note)
      }
    }
  }
}

extension QueueItem {
  /// Whether the last that was said of the row is this verdict.
  fileprivate func isAlready(_ review: Verdict?) -> Bool {
    guard let review, status == review.word.status else { return false }
    switch review.word {
    case .pass, .block, .question: return notes.ends(with: review.note)
    // It waits for the next attempt, which is another one.
    case .retry: return false
    }
  }

  fileprivate func change(
    _ event: Event, _ judgement: Judgement, _ change: (inout QueueItem) -> Void
  ) -> ItemChange {
    ItemChange.changing(self, event, change).judged(judgement)
  }

  /// What changes nothing of the row, but is told.
  fileprivate func event(_ event: Event, _ judgement: Judgement) -> ItemChange {
    change(event, judgement) { _ in }
  }
}
