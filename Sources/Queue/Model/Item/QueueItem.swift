/// A row of the queue.
///
/// Texts are the cells' texts, trimmed and unescaped; `nil` is an empty cell or `-`. Times stay
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
  /// The cells of the table's optional columns; empty cells are left out.
  public var fieldCells: [FieldColumn: String] = [:]
  /// The line in the Markdown file, starting at 1; `nil` in other stores.
  public var line: Int?
  /// The latest claim; `nil` if the store has none.
  public var claim: Claim?
  /// The fields that a database keeps in separate columns; `nil` for a row of a table, which has
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

  /// The text of a column; `nil` if it is empty.
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
  /// Waits to be picked. Rows become PENDING by `add`, `release`, `retry`, `replan`, and when their
  /// worker is gone.
  case pending = "PENDING"
  /// A session works on it. Rows become IN_PROGRESS by `pick` and `dispatch`.
  case inProgress = "IN_PROGRESS"
  /// Finished. Only force gives the row another status.
  case done = "DONE"
  /// Tried without success. `retry`, `replan` or force gives the row another status.
  case failed = "FAILED"
  /// Stopped until a person moves it.
  case blocked = "BLOCKED"

  /// Parses a status that a person typed: case is ignored, and a blank or `-` may replace `_`;
  /// `nil` for any other text.
  public static func typed(_ text: String) -> Status? {
    if let status = Status(rawValue: text) { return status }
    guard text.utf8.count <= longestTyped else { return nil }
    let words = text.unicodeScalars.split { "-_ \t".unicodeScalars.contains($0) || $0.isOddBlank }
    return Status(rawValue: words.map { String($0).uppercased() }.joined(separator: "_"))
  }

  /// In bytes.
  private static let longestTyped = 40

  /// The order in which the counts of a queue are shown.
  public static let summaryOrder: [Status] = [.pending, .inProgress, .blocked, .failed, .done]

  /// All statuses except DONE: first IN_PROGRESS, then the stopped ones.
  public static let notDone: [Status] = [.inProgress, .failed, .blocked, .pending]

  /// Whether the work has ended, with success or without.
  public var isFinished: Bool {
    switch self {
    case .done, .failed: true
    case .pending, .inProgress, .blocked: false
    }
  }

  /// Whether the row stays unchanged until a person or a retry moves it.
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
  /// The cell's text, if it is not one of the three.
  case unknown(String)

  /// The priorities that `add` accepts, most urgent first.
  public static let known: [Priority] = [.p0, .p1, .p2]

  public init(_ text: String) {
    self = Priority.known.first { $0.text == text } ?? .unknown(text)
  }

  public var text: String {
    switch self {
    case .p0: "P0"
    case .p1: "P1"
    case .p2: "P2"
    case .unknown(let text): text
    }
  }

  /// The rank in the order of picking: 0 for P0 up to 3 for unknown.
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
  /// Reads a row from cells by column name; `nil` without an id or a readable status.
  ///
  /// - Parameter hasAfterColumn: whether a column, and not the notes, has the ids that the row
  ///   waits for.
  public init?(cells: [String: String], hasAfterColumn: Bool) {
    guard let id = cells[.id], let status = cells[.status].flatMap(Status.init) else { return nil }
    self.init(id: id, status: status, priority: Priority(""), task: nil, successCriteria: nil)
    for column in Column.allCases { set(column, to: cells[column]) }
    after = cells[Column.afterName].map(Dependencies.ids) ?? (hasAfterColumn ? [] : notes.after)
  }

  /// Sets a column; `nil` is an empty cell. The id can't be changed, and an unknown status is
  /// ignored.
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
  /// Whether the row has been IN_PROGRESS for at least this many minutes. A start that is
  /// unreadable or in the future is never stale.
  public func isStale(after minutes: Int, at now: QueueTime) -> Bool {
    guard status == .inProgress, let start = start(in: now.zone) else { return false }
    let age = now.epochSeconds - start.epochSeconds
    return age >= 0 && age / 60 >= minutes
  }

  /// When the work began, from the row's cell. If local clocks show that time twice, the claim
  /// decides which of the two it is.
  public func start(in zone: QueueZone) -> QueueTime? {
    guard let startedAt, let start = QueueTime(startedAt, zone: zone) else { return nil }
    guard let madeAt = claim?.madeAt, madeAt - start.epochSeconds >= 60 else { return start }
    let claimed = QueueTime(epochSeconds: madeAt - madeAt % 60, zone: zone)
    return claimed.text == startedAt ? claimed : start
  }

  /// Whether the row is unfinished and its due time has passed. An unreadable due time never
  /// passes.
  public func isOverdue(at now: QueueTime) -> Bool {
    guard !status.isFinished, let due = dueAt.flatMap({ QueueTime(dueCell: $0, zone: now.zone) })
    else { return false }
    return due < now
  }
}
