/// A row as every store would tell it, so that what two stores say can be compared.
///
/// Texts are on one line, as the cells of a table are; `nil` says nothing. The notes are
/// without the segments for which a database has fields of its own, and end with what the
/// row waits for.
public struct ItemFields: Equatable, Sendable {
  /// What a row says: the nine columns, and what a database keeps beside them.
  public enum Field: Int, CaseIterable, Sendable {
    case id, status, priority, task, successCriteria, ownerSession, startedAt, dueAt, notes
    case attemptCount, maxAttempts, idempotencyKey
  }

  private var texts: [String?]

  public init() { texts = Array(repeating: nil, count: Field.allCases.count) }

  public subscript(field: Field) -> String? {
    get { texts[field.rawValue] }
    set { texts[field.rawValue] = newValue }
  }

  public var id: String { self[.id] ?? "" }

  /// The fields that say something else in `other`.
  public func differing(from other: ItemFields) -> [Field] {
    texts == other.texts ? [] : Field.allCases.filter { self[$0] != other[$0] }
  }
}

extension ItemFields.Field {
  public var column: Column? { Column(rawValue: rawValue) }

  /// The column's name in the table, in JSON and in the database.
  public var name: String {
    switch self {
    case .id, .status, .priority, .task, .successCriteria, .ownerSession, .startedAt, .dueAt,
      .notes:
      column?.name ?? ""
    case .attemptCount: "attempt_count"
    case .maxAttempts: "max_attempts"
    case .idempotencyKey: "idempotency_key"
    }
  }

  /// Whether it stands in the table's notes.
  var isInNotes: Bool {
    switch self {
    case .notes, .attemptCount, .maxAttempts, .idempotencyKey: true
    case .id, .status, .priority, .task, .successCriteria, .ownerSession, .startedAt, .dueAt: false
    }
  }

  /// Whether an edit by hand counts while a database is the truth: who has the row, how far
  /// it is, and how often it was tried, only commands say.
  public var isFreeToEdit: Bool {
    switch self {
    case .priority, .task, .successCriteria, .dueAt, .notes: true
    case .id, .status, .ownerSession, .startedAt, .attemptCount, .maxAttempts, .idempotencyKey:
      false
    }
  }
}
