/// A command to undo.
public struct UndoneCommand: Equatable, Sendable {
  /// The command that must be the caller's last one, as in `HistoryEntry.commandKey`; `nil` for
  /// any.
  public var key: String?
  /// Whether rows that have changed since are skipped; otherwise one such row stops the undo.
  public var skipsChanged = false

  public init(key: String? = nil, skipsChanged: Bool = false) {
    (self.key, self.skipsChanged) = (key, skipsChanged)
  }

  /// How many changes of the history are searched.
  public static let historyCount = 50_000
}

/// The fate of a brief after a command changed it.
public enum BriefFate: Sendable {
  case asLeft
  case changed
  /// The brief's text before the command is no longer kept.
  case forgotten
}

extension HistoryEntry {
  /// Identifies the command, which is one run of a program: the run's name, else the trace id that
  /// was generated for it, else the entry alone.
  public var commandKey: String {
    if !run.isEmpty { return run }
    return traceID.isMadeTraceID ? traceID : "\(time) \(sequence)"
  }

  /// Why the command of this entry can't be undone as a whole; `nil` if it can.
  public var reasonAgainstUndo: Refusal.Irreversible? {
    if isRenaming { return .renaming }
    if landsWork { return .landed }
    if findings != nil || command == "report" { return .report }
    let isClaim = newStatus == .inProgress && before[Column.status.name] != nil
    return isClaim ? .claim : nil
  }

  /// Whether the change notes that the row's work was merged, or sent as a pull request.
  var landsWork: Bool {
    let (notes, former) = (Notes(after["notes"] ?? ""), Notes(before["notes"] ?? ""))
    return [Notes.ControlKey.merged, .pullRequest].contains { key in
      notes.value(of: key).map { $0 != former.value(of: key) } ?? false
    }
  }
}

extension String {
  /// Whether the text is `trace-` and twelve hexadecimal digits. Such an id is unique to one run of
  /// a program.
  fileprivate var isMadeTraceID: Bool {
    utf8.count == 18 && hasPrefix("trace-")
      && utf8.dropFirst(6).allSatisfy("0123456789abcdef".utf8.contains)
  }
}

extension [HistoryEntry] {
  /// The commands of a caller that were not undone, newest first, each with its changes, oldest
  /// first.
  ///
  /// - Parameter context: has the caller.
  public func commandsToUndo(by context: TransitionContext) -> [[HistoryEntry]] {
    var places: [String: Int] = [:]
    var commands: [[HistoryEntry]] = []
    let undone = Set(compactMap(\.row?.undoneCommand))
    for entry in undoable.reversed() where entry.isBy(context) {
      if HistoryEntry.backgroundCommands.contains(entry.command) { continue }
      let key = entry.commandKey
      if undone.contains(key) { continue }
      if let place = places[key] {
        commands[place].append(entry)
      } else {
        places[key] = commands.count
        commands.append([entry])
      }
    }
    return commands.map { $0.reversed() }
  }
}

/// Undoes the last command of the caller: all rows that it changed, or none.
struct UndoOfCommand {
  let command: UndoneCommand
  let context: TransitionContext

  func decide(in table: some QueueTable) throws -> Decision {
    guard let entries = context.history.commandsToUndo(by: context).first else {
      throw Refusal.nothingToUndo(nil)
    }
    if let key = command.key, entries[0].commandKey != key {
      throw Refusal.otherCommand(entries[0])
    }
    for entry in entries {
      if let reason = entry.reasonAgainstUndo { throw Refusal.irreversible(entry, reason) }
    }
    var changes = try changes(of: entries.whole, in: table)
    try checkNeeded(&changes, in: table)
    try checkCycles(changes, in: table)
    for index in changes.indices { changes[index].undoneCommand = entries[0].commandKey }
    return Decision(changes.inPlaceOrder)
  }

  private func changes(
    of entries: [HistoryEntry], in table: some QueueTable
  ) throws -> [ItemChange] {
    let (undo, removals) = (Undo(context: context), context.history.removals)
    var changes: [ItemChange] = []
    var first: Refusal?
    for entry in entries {
      guard let id = entry.id else { continue }
      do {
        try checkBrief(entry)
        var change = try undo.change(
          takingBack: entry, of: id, in: table, removals, claimsBefore: changes.count)
        change.changesBrief = entry.changesBrief
        changes.append(change)
      } catch let refusal as Refusal where command.skipsChanged && refusal.isOfLaterChange {
        first = first ?? refusal
      }
    }
    if changes.isEmpty { throw first ?? .nothingToUndo(nil) }
    return changes
  }

  private func checkBrief(_ entry: HistoryEntry) throws(Refusal) {
    guard entry.changesBrief else { return }
    switch context.fateOfBrief?(entry) {
    case .asLeft?, nil: return
    case .changed?: throw .briefChangedSince(entry)
    case .forgotten?: throw .irreversible(entry, .forgottenBrief)
    }
  }

  /// Refuses to remove a row for which a remaining row waits. If the command skips rows, the row is
  /// kept instead.
  private func checkNeeded(_ changes: inout [ItemChange], in table: some QueueTable) throws {
    while true {
      let after = Dictionary(changes.map { ($0.id, $0.after) }) { first, _ in first }
      let removed = Set(changes.filter { $0.after == nil }.map(\.id))
      if removed.isEmpty { return }
      // Usually no other row waits for any of them.
      let all = try table.rows(waitingFor: removed)
      guard all.contains(where: { after[$0] == nil || after[$0]??.after.isEmpty == false }) else {
        return
      }
      var needed: [String: [String]] = [:]
      for id in removed {
        let waiting = try table.rows(waitingFor: [id]).filter { other in
          guard let changed = after[other] else { return true }
          return changed?.after.contains(id) ?? false
        }
        if !waiting.isEmpty { needed[id] = waiting }
      }
      if needed.isEmpty { return }
      guard command.skipsChanged, let first = changes.first(where: { needed[$0.id] != nil }) else {
        let first = changes.first { needed[$0.id] != nil }
        throw Refusal.neededBy(first?.id ?? "", needed[first?.id ?? ""] ?? [])
      }
      changes.removeAll { needed[$0.id] != nil }
      if changes.isEmpty { throw Refusal.neededBy(first.id, needed[first.id] ?? []) }
    }
  }

  private func checkCycles(_ changes: [ItemChange], in table: some QueueTable) throws {
    let changed = changes.filter { $0.after.map(\.after) != $0.before.map(\.after) }
    if changed.allSatisfy({ $0.after?.after.isEmpty ?? true }) { return }
    let removed = Set(changes.filter { $0.after == nil }.map(\.id))
    let rows = ChangedDependencies(of: changes.compactMap(\.after), without: removed, in: table)
    let cycle = try Dependencies.cycles(among: changed.map(\.id), atMost: 1, after: rows.ids).first
    if let cycle { throw Refusal.dependencyCycle(cycle) }
  }
}

extension Refusal {
  /// Whether the row differs from the state after the command.
  package var isOfLaterChange: Bool {
    [.changedSince, .notFound, .alreadyExists].contains(code)
  }
}

extension [HistoryEntry] {
  /// The changes of a command, with the changes of each row combined.
  fileprivate var whole: [HistoryEntry] {
    var places: [String: Int] = [:]
    var whole: [HistoryEntry] = []
    for entry in self {
      if let place = places[entry.id ?? ""] {
        whole[place] = whole[place].followed(by: entry)
      } else {
        places[entry.id ?? ""] = whole.count
        whole.append(entry)
      }
    }
    return whole
  }
}

extension HistoryEntry {
  /// The change from before this entry to after a later one of the same row; it replaces both.
  fileprivate func followed(by later: HistoryEntry) -> HistoryEntry {
    var row = RowChange(
      id: id ?? "", before: later.before.merging(before) { $1 },
      after: after.merging(later.after) { $1 }, place: later.row?.place)
    (row.findings, row.failure) = (later.findings, later.failure)
    row.formerClaim = formerClaim ?? later.formerClaim
    row.changesBrief = changesBrief || later.changesBrief
    var both = later
    both.row = row
    return both
  }
}

extension [ItemChange] {
  /// The same changes, except that rows that return to the same place are in the order that they
  /// had there.
  fileprivate var inPlaceOrder: [ItemChange] {
    let brought = Dictionary(
      filter { $0.before == nil || $0.move != nil }.map {
        ($0.id, $0.move?.to ?? $0.undoes?.row?.place)
      }
    ) { first, _ in first }
    if brought.count < 2 { return self }
    var depths: [String: Int] = [:]
    func depth(_ id: String) -> Int {
      var (chain, next): ([String], String?) = ([], id)
      while let id = next, depths[id] == nil, !chain.contains(id), let place = brought[id] {
        chain.append(id)
        if case .behind(let above)? = place { next = above } else { next = nil }
      }
      var depth = next.flatMap { depths[$0] } ?? 0
      for id in chain.reversed() {
        depth += 1
        depths[id] = depth
      }
      return depths[id] ?? 0
    }
    return enumerated().map { (depth($1.id), $0, $1) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}
