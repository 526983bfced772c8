/// An entry of a store's history: a change of one row, a save without changes, or a fact.
///
/// A save in an editor that changed several rows is several entries with the same number.
public struct HistoryEntry: Equatable, Sendable {
  public let sequence: Int
  /// When the entry was written, in ISO 8601 with the offset.
  public let time: String
  public let traceID: String
  public let command: String
  /// Names the run of the program if the trace id was given from outside; else empty.
  public let run: String
  /// The session, else `user@host`, else `external`.
  public let actor: String
  /// The change of the row; `nil` if no row changed.
  public var row: RowChange?
  /// The number of the entry that this one undid.
  public let undoes: Int?
  /// The fact that the entry notes; `nil` for a change of a row.
  public var fact: QueueFact?
  /// When the queue was written, in nanoseconds since 1970, by the machine's clock; `nil` if the
  /// store does not know.
  public var writtenAt: Int?
  /// What the merge of a save did to the row in addition to applying the edit.
  public var merge: RowMerge?

  public init(
    sequence: Int, time: String, traceID: String, command: String, run: String = "",
    actor: String, row: RowChange?, undoes: Int? = nil
  ) {
    self.sequence = sequence
    self.time = time
    self.traceID = traceID
    self.command = command
    self.run = run
    self.actor = actor
    self.row = row
    self.undoes = undoes
  }

  /// The id of the changed row, or of the row in the fact.
  public var id: String? { row?.id ?? fact?.id }
  /// The cells that changed, by column name. `before` is empty for an added row, `after` for a
  /// removed one.
  public var before: [String: String] { row?.before ?? [:] }
  public var after: [String: String] { row?.after ?? [:] }
  public var findings: ReportFindings? { row?.findings }
  public var failure: FailureClass? { row?.failure }
  public var formerClaim: FormerClaim? { row?.formerClaim }
  public var changesBrief: Bool { row?.changesBrief ?? false }
  public var source: RowSource? { row?.source }

  /// The command of an entry for a save in an editor.
  public static let externalCommand = Event.externalEdit.rawValue
  /// The actor of an entry for a save in an editor.
  public static let externalActor = "external"
  /// The command that writes the table from a database.
  public static let renderCommand = "render"
  /// The commands that work without a person: they claim rows for workers, process the reports and
  /// endings of workers, and free lost rows.
  public static let dispatchCommands = backgroundCommands.union(["dispatch", "watchdog"])
  /// Those of them that cron, a daemon and supervisors run, rather than the user they run as.
  static let backgroundCommands: Set = ["tick", "supervise", "drain"]
  /// The command that removes rows, whose changes can be undone.
  public static let removeCommand = "rm"
  /// The command that puts a removed or archived row back.
  public static let restoreCommand = "restore"

  /// Whether the change added the row.
  public var isAddition: Bool { row?.isAddition ?? false }
  /// Whether the change put back a removed row, and added no new one.
  public var putsBack: Bool {
    isAddition && (undoes != nil || command == Self.restoreCommand)
  }
  /// Whether the change removed the row.
  public var isRemoval: Bool { row?.isRemoval ?? false }
  /// Whether the change gave the row a new id, because another row has its old id.
  public var isRenaming: Bool { before[Column.id.name] != nil && after[Column.id.name] != nil }
  /// The status that the change gave to the row; `nil` if it did not change the status.
  public var newStatus: Status? {
    after[Column.status.name].flatMap(Status.init(rawValue:))
  }
  /// Like `newStatus`, but also for events of the Python tool, which have no cells.
  public var givenStatus: Status? { newStatus ?? (isPython ? Self.statuses[command] : nil) }

  /// The name of the plan in the notes that the change gave to the row.
  public var givenPlan: String? {
    after[Column.notes.name].flatMap { Notes($0).value(of: .plan) }
  }

  private var isPython: Bool { before.isEmpty && after.isEmpty && traceID.isEmpty }

  private static let statuses: [String: Status] = [
    Event.added.rawValue: .pending, Event.picked.rawValue: .inProgress,
    Event.retried.rawValue: .pending, Event.released.rawValue: .pending,
    Event.done.rawValue: .done, Event.failed.rawValue: .failed, Event.blocked.rawValue: .blocked,
  ]
}

/// A part of the history.
public enum HistoryScope: Equatable, Sendable {
  /// All changes of one row.
  case row(String)
  /// All changes of these rows.
  case rows(Set<String>)
  /// The recent changes. A database returns this number of them.
  case latest(Int)
  /// The recent changes of any row; each store has its own limit.
  case recent
  case everything
  /// The entries after the one with this number; all recent ones if the numbering has restarted
  /// since.
  case since(Int)
}

/// The commit with which git brought a change of a row.
public struct RowSource: Equatable, Sendable {
  /// The id of the commit.
  public let commit: String
  /// The name of the commit's author.
  public let author: String

  public init(commit: String, author: String) { (self.commit, self.author) = (commit, author) }
}

/// A change of one row: the cells that differ, by column name; `-` is an empty cell.
public struct RowChange: Equatable, Sendable {
  public let id: String
  /// Empty for an added row.
  public let before: [String: String]
  /// Empty for a removed row.
  public let after: [String: String]
  /// The position of a removed row.
  public var place: RowPlace?
  /// The findings about the report that caused the change.
  public var findings: ReportFindings?
  /// The class of the failed attempt that the change ended.
  public var failure: FailureClass?
  /// The parts of the row's claim that the change removed; `nil` if it removed nothing.
  public var formerClaim: FormerClaim?
  /// The digest of the content that a person decided, or was asked to decide; `nil` if there is
  /// none.
  public var digest: String?
  /// The commit that a person approved instead of the one that a verdict judged.
  public var work: JudgedWork?
  /// Whether the change included the row's brief.
  public var changesBrief = false
  /// The commit that brought the change; `nil` if git did not bring it, or the commit is unknown.
  public var source: RowSource?
  /// The number of the entry that this change undid, if the entry has several rows and only this
  /// one was undone.
  public var undoes: Int?
  /// The command that was undone as a whole, as in `HistoryEntry.commandKey`; `nil` if no command
  /// or only one of its rows was undone.
  public var undoneCommand: String?

  public init(
    id: String, before: [String: String], after: [String: String], place: RowPlace? = nil
  ) {
    self.id = id
    self.before = before
    self.after = after
    self.place = place
  }

  public init(_ change: ItemChange) {
    let differing = Column.allCases.filter {
      change.before?.text(of: $0) != change.after?.text(of: $0)
    }
    let plain = QueueItem.Record()
    let hasOtherRecord = change.before?.record ?? plain != change.after?.record ?? plain
    let otherFields = change.before?.record.flatMap { change.after?.record?.fields(unlike: $0) }
    let hasOtherAfterColumn = Self.differsInAfterColumn(change)
    func texts(_ item: QueueItem?, _ place: RowPlace?) -> [String: String] {
      guard let item else { return [:] }
      var cells = Dictionary(
        uniqueKeysWithValues: differing.map { ($0.name, item.text(of: $0) ?? "-") })
      if hasOtherAfterColumn {
        cells[Column.afterName] = item.after.isEmpty ? "-" : item.after.joined(separator: ",")
      }
      for field in FieldColumn.allCases {
        guard change.before?.fieldCells[field] != change.after?.fieldCells[field] else { continue }
        cells[field.rawValue] = item.fieldCells[field] ?? "-"
      }
      if let place { cells[RowPlace.name] = place.cell }
      guard hasOtherRecord, let record = item.record else { return cells }
      let fields = otherFields.map { record.cells(of: $0) } ?? record.cells
      return cells.merging(fields) { cell, _ in cell }
    }
    self.init(
      id: change.id, before: texts(change.before, change.move?.from),
      after: texts(change.after, change.move?.to))
    findings = change.findings
    failure = change.failure
    formerClaim = FormerClaim(change)
    digest = change.digest
    work = change.work
    (changesBrief, undoneCommand) = (change.changesBrief, change.undoneCommand)
  }

  /// Whether the change added the row.
  public var isAddition: Bool { after[Column.id.name] != nil && before[Column.id.name] == nil }
  /// Whether the change removed the row.
  public var isRemoval: Bool { before[Column.id.name] != nil && after[Column.id.name] == nil }

  /// Whether the row's dependencies changed in a separate column and not in the notes.
  private static func differsInAfterColumn(_ change: ItemChange) -> Bool {
    guard let before = change.before, let after = change.after, before.after != after.after else {
      return false
    }
    return before.notes.after == after.notes.after
  }
}
