// Completes a decision: adds the digests of the content that people decide about, and keeps
// approvals that remain valid.

extension Transition {
  /// Decides the changes. Changes by which rows begin to wait for a person get the digest of the
  /// content to decide about. The changes that an attempt makes to a row do not end the approval of
  /// the row's start, and neither do new rows for which it waits if a person or orch named them. The
  /// end of a row by a person ends that approval.
  func decideContent(
    in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    let decision = try decideRows(in: table, context: context)
    guard movesRows else { return decision }
    func named(_ change: ItemChange) throws -> ItemChange {
      try change.endingApproval(by: self, context).named(by: self, in: table, context)
    }
    switch decision {
    case .unchanged, .alreadySo, .addedBefore: return decision
    case .change(let change): return .change(try named(change))
    case .changes(let changes): return .changes(try changes.map(named))
    case .noted(let facts, let changes): return .noted(facts, try changes.map(named))
    }
  }

  /// Whether the transition may make rows wait for a person, or for other rows, or end them.
  private var movesRows: Bool {
    switch self {
    case .pick, .finish, .endAttempt, .release, .cancel, .replan, .retry, .undo, .restore, .rescue,
      .cancelDependants, .dispatch, .review, .pullRequest, .reply, .plan, .edit, .importRows, .note,
      .addAll:
      true
    // The transitions of `several` are completed separately.
    case .remove, .assign, .move, .lease, .several: false
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
  /// The change without the approval of the row's start, if a person ends the row: by cancelling or
  /// replanning it, or by an import that closes or reopens it, or makes it other work. A row that
  /// comes back from the archive or from a removal was ended before. An undo brings the approval
  /// back together with the notes.
  fileprivate func endingApproval(
    by transition: Transition, _ context: TransitionContext
  ) -> ItemChange {
    guard var after, after.asksForStart, after.status != .done else { return self }
    let ends =
      switch transition {
      case .cancel, .replan: context.caller.mayWaiveApproval
      case .importRows:
        context.caller.mayWaiveApproval
          && (before?.status != after.status || changesContent(context))
      case .restore: true
      case .addAll, .pick, .edit, .remove, .finish, .endAttempt, .assign, .release, .move, .retry,
        .undo, .lease, .rescue, .cancelDependants, .dispatch, .review, .reply, .pullRequest, .plan,
        .note, .several:
        false
      }
    guard ends else { return self }
    var change = self
    if changesContent(context) {
      after.notes.withdrawApprovals()
    } else {
      after.notes.removeApprovals()
    }
    change.after = after
    return change
  }

  private func changesContent(_ context: TransitionContext) -> Bool {
    guard let before, let after, let contents = context.contents else { return false }
    return contents.digest(before, .start) != contents.digest(after, .start)
  }

  fileprivate func named(
    by transition: Transition, in table: some QueueTable, _ context: TransitionContext
  ) throws -> ItemChange {
    guard var after, let contents = context.contents else { return self }
    var change = self
    if let before, before.asksForStart, !after.approvedDigests.isEmpty,
      transition.keepsApproval(of: before) || keepsApproval(by: transition, contents, context)
    {
      let former = try before.withFormerIDs(in: table) ?? before
      let old = before.approvedDigests.last {
        contents.isNamed(before, .start, $0) || contents.isNamed(former, .start, $0)
      }
      if let old, !after.approvedDigests.contains(where: { contents.isNamed(after, .start, $0) }) {
        let new = contents.digest(after, .start)
        after.notes.renewApproval(of: old, for: new)
        (change.after, change.digest) = (after, change.digest ?? new)
      }
    }
    if after.awaitsDecision, before?.awaited != after.awaited {
      change.digest = contents.digest(after, after.matterOfAsking)
    }
    return change
  }

  /// Whether the change only names other rows for which the row waits, and a person or orch makes
  /// it: then these rows were decided, too.
  private func keepsApproval(
    by transition: Transition, _ contents: ContentReader, _ context: TransitionContext
  ) -> Bool {
    guard let before, var after, after.after != before.after else { return false }
    let isOfSplit = if case .addAll = transition { true } else { false }
    guard isOfSplit || context.caller.mayWaiveApproval else { return false }
    after.after = before.after
    return contents.digest(after, .start) == contents.digest(before, .start)
  }
}

extension QueueItem {
  fileprivate var awaitsDecision: Bool { awaited == .answer || awaited == .approval }

  /// The matter of the row's content when the row began to wait. At that time the result was not
  /// complete, so `start` replaces `result`.
  var matterOfAsking: DecidedContent.Matter { matter == .result ? .start : matter }
}
