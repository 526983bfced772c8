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
