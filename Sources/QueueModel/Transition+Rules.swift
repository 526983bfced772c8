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
        try pick(existing(id, in: table), from: table, context: context)
      } else {
        pickFirst(from: table, context: context)
      }
    case .finish(let finish):
      try finish.decide(for: existing(finish.id, in: table), session: context.session)
    case .assign(let id, let session, let from, let force):
      try assign(existing(id, in: table), to: session, from: from, force: force)
    case .release(let id, let force):
      try release(existing(id, in: table), by: context.session, force: force)
    case .cancel(let id):
      try cancel(existing(id, in: table))
    case .replan(let id, let reason, let force):
      try replan(existing(id, in: table), reason: reason, force: force)
    case .retry(let id, let force):
      try retry(existing(id, in: table), force: force)
    case .undo(let id):
      try Undo(id: id, context: context).decide(in: table)
    case .restore(let id):
      try Restoration(id: id, history: context.history).decide(in: table)
    }
  }

  private func existing(_ id: String, in table: some QueueTable) throws(Refusal) -> QueueItem {
    guard let item = try table.item(id) else { throw .notFound(id) }
    return item
  }
}

// MARK: - Rows that come, and rows that start

extension Transition {
  private func add(_ new: NewItem, to table: some QueueTable) throws(Refusal) -> Decision {
    let id = new.id ?? NumberedID.id(number: table.highestNumber + 1)
    guard ItemID.isWellFormed(id) else { throw .illFormedID(id) }
    guard !table.contains(id) else { throw .alreadyExists(id) }
    try checkDependencies(of: id, after: new.after, in: table)
    var item = QueueItem(
      id: id, priority: new.priority, task: CellText.value(new.task),
      successCriteria: CellText.value(new.successCriteria), dueAt: new.dueAt?.text,
      after: new.after)
    item.notes.append(new.notes)
    if !new.after.isEmpty, !table.hasAfterColumn {
      item.notes.append(.after, new.after.joined(separator: ","))
    }
    return .change(ItemChange(before: nil, after: item))
  }

  private func checkDependencies(
    of id: String, after: [String], in table: some QueueTable
  ) throws(Refusal) {
    for dependency in after where dependency != id && !table.contains(dependency) {
      throw .notFound(dependency)
    }
    let cycle = Dependencies.cycle(through: id) { row in
      row == id ? after : (try? table.item(row))?.after ?? []
    }
    if let cycle { throw .dependencyCycle(cycle) }
  }

  private func pickFirst(from table: some QueueTable, context: TransitionContext) -> Decision {
    var decision = Decision.nothingPending
    table.visitPending { item in
      guard isDue(item, now: context.now),
        Dependencies.blockers(of: item, in: table).isEmpty
      else { return .more }
      decision = claim(item, context: context)
      return .enough
    }
    return decision
  }

  private func pick(
    _ item: QueueItem, from table: some QueueTable, context: TransitionContext
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    switch item.status {
    case .pending: break
    case .inProgress
    where item.ownerSession != nil && item.ownerSession == context.session.flatMap(CellText.value):
      return .alreadySo(item)
    case .inProgress, .done, .failed, .blocked:
      throw .wrongState(item, action: .pick)
    }
    let blockers = Dependencies.blockers(of: item, in: table)
    guard blockers.isEmpty else { throw .waits(item.id, for: blockers) }
    guard isDue(item, now: context.now) else {
      throw .backsOff(item.id, until: retryNotBefore(item), now: context.now)
    }
    return claim(item, context: context)
  }

  private func claim(_ item: QueueItem, context: TransitionContext) -> Decision {
    changed(item) {
      $0.status = .inProgress
      $0.ownerSession = context.session.flatMap(CellText.value)
      $0.startedAt = context.now.text
    }
  }

  private func isDue(_ item: QueueItem, now: QueueTime) -> Bool {
    retryNotBefore(item) <= now.epochSeconds
  }

  private func retryNotBefore(_ item: QueueItem) -> Int {
    item.notes.value(of: .retryNotBefore).flatMap { Int($0) } ?? .min
  }
}

// MARK: - Rows that end

extension Transition.Finish {
  fileprivate func decide(for item: QueueItem, session: String?) throws(Refusal) -> Decision {
    var after = item
    after.status = ending.status
    if appends {
      if !item.notes.ends(with: notes) { after.notes.append(notes) }
    } else {
      after.notes.replaceProse(with: notes, dropping: droppedKeys)
    }
    if case .failed(isPermanent: true) = ending, after.notes.value(of: .failure) != "permanent" {
      after.notes.append(.failure, "permanent")
    }
    if after == item { return .alreadySo(item) }
    if !force {
      guard !item.status.isFinished else {
        throw .wrongState(item, action: .finish(ending.status))
      }
      if item.status == .inProgress { try checkOwner(of: item, session: session) }
    }
    return .change(ItemChange(before: item, after: after))
  }

  private var droppedKeys: Set<Notes.ControlKey> {
    switch ending {
    case .done: [.reviewAttempts, .retryNotBefore]
    case .blocked, .failed: []
    }
  }

  private func checkOwner(of item: QueueItem, session: String?) throws(Refusal) {
    guard let session, let owner = item.ownerSession, owner != CellText.value(session) else {
      return
    }
    throw .notOwner(item, action: .finish(ending.status), session: session)
  }
}

// MARK: - Rows that change hands, stop, or wait again

extension Transition {
  private func assign(
    _ item: QueueItem, to session: String, from: String?, force: Bool
  ) throws(Refusal) -> Decision {
    guard ItemID.isWellFormed(item.id) else { throw .illFormedID(item.id) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .assign) }
    let session = CellText.value(session)
    if item.ownerSession == session { return .alreadySo(item) }
    let isExpected =
      from.map { item.ownerSession == CellText.value($0) } ?? (item.ownerSession == nil)
    guard isExpected || force else {
      throw .notOwner(item, action: .assign, session: from)
    }
    return changed(item) { $0.ownerSession = session }
  }

  private func release(
    _ item: QueueItem, by session: String?, force: Bool
  ) throws(Refusal) -> Decision {
    if item.status == .pending { return .alreadySo(item) }
    guard item.status == .inProgress else { throw .wrongState(item, action: .release) }
    guard force || item.ownerSession == nil || item.ownerSession == session.flatMap(CellText.value)
    else { throw .notOwner(item, action: .release, session: session) }
    return changed(item) { $0.becomePending() }
  }

  private func cancel(_ item: QueueItem) throws(Refusal) -> Decision {
    let note = "cancelled_by_operator"
    if item.status == .blocked, item.notes.ends(with: note) { return .alreadySo(item) }
    guard !item.status.isFinished else { throw .wrongState(item, action: .cancel) }
    return changed(item) {
      $0.status = .blocked
      $0.notes.append(note)
    }
  }

  private func replan(
    _ item: QueueItem, reason: String, force: Bool
  ) throws(Refusal) -> Decision {
    let note = "replan:\(reason)"
    switch item.status {
    case .inProgress:
      return changed(item) {
        $0.status = .blocked
        $0.notes.append(note)
      }
    case .done where !force:
      throw .wrongState(item, action: .replan)
    case .pending where item.notes.ends(with: note) && item.ownerSession == nil:
      return .alreadySo(item)
    case .pending, .blocked, .failed, .done:
      return changed(item) {
        $0.becomePending()
        $0.notes.remove(.failure)
        $0.notes.append(note)
      }
    }
  }

  private func retry(_ item: QueueItem, force: Bool) throws(Refusal) -> Decision {
    let note = "retry_requested"
    switch item.status {
    case .failed, .blocked: break
    case .pending where item.notes.ends(with: note): return .alreadySo(item)
    case .pending, .inProgress, .done: throw .wrongState(item, action: .retry)
    }
    guard force || item.notes.value(of: .failure) != "permanent" else {
      throw .permanentFailure(item.id)
    }
    return changed(item) {
      $0.becomePending()
      $0.notes.remove(.failure)
      $0.notes.append(note)
    }
  }

  private func changed(_ item: QueueItem, _ change: (inout QueueItem) -> Void) -> Decision {
    var after = item
    change(&after)
    return .change(ItemChange(before: item, after: after))
  }
}
