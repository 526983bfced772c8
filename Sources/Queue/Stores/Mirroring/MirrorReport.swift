public import Model

/// The rows that an import or a rendering of the table changed.
public struct MirrorReport: Equatable, Sendable {
  public enum Action: String, CaseIterable, Sendable {
    /// The row was added to the side, database or table, that lacked it.
    case added
    /// The row was changed on the side that is written.
    case changed
    /// The row was deleted from the table.
    case removed
    /// The row had been deleted in the table, and was added to the table again.
    case restored
    /// An edit of the table was written to the database.
    case taken
    /// A new row of the table was added to the database.
    case takenAsNew = "taken_as_new"
    /// An edit of the table was not written to the database.
    case notTaken = "not_taken"
    /// The row was also changed in the database, which keeps its own version.
    case kept
    /// The row was deleted in the database, and was not imported again.
    case gone
    /// Only the database has the row.
    case onlyInDatabase = "only_in_database"
    /// The row was deleted in the database but edited in the table. It stays in the table.
    case left
    /// The database's row has an unknown status, or an id that a table cannot have.
    case unreadable
  }

  public struct Line: Equatable, Sendable {
    public let id: String
    public let action: Action
    /// The fields that the action concerns; empty if it concerns the whole row.
    public let fields: [ItemFields.Field]
  }

  /// The number of rows that the table and the database both have after an import or a rendering.
  public internal(set) var rows = 0
  public internal(set) var lines: [Line] = []

  /// Whether the database refused rows of the table.
  public var hasConflicts: Bool { lines.contains { $0.action == .kept || $0.action == .gone } }

  mutating func add(_ other: MirrorReport) {
    rows += other.rows
    lines += other.lines
  }

  mutating func add(_ action: Action, _ id: String, _ fields: [ItemFields.Field] = []) {
    lines.append(Line(id: id, action: action, fields: fields))
  }
}
