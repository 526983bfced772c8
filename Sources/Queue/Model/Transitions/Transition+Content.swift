// Completes a decision: adds the digests of the content that people decide about, and keeps
// approvals that remain valid.

extension Transition {
  /// Decides the changes. Changes by which rows begin to wait for a person get the digest of the
  /// content to decide about. The changes that an attempt makes to a row do not end the approval of
  /// the row's start.
  func decideContent(
    in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    let decision = try decideRows(in: table, context: context)
    guard let contents = context.contents, movesRows else { return decision }
    func named(_ change: ItemChange) -> ItemChange { change.named(contents, by: self) }
    switch decision {
    case .unchanged, .alreadySo, .addedBefore: return decision
    case .change(let change): return .change(named(change))
    case .changes(let changes): return .changes(changes.map(named))
    case .noted(let facts, let changes): return .noted(facts, changes.map(named))
    }
  }

  /// Whether the transition may make rows wait for a person, or end an attempt.
  private var movesRows: Bool {
    switch self {
    case .pick, .finish, .endAttempt, .release, .cancel, .replan, .retry, .undo, .restore, .rescue,
      .cancelDependants, .dispatch, .review, .pullRequest, .reply, .plan, .edit, .importRows, .note:
      true
    // The transitions of `several` are completed separately.
    case .addAll, .remove, .assign, .move, .lease, .several: false
    }
  }

  /// Whether the additions to a row leave the approved content the same: the end of an attempt, a
  /// person's words, and orch's notes.
  fileprivate func keepsApproval(of item: QueueItem) -> Bool {
    switch self {
    case .finish, .endAttempt, .release, .cancel, .rescue, .review: item.status == .inProgress
    case .reply, .pullRequest, .note: true
    case .addAll, .pick, .edit, .remove, .assign, .move, .replan, .retry, .undo, .restore, .lease,
      .cancelDependants, .dispatch, .plan, .importRows, .several:
      false
    }
  }
}

extension ItemChange {
  fileprivate func named(_ contents: ContentReader, by transition: Transition) -> ItemChange {
    guard var after else { return self }
    var change = self
    if let before, before.asksForStart, transition.keepsApproval(of: before),
      before.isApproved(contents)
    {
      let (old, new) = (contents.digest(before, .start), contents.digest(after, .start))
      if !after.approvedDigests.contains(new) {
        after.notes.renewApproval(of: old, for: new)
        (change.after, change.digest) = (after, change.digest ?? new)
      }
    }
    if after.awaitsDecision, before?.awaited != after.awaited {
      change.digest = contents.digest(after, after.matterOfAsking)
    }
    return change
  }
}

extension QueueItem {
  fileprivate var awaitsDecision: Bool { awaited == .answer || awaited == .approval }

  /// The matter of the row's content when the row began to wait. At that time the result was not
  /// complete, so `start` replaces `result`.
  var matterOfAsking: DecidedContent.Matter { matter == .result ? .start : matter }
}
