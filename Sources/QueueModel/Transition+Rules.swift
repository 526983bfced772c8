extension Transition {
  /// Decides this transition by the table of `docs/storage.md`, "Transitions".
  ///
  /// - Throws: a `Refusal` that names the state and what would work.
  public func decide(
    in table: some QueueTable, context: TransitionContext
  ) throws(Refusal) -> Decision {
    switch self {
    case .add(let new):
      try add(new, to: table)
    case .pick(let id):
      if let id {
        try pick(table.existing(id), from: table, context: context)
      } else {
        pickFirst(from: table, context: context)
      }
    case .finish(let finish):
      try finish.decide(for: table.existing(finish.id), session: context.session)
    case .assign(let id, let session, let from, let force):
      try assign(table.existing(id), to: session, from: from, force: force)
    case .release(let id, let force):
      try release(table.existing(id), by: context.session, force: force)
    case .cancel(let id):
      try cancel(table.existing(id))
    case .replan(let id, let reason, let force):
      try replan(table.existing(id), reason: reason, force: force)
    case .retry(let id, let force):
      try retry(table.existing(id), force: force)
    case .undo(let id):
      try Undo(id: id, context: context).decide(in: table)
    case .restore(let id):
      try Restoration(id: id, history: context.history).decide(in: table)
    }
  }
}
