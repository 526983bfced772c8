/// Undoes the last transition of a row: each cell gets its previous text back.
///
/// A second undo goes one transition further back: undone entries and the undo itself are skipped.
struct Undo {
  let context: TransitionContext

  func decide(of id: String, in table: some QueueTable) throws -> Decision {
    guard let entry = try target(id) else {
      if try !table.contains(id) { throw Refusal.notFound(id) }
      throw Refusal.nothingToUndo(id)
    }
    if entry.isApproval, hasLanded(since: entry) {
      throw Refusal.irreversible(entry, .approvalOfLanded)
    }
    let change = try change(takingBack: entry, of: id, in: table)
    if entry.isAddition {
      let waiting = try table.rows(waitingFor: [id])
      guard waiting.isEmpty else { throw Refusal.neededBy(id, waiting) }
    }
    if let item = change.before { try change.after?.checkNoCycle(since: item, in: table) }
    return .change(change)
  }

  /// The change that restores a row's state before an entry. The dependencies of other rows on this
  /// row are not checked.
  ///
  /// - Parameters:
  ///   - entry: the entry to undo.
  ///   - id: the row's id.
  ///   - table: the queue.
  ///   - removals: the removals in the history, if the caller has them.
  ///   - claimsBefore: how many new claims other rows may get in the same undo.
  func change(
    takingBack entry: HistoryEntry, of id: String, in table: some QueueTable,
    _ removals: [String: HistoryEntry]? = nil, claimsBefore: Int = 0
  ) throws -> ItemChange {
    let number = try table.nextClaimNumber + claimsBefore
    if entry.isRemoval {
      let restoration = Restoration(
        id: id, removals: removals ?? context.history.removals, context: context)
      var change = try restoration.change(of: entry, in: table, as: .undone, claim: number)
      change.undoes = entry
      return change
    }
    let item = try table.existing(id)
    // A row that was added in an editor can be removed there, or by `rm`.
    if entry.isExternal, entry.isAddition { throw Refusal.irreversible(entry, .addedInEditor) }
    try checkUnchanged(item, since: entry)
    try checkFence(of: item)
    if entry.isAddition { return ItemChange(.undone, before: item, after: nil, undoes: entry) }
    let losesWorker = try losesWorker(entry, item)
    let streak = entry.formerClaim.map(\.streak) ?? item.claim?.streak
    let isMoved = entry.before[Column.status.name] != nil
    var change = ItemChange(changing: item, .undone, streak: isMoved ? streak : nil) { after in
      for column in Column.allCases where entry.before[column.name] != nil {
        after.set(column, to: entry.before[column])
      }
      if let ids = entry.before[Column.afterName] {
        after.after = Self.ids(in: ids)
      } else if item.after == item.notes.after {
        after.after = after.notes.after
      }
      for field in FieldColumn.allCases {
        if let cell = entry.before[field.rawValue] {
          after.fieldCells[field] = cell == "-" ? nil : cell
        }
      }
      after.record?.apply(entry.before.filter { entry.after[$0.key] != $0.value })
      if losesWorker { after.loseWorker() }
      giveBack(&after, from: item, streak, number)
    }
    change.undoes = entry
    if let above = entry.before[RowPlace.name] {
      change.move = try move(of: item.id, to: RowPlace(cell: above), since: entry, in: table)
    }
    return change
  }

  /// Moves a row back below the row that was above it, even if that row has moved.
  ///
  /// - Throws: if the row above is gone, or if the row was moved since.
  private func move(
    of id: String, to place: RowPlace, since entry: HistoryEntry, in table: some QueueTable
  ) throws -> RowMove {
    let present = try RowPlace.ofRows(table.ids)[id] ?? .first
    let isMovedSince = context.history.contains {
      $0.id == id && $0.sequence > entry.sequence && $0.after[RowPlace.name] != nil
    }
    if isMovedSince { throw Refusal.changedSince(entry, RowPlace.name, present.cell) }
    if case .behind(let above) = place, try !table.contains(above) {
      throw Refusal.notFound(above)
    }
    return RowMove(from: present, to: place)
  }

  /// Whether the change ended the work of a worker that orch had started; then the row waits for
  /// another worker.
  ///
  /// - Throws: if the previous status is not a valid one, or if a worker's own report or end made
  ///   the change.
  private func losesWorker(_ entry: HistoryEntry, _ item: QueueItem) throws(Refusal) -> Bool {
    guard let before = entry.before[Column.status.name] else { return false }
    guard let status = Status(rawValue: before) else {
      throw .irreversible(entry, .unknownStatus(before))
    }
    let owner = entry.before[Column.ownerSession] ?? item.ownerSession
    guard status == .inProgress, item.status != .inProgress, owner == item.label else {
      return false
    }
    if entry.isOfWorker { throw .irreversible(entry, .endOfAttempt) }
    return true
  }

  /// Refuses a row on which another session works now.
  private func checkFence(of item: QueueItem) throws(Refusal) {
    try item.checkLease(.undo, context)
    if item.isClaimed { try item.checkClaimToken(.undo, context) }
  }

  /// Gives a row IN_PROGRESS a new claim, or hands over its claim and lease. The row gets its
  /// previous streak.
  private func giveBack(
    _ after: inout QueueItem, from item: QueueItem, _ streak: FailureStreak?, _ number: Int
  ) {
    if after.status == .inProgress, item.status != .inProgress {
      after.claimAgain(number, context)
    } else if after.status == .inProgress, after.ownerSession != item.ownerSession {
      after.handOver(to: after.ownerSession, context)
    } else if after.claim == nil, streak != nil {
      after.claim = Claim(number, context)
    }
    after.claim?.streak = streak
  }

  private func target(_ id: String) throws(Refusal) -> HistoryEntry? {
    let found = context.history.undoable.last { $0.id == id && !$0.isOfBriefAlone }
    // A session undoes only its own transitions, a person any.
    if let found, context.session != nil, !found.isBy(context) { throw .notYours(found) }
    if let found, found.isRenaming { throw .irreversible(found, .renaming) }
    return found
  }

  /// Whether this entry of the row or a later one merged or sent the row's work. An undo of that
  /// later entry changes nothing outside the queue.
  private func hasLanded(since entry: HistoryEntry) -> Bool {
    let history = context.history.drop { $0 != entry }
    return history.contains { $0.id == entry.id && $0.landsWork }
  }

  private func checkUnchanged(
    _ item: QueueItem, since entry: HistoryEntry
  ) throws(Refusal) {
    for column in Column.allCases {
      // A row that was added without notes may have notes now, because attempts are counted in the
      // notes.
      let isRecorded = entry.isAddition && column == .notes || entry.after[column.name] != nil
      guard isRecorded else { continue }
      guard item.text(of: column) == entry.after[column] else {
        throw .changedSince(entry, column.name, item.text(of: column))
      }
    }
    if let after = entry.after[Column.afterName], Self.ids(in: after) != item.after {
      throw .changedSince(
        entry, Column.afterName, EditableField.after.text(of: item, context.policy))
    }
    for field in FieldColumn.allCases {
      if let cell = entry.after[field.rawValue], cell != item.fieldCells[field] ?? "-" {
        throw .changedSince(entry, field.rawValue, item.fieldCells[field])
      }
    }
    // Versions before 0.8 also logged unchanged fields.
    let changed = entry.after.filter { entry.before[$0.key] != $0.value }
    if let record = item.record, let field = record.firstField(unlike: changed) {
      throw .changedSince(entry, field, record.cells[field])
    }
  }

  private static func ids(in cell: String) -> [String] {
    cell == "-" ? [] : Dependencies.ids(in: cell)
  }
}

extension [HistoryEntry] {
  /// Of the entries of one id, those since a row was last added with it: an earlier row with this
  /// id was removed, and was other work. A row that was cut and pasted in an editor is the same.
  package var ofPresentRow: [HistoryEntry] {
    let addition = indices.last { place in
      let entry = self[place]
      guard entry.isAddition, !entry.putsBack else { return false }
      let former = self[..<place].last(where: \.isRemoval)?.before ?? [:]
      return entry.command != HistoryEntry.externalCommand
        || [Column.task.name, Column.successCriteria.name].contains {
          former[$0] != entry.after[$0]
        }
    }
    return Array(self[(addition ?? startIndex)...])
  }

  /// The changes of rows that were not undone, and renamings, oldest first.
  var undoable: [HistoryEntry] {
    // After the journal is deleted, its numbers start at 1 again, so earlier numbers are not
    // comparable.
    let start = indices.dropFirst().last { self[$0].sequence < self[$0 - 1].sequence } ?? 0
    let recent = self[start...]
    let undone = Set(recent.compactMap(\.undoneChange))
    let commands = Set(recent.compactMap { entry in entry.row.flatMap(\.undoneRow) })
    return recent.filter { entry in
      entry.id != nil && entry.undoes == nil
        && (!entry.before.isEmpty || !entry.after.isEmpty || entry.isOfBriefAlone)
        && !undone.contains(UndoneChange(sequence: entry.sequence, id: entry.id))
        && !commands.contains(UndoneRow(command: entry.commandKey, id: entry.id ?? ""))
    }
  }

  /// The last removal of each row.
  var removals: [String: HistoryEntry] {
    var removals: [String: HistoryEntry] = [:]
    for entry in self where entry.isRemoval { removals[entry.id ?? ""] = entry }
    return removals
  }
}

/// An undone change of one row. An entry may have several.
private struct UndoneChange: Hashable {
  let sequence: Int
  let id: String?
}

extension HistoryEntry {
  fileprivate var undoneChange: UndoneChange? {
    undoes.map { UndoneChange(sequence: $0, id: id) }
  }
}

/// A row of a command that was undone as a whole, with all its changes.
private struct UndoneRow: Hashable {
  let command, id: String
}

extension RowChange {
  fileprivate var undoneRow: UndoneRow? {
    undoneCommand.map { UndoneRow(command: $0, id: id) }
  }
}

extension HistoryEntry {
  /// Whether the row's brief changed, but no cell.
  var isOfBriefAlone: Bool { changesBrief && before.isEmpty && after.isEmpty }

  /// Whether the entry added a person's approval to the row. One that has only another digest is
  /// not a new one.
  fileprivate var isApproval: Bool {
    func signatures(_ cells: [String: String]) -> Set<Substring> {
      Set(Notes(cells[Column.notes.name] ?? "").segments.compactMap(Notes.signature))
    }
    return !signatures(after).isSubset(of: signatures(before))
  }

  /// Whether a save in an editor made this change.
  fileprivate var isExternal: Bool { command == Self.externalCommand }

  /// Whether a worker or an automatic command made this change: a report, or the end of an attempt.
  var isOfWorker: Bool {
    findings != nil || failure != nil || command == "report"
      || Self.dispatchCommands.contains(command)
  }

  /// Whether the caller made this change: the same session, or the same user of the same machine.
  func isBy(_ context: TransitionContext) -> Bool {
    // Sessions named worker@1 and worker@2 are different users.
    let caller = context.author.actor
    if context.session != nil || actor == caller { return actor == caller }
    return actor.userOfProcess.map { caller.hasPrefix("\($0)@") } ?? false
  }
}

extension String {
  /// `me` from `me@4711`, the form in which versions before 0.8 named a person.
  fileprivate var userOfProcess: Substring? {
    let digits = utf8.reversed().prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let rest = utf8.dropLast(digits.count)
    guard !digits.isEmpty, rest.last == UInt8(ascii: "@") else { return nil }
    return Substring(rest.dropLast())
  }
}

extension HistoryEntry {
  /// The row that this entry added, or that it removed as it was before; `nil` for other entries,
  /// and if the cells don't form a row.
  public var wholeRow: QueueItem? {
    guard isAddition || isRemoval else { return nil }
    let cells = isRemoval ? before : after
    var item = QueueItem(cells: cells, hasAfterColumn: false)
    var record = QueueItem.Record()
    record.apply(cells)
    // If the cells lack the fields of a database, these fields are in the notes.
    if record != QueueItem.Record() { item?.record = record }
    return item
  }
}

/// Restores a deleted row from the history.
struct Restoration {
  let id: String
  let removals: [String: HistoryEntry]
  let context: TransitionContext

  func decide(in table: some QueueTable) throws -> Decision {
    guard try !table.contains(id) else { throw Refusal.notDeleted(id) }
    guard let entry = removals[id] else { throw Refusal.neverDeleted(id) }
    let number = try table.nextClaimNumber
    return .change(try change(of: entry, in: table, as: .restored, claim: number))
  }

  /// - Parameters:
  ///   - entry: the removal.
  ///   - table: the queue.
  ///   - event: the event of the change.
  ///   - number: the number for a new claim.
  func change(
    of entry: HistoryEntry, in table: some QueueTable, as event: Event, claim number: Int
  ) throws -> ItemChange {
    guard try !table.contains(id) else { throw Refusal.notDeleted(id) }
    guard var item = entry.wholeRow else { throw Refusal.unreadableDeletion(id) }
    item.record = item.record ?? QueueItem.Record()
    // A row that was deleted in an editor keeps its worker, whose token is still valid.
    if item.status == .inProgress, !entry.isExternal {
      // A worker that orch had started ended with its row.
      if item.ownerSession == item.label {
        item.loseWorker()
      } else {
        item.claimAgain(number, context)
      }
    }
    let place = try place(after: entry, in: table)
    let origin = ItemChange.Origin(place: place, cells: entry.before.ofOwnColumns)
    return ItemChange(event, before: nil, after: item, origin: origin)
  }

  /// The place after the nearest row above that still exists, as far as the history shows it.
  private func place(after entry: HistoryEntry, in table: some QueueTable) throws -> RowPlace? {
    var place = entry.row?.place
    var passed: Set<String> = [id]
    while case .behind(let above)? = place, passed.insert(above).inserted,
      try !table.contains(above), let next = removals[above]?.row?.place
    {
      place = next
    }
    return place
  }
}

extension QueueItem {
  /// Makes the row wait for another worker.
  fileprivate mutating func loseWorker() {
    status = .pending
    (ownerSession, startedAt) = (nil, nil)
  }

  /// Gives the row's owner a new claim.
  fileprivate mutating func claimAgain(_ number: Int, _ context: TransitionContext) {
    claim = Claim(number, context, lease: ownerSession.map { Lease(ofClaimBy: $0, context) })
  }
}
