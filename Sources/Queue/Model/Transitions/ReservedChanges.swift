/// A decision that the caller of a change may not make, even by force.
public enum Reserved: Equatable, Sendable {
  /// An answer, an approval or a rejection.
  case reply
  /// The waiver of a person's approval that the row requires.
  case approval
  /// The removal of the dependency on this other row, which is not approved.
  case dependency(String)
  /// A criterion or a limit of a row that is not the caller's own.
  case field(EditableField)
  /// One more attempt, by force, of a row that is not the caller's own.
  case attempt
  /// The removal of a row that is not the caller's own.
  case removal
  /// The cancellation, by a plan, of a row that is not the caller's own.
  case cancellation
  /// The result of a row that is not the caller's own: DONE, or the outcome of the row's report.
  case result
  /// A new id for a row.
  case name
  /// A note that reads as a decision, an answer or a verdict.
  case note(String)
}

extension CallerKind {
  /// Refuses a decision on a row, or on a proposed plan, to callers that may not decide.
  public func checkMayReply(to id: String) throws(Refusal) {
    if !mayReply { throw .reserved(id, .reply, for: self) }
  }

  /// Refuses to change the id of one of several rows with the same id: nothing shows which of them
  /// is a worker's own.
  public func checkMayRename(_ id: String) throws(Refusal) {
    if case .worker = self { throw .reserved(id, .name, for: self) }
  }
}

/// The only rule of who may decide. It checks each change of a row before a store writes it.
/// Source: `docs/storage.md`, "Who may".
struct ReservedChanges<Table: QueueTable> {
  let transition: Transition
  let table: Table
  let context: TransitionContext

  private var caller: CallerKind { context.caller }

  /// - Throws: a `Refusal` for the first change that the caller may not make.
  func check(_ decision: Decision) throws {
    if caller == .person { return }
    let removed = Set(decision.changes.filter { $0.after == nil }.map(\.id))
    for change in decision.changes {
      if decidesByItself { try checkApproval(change, removed) }
      if case .cancel = transition, let before = change.before, let after = change.after {
        try checkReply(before, after)
      }
      if decidesByItself { try checkLimits(change) }
      if let note = forgedNote(change) { throw refusal(change.id, .note(note)) }
    }
  }

  private func refusal(_ id: String, _ what: Reserved) -> Refusal {
    .reserved(id, what, for: caller)
  }

  /// Whether the caller itself chooses the result. In other transitions the rules choose it, from a
  /// report, a claim, or the reply of a caller that may give one.
  private var decidesByItself: Bool {
    switch transition {
    case .edit, .remove, .finish, .replan, .retry, .undo, .plan, .importRows: true
    case .review(let review):
      switch review.source {
      case .review: true
      case .report(let force): force
      case .guardrails, .pullRequest: false
      }
    case .addAll, .pick, .endAttempt, .assign, .release, .move, .cancel, .restore, .lease, .rescue,
      .cancelDependants, .dispatch, .pullRequest, .reply, .note, .several:
      false
    }
  }
}

// MARK: The approvals of people

extension ReservedChanges {
  /// Refuses work that begins, ends or continues without the approval for which it waits.
  private func checkApproval(_ change: ItemChange, _ removed: Set<String>) throws {
    guard let before = change.before else { return }
    if let after = change.after {
      if !caller.mayWaiveApproval { try checkApproval(before, after, change.event) }
      try checkReply(before, after)
    } else if !caller.mayWaiveApproval, try needsApproval(before),
      try !table.rows(waitingFor: [before.id]).allSatisfy(removed.contains)
    {
      throw refusal(before.id, .approval)
    }
  }

  /// Refuses to move a row that waits for a reply if the caller may not give one.
  private func checkReply(_ before: QueueItem, _ after: QueueItem) throws(Refusal) {
    guard !caller.mayReply, !isUndo, before.awaited != after.awaited else { return }
    switch before.awaited {
    case .answer, .approval: throw refusal(before.id, .reply)
    case .merge, nil: return
    }
  }

  private func checkApproval(
    _ before: QueueItem, _ after: QueueItem, _ event: Event
  ) throws {
    let isDoneUnasked =
      after.status == .done && before.status != .done && before.status != .inProgress && !isUndo
    if before.approval != nil {
      let isDropped = if case .plan = transition { event == .cancelled } else { false }
      if isDropped || isDoneUnasked { throw refusal(before.id, .approval) }
    }
    let isWaived =
      before.noteOfApproval != nil && after.notesOfApproval != before.notesOfApproval
    let isWaivedByChance =
      !isUndo && isMeantAsApproval(before)
      && (isDoneUnasked || after.noteOfApproval == nil && !isMeantAsApproval(after))
    if isWaived || isWaivedByChance { throw refusal(before.id, .approval) }
    if before.after != after.after {
      let kept = Set(after.after)
      for id in before.after where !kept.contains(id) {
        if try isUnapproved(id) { throw refusal(before.id, .dependency(id)) }
      }
    }
    if after.failurePolicy == .continue, before.failurePolicy != .continue,
      try isUnapproved(before.id)
    {
      throw refusal(before.id, .field(.onFailure))
    }
  }

  private var isUndo: Bool { if case .undo = transition { true } else { false } }

  /// Whether a person must approve the row, or a row for which it waits directly or indirectly.
  private func isUnapproved(_ id: String) throws -> Bool {
    var reached: Set = [id]
    var open = [id]
    while let next = open.popLast() {
      let item: QueueItem?
      // An unreadable row shows no approval.
      do { item = try table.item(next) } catch is Refusal { continue }
      guard let item, item.status != .done else { continue }
      if try needsApproval(item) { return true }
      for other in item.after where reached.insert(other).inserted { open.append(other) }
    }
    return false
  }

  /// Whether a person must approve the row before it is DONE.
  private func needsApproval(_ item: QueueItem) throws -> Bool {
    if item.status == .done { return false }
    if item.approval != nil || item.awaited == .approval { return true }
    guard item.asksForStart, let contents = context.contents else { return false }
    return try !item.isApproved(contents, in: table)
  }

  /// Whether the notes have an approval in a form that no rule reads, and that holds the row back.
  private func isMeantAsApproval(_ item: QueueItem) -> Bool {
    item.keysOfNearMisses(context.policy, in: table).contains(.approval)
  }
}

// MARK: Criteria and limits

extension ReservedChanges {
  /// Refuses to change the criteria and limits of rows that are not the caller's own. A token that
  /// may not decide may only change them in rows that it has added or claimed.
  private func checkLimits(_ change: ItemChange) throws(Refusal) {
    guard let before = change.before else { return }
    switch caller {
    case .person: return
    case .worker(let own):
      if before.id == own { return }
      guard let after = change.after else {
        if isUndo { return }
        throw refusal(before.id, .removal)
      }
      if isForcedAttempt { throw refusal(before.id, .attempt) }
      if isResult(before, after) { throw refusal(before.id, .result) }
      try checkFields(before, after)
    case .session, .token:
      guard let after = change.after else { return }
      if before.status == .inProgress {
        if before.isOwned(by: context.session, context) { return }
        if !isForced { return try checkFields(before, after) }
      }
      let hasFields =
        switch transition {
        case .edit, .plan: true
        default: false
        }
      if hasFields, caller == .token(mayDecide: false), !hasAdded(before.id) {
        if change.event == .cancelled { throw refusal(before.id, .cancellation) }
        try checkFields(before, after)
      }
    }
  }

  /// Whether the caller's session added the row, by the history.
  private func hasAdded(_ id: String) -> Bool {
    let addition = context.history.last { $0.id == id && $0.isAddition }
    return addition != nil && addition?.actor == context.session
  }

  private func checkFields(_ before: QueueItem, _ after: QueueItem) throws(Refusal) {
    let policy = context.policy.forPlans
    let changed = EditableField.ofJudgement.first {
      $0.text(of: before, policy) != $0.text(of: after, policy)
    }
    if let changed { throw refusal(before.id, .field(changed)) }
  }

  private var isForcedAttempt: Bool {
    switch transition {
    case .retry(_, _, let force), .replan(_, _, _, let force): force
    case .addAll, .pick, .edit, .remove, .finish, .endAttempt, .assign, .release, .move, .cancel,
      .undo, .restore, .lease, .rescue, .cancelDependants, .dispatch, .review, .pullRequest, .reply,
      .plan, .importRows, .note, .several:
      false
    }
  }

  /// Whether the caller decides the result of a row that it did not claim.
  private func isResult(_ before: QueueItem, _ after: QueueItem) -> Bool {
    if isUndo || before.status == .inProgress && before.isOwned(by: context.session, context) {
      return false
    }
    if case .review = transition { return true }
    return after.status == .done && before.status != .done
  }

  private var isForced: Bool { if case .edit(let edit) = transition { edit.force } else { false } }
}

extension EditableField {
  /// The criteria and limits of a row. The profile of its worker is a limit too.
  fileprivate static let ofJudgement: [EditableField] = [
    .successCriteria, .maxAttempts, .timeout, .worker,
  ]
}

// MARK: Notes

extension ReservedChanges {
  /// The first new segment of the notes that imitates a note that only orch and people write; `nil`
  /// if there is none.
  private func forgedNote(_ change: ItemChange) -> String? {
    let written: [String]
    switch transition {
    case .addAll, .edit, .importRows: written = change.after?.notes.segments ?? []
    case .plan: written = change.event == .cancelled ? [] : change.after?.notes.segments ?? []
    case .replan(_, _, let reason, _): written = Notes.segments(of: CellText.written(reason))
    // The notes of `done`, `fail` and `block` are kept as quotations.
    case .pick, .remove, .finish, .endAttempt, .assign, .release, .move, .cancel, .retry, .undo,
      .restore, .lease, .rescue, .cancelDependants, .dispatch, .review, .pullRequest, .reply, .note,
      .several:
      return nil
    }
    let known = change.before?.notes.segments ?? []
    // An approval that is kept may have got another digest.
    let approvals = known.compactMap(Notes.signature)
    return written.first { note in
      GeneratedNote.isForged(note) && !known.contains(note)
        && !(Notes.signature(ofApproval: note).map(approvals.contains) ?? false)
    }
  }
}
