import Host
public import Model
public import QueueStore
import Text

// Edits of rows by people, and operations that only a table has.

extension TaskQueue {
  /// - Throws: if the queue may not be changed, or can't be written.
  public func checkWritable() throws(Problem) {
    try asking {
      try writability.get()
      try store().watchable?.checkWritable()
    }
  }

  /// Changes fields of a row. A relative due time becomes an absolute one.
  ///
  /// - Parameters:
  ///   - edit: the new texts.
  ///   - brief: more text for the worker of a row without a brief, saved as `tasks/ID.md`.
  ///   - caller: who edits.
  /// - Throws: `briefExists`; then nothing changes.
  public func edit(
    _ edit: Transition.Edit, brief: String? = nil, as caller: Caller
  ) throws(Problem) -> EditedRow {
    try asking {
      let (queue, policy) = (try queue(as: caller, for: "edit"), try policy())
      if let brief { return try self.edit(edit, brief, in: queue, policy) }
      let edit = try checked(edit, at: now())
      return EditedRow(try queue.perform(.edit(edit)), of: edit, policy)
    }
  }

  /// Changes fields of a row, all or none. A field that already has the new text stays unchanged.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - changes: the fields, each with the text that the caller saw, and the new text.
  ///   - force: whether a row may change while another session works on it.
  ///   - caller: who edits.
  /// - Throws: the refusal `editedMeanwhile` if a field has neither the seen text nor the new one.
  public func edit(
    _ id: String, _ changes: FieldChanges, force: Bool = false, as caller: Caller
  ) throws(Problem) -> EditedRow {
    try edit(
      Transition.Edit(id: id, changes.texts, seen: changes.seen, force: force), as: caller)
  }

  /// Saves the brief before the row changes, and removes it if it is certain that the row did not
  /// change.
  private func edit(
    _ edit: Transition.Edit, _ brief: String, in queue: Queue, _ policy: Policy
  ) throws -> EditedRow {
    let (id, workspace) = (edit.id, queue.workspace)
    try queue.checkWritable()
    _ = try row(id)
    var edit = try checked(edit, at: now())
    // If two rows had the same id, the row that keeps the id claims the file by a note.
    edit.assignsBrief = try workspace.isBriefUnassigned(of: id, in: snapshot())
    workspace.removeAbandonedBriefs()
    let isNew = try workspace.keepBrief(brief, of: id)
    do {
      if isNew {
        let change = KeptBriefs.Change(id: id, old: nil, newText: brief)
        try KeptBriefs.keep(
          [change], by: queue.commandKey, at: queue.clock.now, in: workspace)
      }
      let queue = queue.changingBriefs(of: isNew ? [id] : [])
      let name = isNew || edit.assignsBrief ? "tasks/\(id).md" : nil
      return EditedRow(try queue.perform(.edit(edit)), of: edit, policy, newBrief: name)
    } catch {
      if isNew, !Problem(error).mayBeMade { try? workspace.removeBrief(of: id) }
      throw error
    }
  }

  /// The edit with valid texts, a known worker and repository, and the due time in the form of a
  /// cell.
  private func checked(
    _ edit: Transition.Edit, at now: @autoclosure () throws -> QueueTime
  ) throws -> Transition.Edit {
    var edit = edit
    for (field, text) in edit.texts { edit.texts[field] = try field.checked(text) }
    if let name = edit.texts[.worker] { try checkWorker(name.isEmpty ? nil : name) }
    if let name = edit.texts[.repository], !name.isEmpty { try checkRepository(name) }
    if let due = edit.texts[.dueAt], !due.isEmpty {
      edit.texts[.dueAt] = QueueTime(due: due, at: try now())?.text
    }
    if let start = edit.texts[.notBefore], !start.isEmpty {
      edit.texts[.notBefore] = QueueTime(start: start, at: try now())?.text
    }
    return edit
  }

  /// The transition, whose edits have checked texts.
  ///
  /// - Parameter now: the time from which a relative due time counts.
  package func checked(
    _ transition: Transition, at now: @autoclosure () throws -> QueueTime
  ) throws -> Transition {
    switch transition {
    case .edit(let edit): .edit(try checked(edit, at: now()))
    case .several(let transitions): .several(try transitions.map { try checked($0, at: now()) })
    default: transition
    }
  }

  /// Gives another id to one of several rows with the same id. The brief is copied, because it is
  /// unknown for which row it was written. Rows that wait for the old id then wait for the row that
  /// keeps it.
  ///
  /// - Parameters:
  ///   - id: the id of the rows.
  ///   - line: the row's line in the file, starting at 1.
  ///   - newID: the row's new id.
  ///   - caller: who renames the row.
  public func rename(
    _ id: String, inLine line: Int, to newID: String, as caller: Caller
  ) throws(Problem) {
    try asking {
      try refuseDatabase(for: .queueFile)
      guard try !read({ try $0.contains(newID) }) else {
        throw Problem.hinted(
          .refused(.alreadyExists(newID)), Sentence("choose another id", "다른 id를 고르십시오"))
      }
      let workspace = try workspace()
      let hasNewBrief = try workspace.copyBrief(of: id, to: newID)
      do {
        try mendingTable(as: caller, for: "edit") { table, change in
          try table.rename(id, inLine: line, to: newID, change, receive: show)
        }
      } catch {
        if hasNewBrief, !Problem(error).mayBeMade { try? workspace.removeBrief(of: newID) }
        throw error
      }
    }
  }

  /// Undoes the last merge of a saved file. The table then has the saved text, with all later
  /// changes.
  public func undoMerge(as caller: Caller) throws(Problem) -> UndoneMerge {
    try asking {
      try mendingTable(as: caller, for: "undo") { try $0.undoMerge($1, receive: show) }
    }
  }

  /// Aligns the columns of the table.
  ///
  /// - Returns: the number of changed lines.
  public func align(as caller: Caller) throws(Problem) -> Int {
    try asking {
      try mendingTable(as: caller, for: "fmt") { try $0.align($1, receive: show) }
    }
  }

  /// Gives the next ids to rows without an id.
  ///
  /// - Returns: the new ids, in the order of the table.
  public func nameRows(as caller: Caller) throws(Problem) -> [String] {
    try asking {
      let prefix = try policy().idPrefix
      let highest = try workspace().highestBrief(of: prefix)
      return try mendingTable(as: caller, for: "fmt") { table, change in
        try table.nameRows(prefix: prefix, above: highest, change, receive: show)
      }
    }
  }

  /// Puts back a queue's file that was removed or emptied.
  ///
  /// - Throws: if the file has text, or no version of it is recorded.
  public func restoreFile(as caller: Caller) throws(Problem) -> RestoredFile {
    try asking {
      let path = try tablePath()
      let name = Path.name(of: path)
      do {
        let restored = try mendingTable(as: caller, for: "restore") { table, context in
          StoreOutcome(try table.restoreFile(context), isRecorded: true)
        }
        if let restored { return restored }
      } catch {
        guard case .system(let reason)? = error as? StoreError, reason.alreadyExists else {
          throw error
        }
        throw Problem.adapter(
          .exists, Sentence("\(name) is there, and not empty", "\(name): 파일이 있고 비어 있지 않습니다"),
          hint: Sentence(
            "move it away first; orch restore --id ID brings back a row",
            "먼저 다른 곳으로 옮기십시오. 행은 orch restore --id ID로 되살립니다"))
      }
      throw Problem.adapter(
        .noQueue,
        Sentence("no version of \(name) is recorded", "\(name): 기록된 버전이 없습니다"),
        hint: Sentence("take it from a backup or from git", "백업이나 git에서 가져오십시오"))
    }
  }

  /// Repairs the table, and then updates its mirror.
  ///
  /// - Throws: a usage error with `--db`.
  private func mendingTable<Value>(
    as caller: Caller, for verb: String,
    _ operation: (any TableMending, TransitionContext) throws -> StoreOutcome<Value>
  ) throws -> Value {
    let queue = try queue(as: caller, for: verb)
    guard let table = queue.store.tableMending else {
      throw Problem.fileOnly(command: opening.command ?? verb, .queueFile)
    }
    try queue.checkWritable()
    let outcome = try operation(table, queue.contextWithoutPolicy)
    if outcome.isRecorded { queue.updateMirror() }
    return outcome.value
  }
}

/// A row after an edit.
public struct EditedRow: Sendable {
  public typealias Change = (field: EditableField, from: String?, to: String?)

  public let decision: Decision
  /// The requested fields that changed. A worker or a timeout is left out if it is prose, because
  /// the settings have no workers.
  public let changes: [Change]
  /// Whether a new text has a `|` that became `/` in the row.
  public let losesPipes: Bool
  /// The name of the new brief, relative to home; `nil` if there is none.
  public let newBrief: String?

  public init(
    _ decision: Decision, of edit: Transition.Edit, _ policy: Policy, newBrief: String? = nil
  ) {
    (self.decision, self.newBrief) = (decision, newBrief)
    guard case .change(let change) = decision, let before = change.before, let after = change.after
    else {
      (changes, losesPipes) = ([], false)
      return
    }
    losesPipes = RowNotice.losesPipes(edit.texts, in: after)
    changes = EditableField.allCases.filter { edit.texts[$0] != nil }
      .map { ($0, $0.text(of: before, policy), $0.text(of: after, policy)) }
      .filter { $0.1 != $0.2 }
  }

  /// The notices for a person about the row.
  public var notices: [RowNotice] {
    guard let item = decision.item, !changes.isEmpty else { return [] }
    let changesCriteria = changes.contains { $0.field == .successCriteria }
    var notices: [RowNotice] = []
    if losesPipes { notices.append(.replacedPipes(id: item.id)) }
    if changesCriteria, item.status == .inProgress {
      notices.append(.criteriaDuringWork(id: item.id))
    } else if changesCriteria, item.asksForNothing {
      notices.append(.noCriteria(id: item.id))
    }
    if changesCriteria { notices += item.malformedProofs }
    if changes.contains(where: { $0.field == .notes }) { notices += item.nearMissNotices }
    return notices
  }

  /// A row that the edit did not change.
  public init(unchanged item: QueueItem) {
    (decision, changes, losesPipes, newBrief) = (.alreadySo(item), [], false, nil)
  }
}

extension Problem {
  /// Whether the change may have been made despite the error.
  fileprivate var mayBeMade: Bool {
    if case .store(.notDurable) = self { return true }
    return if case .store(.undecided) = self { true } else { false }
  }
}
