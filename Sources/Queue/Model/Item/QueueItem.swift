/// A row of the queue.
///
/// Texts are those of the cells, trimmed and unescaped; `nil` is an empty cell or `-`. Times stay
/// text, because people write them: read them with `QueueTime`.
public struct QueueItem: Equatable, Sendable {
  public let id: String
  public var status: Status
  public var priority: Priority
  public var task: String?
  public var successCriteria: String?
  public var ownerSession: String?
  public var startedAt: String?
  public var dueAt: String?
  public var notes: Notes
  /// The ids of the rows that this one waits for, from the `after` column or the notes.
  public var after: [String]
  /// The cells of the optional columns that the table has; none for empty ones.
  public var fieldCells: [FieldColumn: String] = [:]
  /// The line in the Markdown file, counting from 1; `nil` in other stores.
  public var line: Int?
  /// The latest claim; `nil` where the store has none.
  public var claim: Claim?
  /// The fields that a database keeps in columns of its own; `nil` for a row of a table, which has
  /// them in the notes.
  public var record: Record?

  public init(
    id: String, status: Status = .pending, priority: Priority, task: String?,
    successCriteria: String?, ownerSession: String? = nil, startedAt: String? = nil,
    dueAt: String? = nil, notes: Notes = Notes(), after: [String] = [], line: Int? = nil,
    claim: Claim? = nil, record: Record? = nil
  ) {
    self.id = id
    self.status = status
    self.priority = priority
    self.task = task
    self.successCriteria = successCriteria
    self.ownerSession = ownerSession
    self.startedAt = startedAt
    self.dueAt = dueAt
    self.notes = notes
    self.after = after
    self.line = line
    self.claim = claim
    self.record = record
  }

  /// The text of a column, or `nil` where there is none.
  public func text(of column: Column) -> String? {
    switch column {
    case .id: id
    case .status: status.rawValue
    case .priority: priority.text.isEmpty ? nil : priority.text
    case .task: task
    case .successCriteria: successCriteria
    case .ownerSession: ownerSession
    case .startedAt: startedAt
    case .dueAt: dueAt
    case .notes: notes.text.isEmpty ? nil : notes.text
    }
  }

  /// Makes the row PENDING, without owner and start.
  mutating func becomePending() {
    status = .pending
    ownerSession = nil
    startedAt = nil
    awaits = nil
    pullRequestChecks = nil
  }
}

/// The status of a row.
///
/// `Transition` moves rows between states; `undo` and `restore` bring back an earlier one.
public enum Status: String, CaseIterable, Sendable {
  /// Waits to be picked. Rows get here by `add`, `release`, `retry`, `replan`, and when their
  /// worker is gone.
  case pending = "PENDING"
  /// A session works on it. Rows get here by `pick` and `dispatch`.
  case inProgress = "IN_PROGRESS"
  /// Finished; leaves only by force.
  case done = "DONE"
  /// Tried without success; leaves by `retry`, `replan`, or force.
  case failed = "FAILED"
  /// Stopped until a person moves it.
  case blocked = "BLOCKED"

  /// The status that a person typed: in any case, with a blank or `-` for `_`; `nil` for other words.
  public static func typed(_ text: String) -> Status? {
    if let status = Status(rawValue: text) { return status }
    let words = text.unicodeScalars.split { "-_ \t".unicodeScalars.contains($0) || $0.isOddBlank }
    return Status(rawValue: words.map { String($0).uppercased() }.joined(separator: "_"))
  }

  /// The order in which the counts of a queue are shown.
  public static let summaryOrder: [Status] = [.pending, .inProgress, .blocked, .failed, .done]

  /// All others than DONE: first what is at work, then what stopped.
  public static let notDone: [Status] = [.inProgress, .failed, .blocked, .pending]

  /// Whether the work has ended, with success or without.
  public var isFinished: Bool {
    switch self {
    case .done, .failed: true
    case .pending, .inProgress, .blocked: false
    }
  }

  /// Whether the row stays as it is until a person moves it, or a retry.
  public var isStopped: Bool {
    switch self {
    case .failed, .blocked: true
    case .pending, .inProgress, .done: false
    }
  }
}

/// The priority of a row: P0 before P1 before P2 before any other text.
public enum Priority: Hashable, Sendable {
  case p0, p1, p2
  /// The cell's text, where it is none of the three.
  case unknown(String)

  /// The priorities that `add` takes, most urgent first.
  public static let known: [Priority] = [.p0, .p1, .p2]

  public init(_ text: String) {
    self = Priority.known.first { $0.text == text } ?? .unknown(text)
  }

  /// The cell's text.
  public var text: String {
    switch self {
    case .p0: "P0"
    case .p1: "P1"
    case .p2: "P2"
    case .unknown(let text): text
    }
  }

  /// The place in the order of picking: 0 for P0 up to 3 for unknown.
  public var rank: Int {
    switch self {
    case .p0: 0
    case .p1: 1
    case .p2: 2
    case .unknown: 3
    }
  }
}

extension QueueItem {
  /// The row of these cells, by column name; `nil` without an id or a readable status.
  /// `hasAfterColumn` says that a column, and not the notes, has what the row waits for.
  public init?(cells: [String: String], hasAfterColumn: Bool) {
    guard let id = cells[.id], let status = cells[.status].flatMap(Status.init) else { return nil }
    self.init(id: id, status: status, priority: Priority(""), task: nil, successCriteria: nil)
    for column in Column.allCases { set(column, to: cells[column]) }
    after = cells[Column.afterName].map(Dependencies.ids) ?? (hasAfterColumn ? [] : notes.after)
  }

  /// Sets a column, `nil` for an empty cell; the id stays, and an unknown status is ignored.
  mutating func set(_ column: Column, to text: String?) {
    switch column {
    case .id: break
    case .status: status = text.flatMap(Status.init) ?? status
    case .priority: priority = Priority(text ?? "")
    case .task: task = text
    case .successCriteria: successCriteria = text
    case .ownerSession: ownerSession = text
    case .startedAt: startedAt = text
    case .dueAt: dueAt = text
    case .notes: notes = Notes(text ?? "")
    }
  }
}

extension QueueItem {
  /// Whether the row has been IN_PROGRESS for so many minutes, or longer. A start in the future or
  /// one that can't be read is never stale.
  public func isStale(after minutes: Int, at now: QueueTime) -> Bool {
    guard status == .inProgress, let start = start(in: now.zone) else { return false }
    let age = now.epochSeconds - start.epochSeconds
    return age >= 0 && age / 60 >= minutes
  }

  /// When its work began, by its cell; of a time that local clocks show twice, the claim says which
  /// it was.
  public func start(in zone: QueueZone) -> QueueTime? {
    guard let startedAt, let start = QueueTime(startedAt, zone: zone) else { return nil }
    guard let madeAt = claim?.madeAt, madeAt - start.epochSeconds >= 60 else { return start }
    let claimed = QueueTime(epochSeconds: madeAt - madeAt % 60, zone: zone)
    return claimed.text == startedAt ? claimed : start
  }

  /// Whether the row is unfinished, and its due time has passed. A due time that can't be read
  /// never passes.
  public func isOverdue(at now: QueueTime) -> Bool {
    guard !status.isFinished, let due = dueAt.flatMap({ QueueTime(dueCell: $0, zone: now.zone) })
    else { return false }
    return due < now
  }
}
