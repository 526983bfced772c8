/// One change of the queue, as a value: what somebody asks for, before any
/// store is asked whether it can be had.
///
/// Every store decides it by the same rules, `Transition.decide(in:context:)`.
public enum Transition: Equatable, Sendable {
  case add(NewItem)
  /// Adds the rows in this order, all or none. Their `after` may name each other; in a
  /// sequence each waits for the one before it, too.
  case addAll([NewItem], inSequence: Bool)
  /// Claims the named row, or the first one that may be picked.
  case pick(id: String?)
  case finish(Finish)
  /// Hands an IN_PROGRESS row to another session; `from` is who must own it now.
  case assign(id: String, to: String, from: String?, force: Bool)
  case release(id: String, force: Bool)
  /// `from` is the status that it was asked for in; a row of any, for `nil`.
  case cancel(id: String, from: Status? = nil)
  case replan(id: String, reason: String, force: Bool)
  case retry(id: String, force: Bool)
  /// Takes the last transition of a row back, or without an id the speaker's own
  /// last one.
  case undo(id: String?)
  /// Brings back a row that went.
  case restore(id: String)
  case lease(LeaseRequest)
  /// Takes back the rows whose worker is gone; a row without a heartbeat is so after
  /// `staleSeconds`, unless its worker is known. `nil`: nobody looked for workers.
  case rescue(staleSeconds: Int, workers: KnownWorkers? = nil)
  case dispatch(Dispatch)
  /// Lets what was found of a report decide what becomes of its row.
  case judge(Judge)
  /// Says what a row waits for from a person.
  case reply(Reply)
}

extension Transition {
  /// What the rules must know of what happened before; `nil` for nothing.
  public var history: HistoryScope? {
    switch self {
    case .undo(let id): id.map(HistoryScope.row) ?? .recent
    case .restore(let id): .row(id)
    // Only what was judged by the row's own criteria asks what they were.
    case .judge(let judge): judge.criteria == nil ? nil : .row(judge.id)
    case .add, .addAll, .pick, .finish, .assign, .release, .cancel, .replan, .retry, .lease,
      .rescue, .dispatch, .reply:
      nil
    }
  }
}

extension Transition {
  /// Decides this transition by the table of `docs/storage.md`, "Transitions".
  ///
  /// A row that comes has fields where the store may want notes: it takes the decision as
  /// `Decision.encoded(for:)` gives it.
  ///
  /// - Throws: a `Refusal` that names the state and what would work, or what the table throws
  ///   where it cannot be read.
  public func decide(
    in table: some QueueTable, context: TransitionContext
  ) throws -> Decision {
    switch self {
    case .add(let new):
      try add(new, to: table)
    case .addAll(let rows, let inSequence):
      try Additions(rows, inSequence: inSequence, to: table).decide()
    case .pick(let id):
      if let id {
        try Claiming(table, context).pick(table.existing(id))
      } else {
        try Claiming(table, context).first()
      }
    case .finish(let finish):
      try finish.decide(for: table.existing(finish.id), context: context)
    case .assign(let id, let session, let from, let force):
      try assign(table.existing(id), to: session, from: from, force: force, context)
    case .release(let id, let force):
      try release(table.existing(id), force: force, context)
    case .cancel(let id, let status):
      try cancel(table.existing(id), from: status)
    case .replan(let id, let reason, let force):
      try replan(table.existing(id), reason: reason, force: force)
    case .retry(let id, let force):
      try Retry(item: table.existing(id), force: force, context: context).decide()
    case .undo(let id):
      try Undo(id: id, context: context).decide(in: table)
    case .restore(let id):
      try Restoration(id: id, history: context.history).decide(in: table)
    case .lease(let request):
      try request.decide(for: table.existing(request.id), in: table, context: context)
    case .rescue(let staleSeconds, let workers):
      try StaleRecovery(staleSeconds: staleSeconds, workers: workers, context: context).decide(
        in: table)
    case .dispatch(let dispatch):
      try Claiming(table, context).claims(for: dispatch)
    case .judge(let judge):
      try judge.decide(for: table.existing(judge.id), context: context)
    case .reply(let reply):
      try reply.decide(for: table.existing(reply.id), context: context)
    }
  }
}

/// Who asks for a transition, and when.
public struct TransitionContext: Equatable, Sendable {
  /// The session that speaks; `nil` is a person.
  public let session: String?
  public var now: QueueTime
  /// Who speaks, as the history names them: the session, else `user@pid`.
  public var actor: String
  /// The token of the claim that the speaker works for, where there is one.
  public var attempt: String?
  public var policy = Policy()
  /// What the nonces of the claims follow from that this makes, and that nobody can guess; 0
  /// makes them all 0, for tests.
  public var entropy: UInt64 = 0
  /// What happened, oldest first. Stores give it to the transitions that read it.
  public var history: [HistoryEntry] = []

  public init(session: String?, now: QueueTime, actor: String = "") {
    self.session = session
    self.now = now
    self.actor = actor
  }

  /// The session as cells write it.
  var speaker: String? { session.flatMap(CellText.value) }

  /// Six hex digits for the token of a claim. Who knows that of one claim knows nothing of the
  /// others that were made with it. The mixing is that of SplitMix64 (Steele, Lea and Flood,
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
