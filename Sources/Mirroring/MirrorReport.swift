public import QueueModel

/// What an import of the table, or a rendering of it, did to which row.
public struct MirrorReport: Equatable, Sendable {
  public enum Action: String, CaseIterable, Sendable {
    /// The row came to where it was not: to the database, or to the table.
    case added
    /// It says something else there.
    case changed
    /// It went from the table.
    case removed
    /// It was deleted in the table, and came back.
    case restored
    /// An edit of the table went into the database.
    case taken
    /// A row that somebody wrote into the table went into the database.
    case takenAsNew = "taken_as_new"
    /// An edit of the table that the database did not take.
    case notTaken = "not_taken"
    /// The database says something else of its own, and goes on to do so.
    case kept
    /// It went from the database, and stays away from there.
    case gone
    /// Only the database has it.
    case onlyInDatabase = "only_in_database"
    /// It went from the database, but somebody edited it in the table, where it stays.
    case left
    /// The database's row cannot be read, or has an id that a table may not have.
    case unreadable
  }

  /// What happened to one row.
  public struct Line: Equatable, Sendable {
    public let id: String
    public let action: Action
    /// What is about single fields names them.
    public let fields: [ItemFields.Field]
  }

  /// How many rows both have now, as far as the direction of the work goes.
  public internal(set) var rows = 0
  public internal(set) var lines: [Line] = []

  /// Whether the database kept rows from becoming what the table says.
  public var hasConflicts: Bool { lines.contains { $0.action == .kept || $0.action == .gone } }

  mutating func add(_ other: MirrorReport) {
    rows += other.rows
    lines += other.lines
  }

  mutating func add(_ action: Action, _ id: String, _ fields: [ItemFields.Field] = []) {
    lines.append(Line(id: id, action: action, fields: fields))
  }
}
