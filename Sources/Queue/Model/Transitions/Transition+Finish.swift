extension Transition {
  /// The request of `done`, `fail` and `block`.
  public struct Finish: Equatable, Sendable {
    public enum Ending: Equatable, Sendable {
      case done, blocked
      /// Tried without success; a permanent failure is not retried.
      case failed(isPermanent: Bool)

      public var status: Status {
        switch self {
        case .done: .done
        case .blocked: .blocked
        case .failed: .failed
        }
      }
    }

    public var id: String
    public var ending: Ending
    public var notes: String
    /// Whether to add a segment instead of replacing the prose.
    public var appends: Bool
    public var force: Bool
    /// Whether the work would be DONE without a review, only because the worker says so. Then a
    /// person decides.
    public var isUnjudged = false
    /// The proofs of the row that are not met, as `CRITERION: REASON`. A session can't make such a
    /// row DONE without force.
    public var unmet: [String] = []
    /// Where the work is that a row becomes DONE with; `nil` if there is none, or if it is to land.
    public var landing: Landing?

    public init(
      id: String, as ending: Ending, notes: String, appends: Bool = false, force: Bool = false
    ) {
      self.id = id
      self.ending = ending
      self.notes = notes
      self.appends = appends
      self.force = force
    }
  }
}

extension Transition.Finish {
  func decide(for item: QueueItem, context: TransitionContext) throws(Refusal) -> Decision {
    let ended = ended(item, context)
    if ended == item { return .alreadySo(item) }
    if !force { try checkMayEnd(item, context) }
    return .changing(item, awaitsApproval(item, context) ? .blocked : event) { $0 = ended }
  }

  /// Whether the row waits for a person's approval instead of being DONE. A session can't approve.
  private func awaitsApproval(_ item: QueueItem, _ context: TransitionContext) -> Bool {
    guard ending == .done, item.status != .done else { return false }
    return isUnjudged || item.approval == .done && context.session != nil
  }

  private func ended(_ item: QueueItem, _ context: TransitionContext) -> QueueItem {
    let policy = context.policy
    let awaitsApproval = awaitsApproval(item, context)
    let isDone = ending == .done && !awaitsApproval
    var after = item
    after.status = awaitsApproval ? .blocked : ending.status
    after.awaits = nil
    let notes = said(of: item, context)
    if appends {
      let keys = policy.controlKeys
      if isDone { after.removeFailureNotes(context.history) }
      if !notes.isEmpty, !item.notes.ends(with: notes, keys) {
        after.notes.append(prose: notes, keys)
      }
    } else {
      after.replaceProse(with: notes, endsRetries: isDone, policy)
    }
    if ending == .done, let landing { after.landing = landing }
    if awaitsApproval { after.setAwaited(.approval) }
    if awaitsApproval, isUnjudged {
      after.notes.replaceVerdict(
        with: "review:BLOCK awaits_approval:its worker said done, and nothing has judged it",
        policy.controlKeys)
    }
    if case .failed(isPermanent: true) = ending { after.isPermanentlyFailed = true }
    return after
  }

  /// The notes, with `said: ` before text that only people and orch write: the text is kept, but
  /// does not count as a person's decision.
  private func said(of item: QueueItem, _ context: TransitionContext) -> String {
    if context.caller == .person { return notes }
    // A line break becomes a blank in the cell, where it may separate segments.
    let notes = CellText.written(notes)
    let known = item.notes.segments
    func isDecision(_ segment: String) -> Bool {
      GeneratedNote.isDecision(segment) && !known.contains(segment)
    }
    let segments = Notes.segments(of: notes)
    guard segments.contains(where: isDecision) else { return notes }
    return segments.map { isDecision($0) ? "said: \($0)" : $0 }.joined(separator: " / ")
  }

  private func checkMayEnd(_ item: QueueItem, _ context: TransitionContext) throws(Refusal) {
    guard !item.status.isFinished else {
      throw .wrongState(item, action: .finish(ending.status))
    }
    if item.status == .inProgress { try item.checkOwner(.finish(ending.status), context) }
    try item.checkFence(.finish(ending.status), context)
    if context.session != nil, !unmet.isEmpty { throw .unmetProofs(item.id, unmet) }
  }

  private var event: Event {
    switch ending {
    case .done: .done
    case .failed: .failed
    case .blocked: .blocked
    }
  }
}
