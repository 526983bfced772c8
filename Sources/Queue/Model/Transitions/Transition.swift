/// A change of the queue, as a value, before any store decides it.
///
/// Every store decides it by the same rules, `Transition.decide(in:context:)`.
public indirect enum Transition: Equatable, Sendable {
  /// Adds the rows in this order, all or none. Their `after` may name each other; in a sequence
  /// each row also waits for the one before it. Generated ids have numbers above `above`. If the
  /// request was carried out before, nothing is added.
  case addAll([NewItem], inSequence: Bool, above: Int = 0, request: AddRequest? = nil)
  /// Claims the row with the id, or the first row that may be picked.
  case pick(id: String?)
  case edit(Edit)
  /// Removes the rows, all or none.
  case remove([String], force: Bool)
  case finish(Finish)
  /// Ends a failed attempt.
  case endAttempt(AttemptEnd)
  /// Hands an IN_PROGRESS row to another session; `from` is its required owner. A PENDING row is
  /// claimed for the session if a person assigns it.
  case assign(id: String, to: String, from: String?, force: Bool)
  case release(id: String, force: Bool)
  /// Moves rows to another place in the table. Afterwards the rows follow each other in the order
  /// in which they are named.
  case move([String], to: Target)
  /// `from`, here and in `replan`, is the status in which a person confirmed the command; `nil` for
  /// any.
  case cancel(id: String, from: Status? = nil, reason: String? = nil)
  case replan(id: String, from: Status? = nil, reason: String, force: Bool)
  case retry(id: String, from: Status? = nil, force: Bool)
  /// Undoes the last transition of a row, even the row's removal. Without an id, undoes the
  /// caller's last command in all rows that it changed.
  case undo(id: String?, command: UndoneCommand = UndoneCommand())
  case restore(id: String)
  case lease(LeaseRequest)
  /// Frees the rows whose worker is gone. A row without heartbeats is stale after `staleTimeout`,
  /// unless its worker is known to run; `workers` is `nil` if they were not looked up.
  case rescue(staleTimeout: Duration, workers: KnownWorkers? = nil)
  /// Cancels the rows that wait for a finally failed row with the failure policy `cancel`.
  case cancelDependants
  case dispatch(Dispatch)
  /// Routes a row by the findings on its report.
  case review(Review)
  /// Updates a row by the state of its pull request.
  case pullRequest(PullRequestChange)
  /// Gives a row the reply of a person for which it waits.
  case reply(Reply)
  /// Adds, changes and cancels the rows of a plan, all or none.
  case plan(PlanChange)
  /// Adds and changes the rows for tasks of another tool, all or none.
  case importRows(ImportedRows)
  /// Adds facts that the history does not have yet, and notes the ends of plans on their parents.
  case note([QueueFact])
  /// Changes of different rows, all or none. None of them may read what another one changes, or
  /// note facts.
  case several([Transition])
}

extension Transition {
  public static func add(_ new: NewItem) -> Transition { .addAll([new], inSequence: false) }

  /// Whether the transition takes its rows from active workers, which are then to be ended.
  public var endsWorkers: Bool {
    switch self {
    case .cancel, .replan: true
    // Without force the worker itself hands its row over, or back.
    case .assign(_, _, _, let force), .release(_, let force), .remove(_, let force): force
    case .several(let transitions): transitions.contains(where: \.endsWorkers)
    case .addAll, .pick, .edit, .finish, .endAttempt, .move, .retry, .undo, .restore, .lease,
      .rescue, .cancelDependants, .dispatch, .review, .reply, .pullRequest, .plan, .importRows,
      .note:
      false
    }
  }

  /// The request that adds the rows; `nil` for a request without a key, and for other changes.
  package var request: AddRequest? {
    if case .addAll(_, _, _, let request) = self { request } else { nil }
  }

  /// The part of the history that the rules read; `nil` if they read none.
  public var history: HistoryScope? {
    switch self {
    case .undo(let id, _): id.map(HistoryScope.row) ?? .latest(UndoneCommand.historyCount)
    case .note: .recent
    case .restore(let id): .row(id)
    // Only a report that was judged by the row's own criteria is checked against them.
    case .review(let review):
      review.criteria != nil || review.findings.verdict?.result == .pass ? .row(review.id) : nil
    case .reply(let reply): reply.kind == .approve || reply.isUnseen ? .row(reply.id) : nil
    case .pullRequest(let change):
      if case .merged = change.kind { .row(change.id) } else { nil }
    // The recent history has the previous attempts, and is cheaper to read than the row's whole
    // history.
    case .finish(let finish): finish.ending == .done && finish.appends ? .recent : nil
    case .several(let transitions): transitions.contains { $0.history != nil } ? .recent : nil
    case .addAll, .pick, .edit, .remove, .endAttempt, .assign, .release, .move, .cancel, .replan,
      .retry, .lease, .rescue, .cancelDependants, .dispatch, .plan, .importRows:
      nil
    }
  }

  /// The part of the history that the rules read for a caller; `nil` if they read none.
  public func history(for caller: CallerKind) -> HistoryScope? {
    // Whether such a token may change the criteria of a row depends on who added the row.
    guard caller == .token(mayDecide: false) else { return history }
    switch self {
    case .edit(let edit): return .row(edit.id)
    case .plan(let change):
      let known = change.tasks.filter { !$0.earlier.isEmpty }.map(\.id) + change.dropped
      return known.isEmpty ? nil : .rows(Set(known))
    default: return history
    }
  }
}

extension Transition {
  /// Decides this transition by the table of `docs/storage.md`, "Transitions".
  ///
  /// An added row has its fields as a database keeps them: `Decision.encoded(for:)` converts it to
  /// the form of each store.
  ///
  /// - Throws: a `Refusal` with the state and a remedy, or the error of a table that can't be read.
  public func decide(
    in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    let decision = try permitted(in: table, context: context)
      .changingBriefs(of: context.briefs, in: table)
    guard bringsBack else { return decision }
    let returning = try DependantsOfFailed(context: context)
      .returning(with: decision.changes, in: table)
    return returning.isEmpty ? decision : .changes(decision.changes + returning)
  }

  /// Whether cancelled dependants come back together with the rows of the transition.
  private var bringsBack: Bool {
    switch self {
    case .retry, .replan: true
    case .several(let transitions): transitions.contains(where: \.bringsBack)
    case .addAll, .pick, .edit, .remove, .finish, .endAttempt, .assign, .release, .move, .cancel,
      .undo, .restore, .lease, .rescue, .cancelDependants, .dispatch, .review, .reply, .pullRequest,
      .plan, .importRows, .note:
      false
    }
  }

  /// The decision, unless the caller may not make it.
  private func permitted(
    in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    if case .reply(let reply) = self { try context.caller.checkMayReply(to: reply.id) }
    let decision = try decideContent(in: table, context: context)
    try ReservedChanges(transition: self, table: table, context: context).check(decision)
    return decision
  }

  func decideRows(
    in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    switch self {
    case .addAll(let rows, let inSequence, let number, let request):
      if let ids = try request?.idsAddedBefore(in: table) {
        .addedBefore(ids)
      } else {
        try Additions(
          rows, inSequence: inSequence, above: number, to: table, context.policy
        ).decide()
      }
    case .pick(let id):
      if let id {
        try Claiming(table, context).pick(table.existing(id))
      } else {
        try Claiming(table, context).first()
      }
    case .edit(let edit):
      try edit.decide(for: table.existing(edit.id), in: table, context: context)
    case .remove(let ids, let force):
      try Removal(ids: ids, force: force, context: context).decide(in: table)
    case .finish(let finish):
      try finish.decide(for: table.existing(finish.id), context: context)
    case .endAttempt(let end):
      try end.decide(for: table.existing(end.id), context: context)
    case .assign(let id, let session, let from, let force):
      try hand(table.existing(id), to: session, from: from, force: force, in: table, context)
    case .release(let id, let force):
      try release(table.existing(id), force: force, context)
    case .move(let ids, let target):
      try Placement(ids: ids, target: target).decide(in: table)
    case .cancel(let id, let status, let reason):
      try cancel(table.existing(id), from: status, reason: reason, context)
    case .replan(let id, let status, let reason, let force):
      try replan(table.existing(id), from: status, reason: reason, force: force, context)
    case .retry(let id, let status, let force):
      try Retry(item: table.existing(id), from: status, force: force, context: context).decide()
    case .undo(let id?, _):
      try Undo(context: context).decide(of: id, in: table)
    case .undo(nil, let command):
      try UndoOfCommand(command: command, context: context).decide(in: table)
    case .restore(let id):
      try Restoration(id: id, removals: context.history.removals, context: context)
        .decide(in: table)
    case .lease(let request):
      try request.decide(for: table.existing(request.id), in: table, context: context)
    case .rescue(let staleTimeout, let workers):
      try Rescue(staleTimeout: staleTimeout, workers: workers, context: context).decide(in: table)
    case .cancelDependants:
      try DependantsOfFailed(context: context).decide(in: table)
    case .dispatch(let dispatch):
      try Claiming(table, context).claims(for: dispatch)
    case .review(let review):
      try review.decide(for: table.existing(review.id), context: context)
    case .reply(let reply):
      try reply.decide(for: table.existing(reply.id), in: table, context: context)
    case .pullRequest(let change):
      try change.decide(for: table.existing(change.id), context: context)
    case .plan(let change):
      try change.decide(in: table, context: context)
    case .importRows(let rows):
      try rows.decide(in: table, context: context)
    case .note(let facts):
      try FactNotes(facts: facts, context: context).decide(in: table)
    case .several(let transitions):
      try Self.decide(transitions, in: table, context)
    }
  }

  /// A claim among several needs an approval that was given before: the others would have to wait
  /// for it.
  private static func decide(
    _ transitions: [Transition], in table: some QueueTable, _ context: TransitionContext
  ) throws -> Decision {
    var context = context
    var changes: [ItemChange] = []
    for transition in transitions {
      let decision = try transition.permitted(in: table, context: context)
      if let refusal = decision.refusalOfPick { throw refusal }
      changes += decision.changes
      context.claimsBefore += decision.changes.claims.count
    }
    return Decision(changes)
  }
}

/// The caller of a transition, the time, and the policy.
public struct TransitionContext: Sendable {
  /// The caller's session, as cells write it; `nil` is a person.
  public private(set) var session: String?
  public var caller: CallerKind
  public var now: QueueTime
  /// The author for the history.
  public var author: Author
  /// The token of the caller's claim, if there is one.
  public var claimToken: String?
  public var policy = Policy()
  /// The random number for the nonces of new claims; 0 makes all nonces 0, for tests.
  public var entropy: UInt64 = 0
  /// The history, oldest first, as far as `Transition.history` requires it.
  public var history: [HistoryEntry] = []
  /// Does other work that must happen together with the change or not at all, such as moving a
  /// branch. A store calls it with the decision, under its lock, before it writes, and again if it
  /// decides anew. An error refuses the change.
  public var alongside: (@Sendable (Decision) throws(Refusal) -> Void)?
  /// Reads the content that people decide about. Without a reader no digest counts as approved, and
  /// no digest is noted.
  public var contents: ContentReader?
  /// The rows whose briefs change together with the transition.
  public var briefs: Set<String> = []
  /// How many rows the transitions before this one claim in the same decision.
  var claimsBefore = 0
  /// Finds out what happened to the brief that an entry's command changed. Without this function
  /// every brief counts as unchanged since the command.
  public var fateOfBrief: (@Sendable (HistoryEntry) -> BriefFate)?

  public init(session: String?, now: QueueTime, author: Author = Author()) {
    (self.session, self.now, self.author) = (session.flatMap(CellText.value), now, author)
    caller = self.session == nil ? .person : .session
  }

  /// The same caller, who claims rows for a session.
  func forSession(_ session: String) -> TransitionContext {
    var context = self
    context.session = CellText.value(session)
    return context
  }

  /// Six hexadecimal digits for the token of a claim, so that a token can't be derived from another
  /// one that was made together with it. The mixing function is SplitMix64 (Steele, Lea and Flood,
  /// 2014).
  func nonce(ofClaim number: Int) -> String {
    var mixed: UInt64 = 0
    if entropy != 0 {
      mixed = entropy &+ UInt64(bitPattern: Int64(number)) &* 0x9E37_79B9_7F4A_7C15
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    }
    let digits = String(mixed >> 40, radix: 16)
    return String(repeating: "0", count: 6 - digits.utf8.count) + digits
  }
}
