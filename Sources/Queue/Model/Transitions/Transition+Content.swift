// What a decision names beside its changes: the digest of what people decide, and which approvals go on.

extension Transition {
  /// Decides the changes; those by which rows begin to wait for a person have the digest of what that
  /// person decides, and what an attempt leaves does not end the approval of its start.
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

  /// Whether its rows may begin to wait for a person, or leave an attempt.
  private var movesRows: Bool {
    switch self {
    case .pick, .finish, .endAttempt, .release, .cancel, .replan, .retry, .undo, .restore, .rescue,
      .cancelDependants, .dispatch, .review, .pullRequest, .reply, .plan, .edit, .importRows, .note:
      true
    // Several name their own.
    case .addAll, .remove, .assign, .lease, .several: false
    }
  }

  /// Whether what it adds to a row is no other content than what a person approved: the end of an
  /// attempt, what a person says, and what orch notes.
  fileprivate func keepsApproval(of item: QueueItem) -> Bool {
    switch self {
    case .finish, .endAttempt, .release, .cancel, .rescue, .review: item.status == .inProgress
    case .reply, .pullRequest, .note: true
    case .addAll, .pick, .edit, .remove, .assign, .replan, .retry, .undo, .restore, .lease,
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

  /// What is compared with the time at which the row began to wait: of a result it was not all written
  /// then.
  var matterOfAsking: DecidedContent.Matter { matter == .result ? .start : matter }
}
