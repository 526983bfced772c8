public import Model
import QueueStore
import Text

// Rows that are claimed, added and brought back.

extension TaskQueue {
  public func row(_ id: String) throws(Problem) -> QueueItem {
    try read { try $0.existing(id) }
  }

  /// The row that is at work under a claim; `nil` for none, for example because another claim took
  /// it over.
  public func item(ofClaim token: String) throws(Problem) -> QueueItem? {
    let snapshot = try snapshot()
    return (0..<snapshot.rowCount).lazy.filter { snapshot.status(at: $0) == .inProgress }
      .compactMap { snapshot.item(at: $0) }.first { $0.claim?.token == token }
  }

  /// Claims a row. Concurrent callers never get the same row. While the queue is paused nothing is
  /// claimed, and a warning says so.
  ///
  /// - Parameters:
  ///   - id: the row; `nil` for the most urgent one that may start.
  ///   - force: whether a pause is ignored.
  ///   - caller: the session that gets the row.
  /// - Returns: the claimed row, another one each time; `nil` if none may start.
  public func pick(
    _ id: String? = nil, force: Bool = false, as caller: Caller
  ) throws(Problem) -> QueueItem? {
    try asking { try ClaimWork(queue: queue(as: caller, for: "pick"))(id: id, force: force) }
  }

  /// Adds a row. Without an id it gets the next number.
  ///
  /// - Parameters:
  ///   - row: its fields.
  ///   - brief: more text for its worker, saved as `tasks/ID.md`.
  ///   - caller: who adds it.
  public func add(
    _ row: Transition.NewItem, brief: String? = nil, as caller: Caller
  ) throws(Problem) -> Decision {
    try asking {
      let submit = SubmitWork(queue: try queue(as: caller, for: "add"))
      return try submit(checked(row), brief: brief)
    }
  }

  /// Adds a row, once: a repetition of the request adds nothing, and gets the row of the first
  /// request.
  ///
  /// - Parameters:
  ///   - row: its fields.
  ///   - brief: more text for its worker, saved as `tasks/ID.md`.
  ///   - key: names the request.
  ///   - caller: who adds it.
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
  ///   - rows: their fields; their `after` may name each other.
  ///   - briefs: more text for the workers of rows with a given id, saved as `tasks/ID.md`.
  ///   - isSequence: whether each also waits for the one before it.
  ///   - caller: who adds them.
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

  /// Adds rows in this order, all or none, and once: a repetition of the request adds nothing, and
  /// gets the rows of the first request.
  ///
  /// - Parameters:
  ///   - rows: their fields; their `after` may name each other.
  ///   - briefs: more text for the workers of rows with a given id, saved as `tasks/ID.md`.
  ///   - isSequence: whether each also waits for the one before it.
  ///   - key: names the request.
  ///   - caller: who adds them.
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

  private func checked(_ rows: [Transition.NewItem]) throws -> [Transition.NewItem] {
    var checked: [Transition.NewItem] = []
    for row in rows { checked.append(try self.checked(row)) }
    return checked
  }

  /// The row with a known worker and repository, and with the due time as a cell has it.
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

  /// Brings a deleted or archived row back, with its files.
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
      // An earlier run may have brought back the row, but not its files.
      if case .notDeleted? = error.refusal { restoreFiles(of: id) }
      throw error
    }
  }

  /// What workers do not get of the briefs of some rows, by the row's id; empty if the queue is not
  /// found.
  public func briefWarnings(where isAskedFor: (String) -> Bool) -> [String: Notice] {
    (try? workspace())?.briefWarnings(where: isAskedFor) ?? [:]
  }

  /// The text that people do not see in the briefs of some rows, by the row's id.
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
