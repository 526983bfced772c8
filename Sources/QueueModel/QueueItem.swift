/// One row of the queue, as values.
///
/// Texts are what the cells say, trimmed and unescaped; `nil` is a cell that
/// holds nothing or `-`. Times stay text, because people write them: read them
/// with `QueueTime`.
public struct QueueItem: Equatable, Sendable {
  public var id: String
  public var status: Status
  public var priority: Priority
  public var task: String?
  public var successCriteria: String?
  public var ownerSession: String?
  public var startedAt: String?
  public var dueAt: String?
  public var notes: Notes
  /// The ids that this row waits for, from the `after` column or the note.
  public var after: [String]
  /// The line in the Markdown file, counting from 1; `nil` in other stores.
  public var line: Int?
  /// Who took the row last; `nil` where the store knows of no claim.
  public var claim: Claim?
  /// What a database keeps in columns of its own; `nil` for a row of a table, whose notes say it.
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

  /// Takes the row back to where anybody may pick it.
  mutating func becomePending() {
    status = .pending
    ownerSession = nil
    startedAt = nil
    awaits = nil
  }
}
