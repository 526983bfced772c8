public import Model
import QueueStore
import Text

// Claims, additions and restorations of rows.

extension TaskQueue {
  public func row(_ id: String) throws(Problem) -> QueueItem {
    try read { try $0.existing(id) }
  }

  /// The row IN_PROGRESS with a claim; `nil` if there is none, for example because another claim
  /// took over the row.
  public func item(ofClaim token: String) throws(Problem) -> QueueItem? {
    let snapshot = try snapshot()
    return (0..<snapshot.rowCount).lazy.filter { snapshot.status(at: $0) == .inProgress }
      .compactMap { snapshot.item(at: $0) }.first { $0.claim?.token == token }
  }

  /// Claims a row. Concurrent callers never get the same row. While the queue is paused, no row is
  /// claimed, and the caller gets a warning.
  ///
  /// - Parameters:
  ///   - id: the row; `nil` for the most urgent one that may start.
  ///   - force: whether a pause is ignored.
  ///   - caller: the session that gets the row.
  /// - Returns: the claimed row, a different one for each call; `nil` if no row may start.
  public func pick(
    _ id: String? = nil, force: Bool = false, as caller: Caller
  ) throws(Problem) -> QueueItem? {
    try asking { try ClaimWork(queue: queue(as: caller, for: "pick"))(id: id, force: force) }
  }

  /// Claims several rows, all or none. While the queue is paused, no row is claimed, and the caller
  /// gets a warning.
  ///
  /// - Parameters:
  ///   - ids: the rows. A row that a person still has to approve is refused.
  ///   - session: who gets the rows, instead of the caller. Such a row may be IN_PROGRESS without an
  ///     owner.
  ///   - caller: who claims or assigns the rows.
  public func claim(
    _ ids: [String], for session: String? = nil, as caller: Caller
  ) throws(Problem) -> Decision {
    let command = session == nil ? "pick" : "assign"
    return try asking {
      try ClaimWork(queue: queue(as: caller, for: command))(ids: ids, for: session)
    }
  }

  /// Adds a row. A row without an id gets the next number.
  ///
  /// - Parameters:
  ///   - row: the row's fields.
  ///   - brief: more text for the row's worker, saved as `tasks/ID.md`.
  ///   - caller: who adds the row.
  public func add(
    _ row: Transition.NewItem, brief: String? = nil, as caller: Caller
  ) throws(Problem) -> Decision {
    try asking {
      let submit = SubmitWork(queue: try queue(as: caller, for: "add"))
      return try submit(checked(row), brief: brief)
    }
  }

  /// Adds a row once. A repetition of the request adds nothing, and returns the row of the first
  /// request.
  ///
  /// - Parameters:
  ///   - row: the row's fields.
  ///   - brief: more text for the row's worker, saved as `tasks/ID.md`.
  ///   - key: names the request.
  ///   - caller: who adds the row.
  /// - Throws: the refusal `keyUsed` for other content with the same key.
  public func add(
    _ row: Transition.NewItem, brief: String? = nil, key: RequestKey, as caller: Caller
  ) throws(Problem) -> AddedRows {
    try asking {
      let queue = try queue(as: caller, for: "add")
      let submit = SubmitWork(queue: queue)
      let request = AddRequest(key, [row], briefs: [brief], inSequence: false)
      return try AnswerRequest(request, queue: queue)(
        { try submit(checked(row), brief: brief, of: request) })
    }
  }

  /// Adds rows in this order, all or none.
  ///
  /// - Parameters:
  ///   - rows: the fields of the rows; their `after` may name each other.
  ///   - briefs: more text for the workers of rows with a given id, saved as `tasks/ID.md`.
  ///   - isSequence: whether each row also waits for the row before it.
  ///   - caller: who adds the rows.
  public func add(
    _ rows: [Transition.NewItem], briefs: [(id: String, text: String)] = [],
    inSequence isSequence: Bool = false, as caller: Caller
  ) throws(Problem) -> [QueueItem] {
    try asking {
      let submit = SubmitWork(queue: try queue(as: caller, for: "add"))
      return try submit(checked(rows), briefs: briefs, inSequence: isSequence)
        .changes.compactMap(\.after)
    }
  }

  /// Adds rows in this order, all or none, and only once. A repetition of the request adds nothing,
  /// and returns the rows of the first request.
  ///
  /// - Parameters:
  ///   - rows: the fields of the rows; their `after` may name each other.
  ///   - briefs: more text for the workers of rows with a given id, saved as `tasks/ID.md`.
  ///   - isSequence: whether each row also waits for the row before it.
  ///   - key: names the request.
  ///   - caller: who adds the rows.
  /// - Throws: the refusal `keyUsed` for other content with the same key.
  public func add(
    _ rows: [Transition.NewItem], briefs: [(id: String, text: String)] = [],
    inSequence isSequence: Bool = false, key: RequestKey, as caller: Caller
  ) throws(Problem) -> AddedRows {
    try asking {
      let queue = try queue(as: caller, for: "add")
      let submit = SubmitWork(queue: queue)
      let texts = rows.map { row in briefs.first { $0.id == row.id }?.text }
      let request = AddRequest(key, rows, briefs: texts, inSequence: isSequence)
      return try AnswerRequest(request, queue: queue)(
        { try submit(checked(rows), briefs: briefs, inSequence: isSequence, of: request) })
    }
  }

  /// Splits a row that is not finished, and that nobody works on, into steps: a new row for each, for
  /// which the row waits. They have its priority, labels, plan, worker and repository.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - tasks: the tasks of the steps.
  ///   - isSequence: whether each step also waits for the one before it.
  ///   - caller: who splits the row.
  /// - Returns: the steps.
  public func split(
    _ id: String, into tasks: [String], inSequence isSequence: Bool = false, as caller: Caller
  ) throws(Problem) -> [QueueItem] {
    try asking {
      let item = try row(id)
      let steps = tasks.map { Transition.NewItem(stepOf: item, task: $0) }
      let submit = SubmitWork(queue: try queue(as: caller, for: "split"))
      return try submit(steps, inSequence: isSequence).changes
        .filter { $0.before == nil }.compactMap(\.after)
    }
  }

  private func checked(_ rows: [Transition.NewItem]) throws -> [Transition.NewItem] {
    var checked: [Transition.NewItem] = []
    for row in rows { checked.append(try self.checked(row)) }
    return checked
  }

  /// The row with a known worker and repository, and with the due time in the form of a cell.
  private func checked(_ row: Transition.NewItem) throws -> Transition.NewItem {
    if let worker = row.worker { try checkWorker(worker) }
    if let repository = row.repository { try checkRepository(repository) }
    var row = row
    if let start = row.deferral {
      do throws(InvalidValue) { try EditableField.checkDue(start) } catch {
        throw Problem.invalidField(.notBefore, text: start, error)
      }
      row.deferredUntil = QueueTime(start: start, at: try now())
    }
    guard let due = row.due else { return row }
    do throws(InvalidValue) { try EditableField.checkDue(due) } catch {
      throw Problem.invalidField(.dueAt, text: due, error)
    }
    row.dueAt = QueueTime(due: due, at: try now())
    return row
  }

  /// Restores a deleted or archived row with its files.
  public func restore(_ id: String, as caller: Caller) throws(Problem) -> Decision {
    do {
      let decision = try asking {
        let decision = try RestoreWork(queue: queue(as: caller, for: "restore"))(id: id)
        try restoreBrief(of: id)
        return decision
      }
      restoreFiles(of: id)
      return decision
    } catch {
      // An earlier run may have restored the row but not its files.
      if case .notDeleted? = error.refusal { restoreFiles(of: id) }
      throw error
    }
  }

  /// Warnings about briefs that workers do not get or do not get whole, by the row's id; empty if
  /// the queue is not found.
  public func briefWarnings(where isAskedFor: (String) -> Bool) -> [String: Notice] {
    (try? workspace())?.briefWarnings(where: isAskedFor) ?? [:]
  }

  /// The texts in the briefs of some rows that people do not see, by the row's id.
  public func unseenTextsOfBriefs(
    where isAskedFor: (String) -> Bool
  ) -> [String: (path: String, texts: [String])] {
    guard let workspace = try? workspace() else { return [:] }
    return workspace.idsOfBriefs.filter(isAskedFor).reduce(into: [:]) { found, id in
      let texts = workspace.wholeBrief(of: id).map { UnseenText.all(in: $0) } ?? []
      if !texts.isEmpty { found[id] = (workspace.briefPath(of: id), texts) }
    }
  }
}

extension Transition.NewItem {
  fileprivate init(stepOf item: QueueItem, task: String) {
    self.init(priority: item.priority, task: task, successCriteria: "")
    (labels, plan) = (item.labels, item.planName)
    (worker, repository, blocks) = (item.workerName, item.repositoryName, [item.id])
  }
}
