public import Model

/// The rows that an import or a rendering of the table changed.
public struct MirrorReport: Equatable, Sendable {
  public enum Action: String, CaseIterable, Sendable {
    /// The row was added to the database or the table, whichever lacked it.
    case added
    /// The row was changed on the side that is written.
    case changed
    /// The row was deleted from the table.
    case removed
    /// The row was deleted in the table, and added to it again.
    case restored
    /// An edit of the table was taken over into the database.
    case taken
    /// A new row of the table was taken over into the database.
    case takenAsNew = "taken_as_new"
    /// An edit of the table was not taken over into the database.
    case notTaken = "not_taken"
    /// The database has changed the row itself, and keeps its version.
    case kept
    /// The row was deleted in the database, and is not imported again.
    case gone
    /// Only the database has the row.
    case onlyInDatabase = "only_in_database"
    /// The row was deleted in the database but edited in the table, where it is left.
    case left
    /// The database's row has an unknown status, or an id that a table cannot have.
    case unreadable
  }

  public struct Line: Equatable, Sendable {
    public let id: String
    public let action: Action
    /// The fields that the action is about; empty if it is about the whole row.
    public let fields: [ItemFields.Field]
  }

  /// The number of rows that both have after an import or a rendering.
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
