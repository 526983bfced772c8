import SQLite
import Testing
import Text

/// All that a queue's database says, read by nothing of the program but SQLite.
struct DatabaseState: Equatable {
  typealias Row = [String: String]

  /// The rows in their order, each column as text.
  private(set) var rows: [Row] = []
  private(set) var events: [Event] = []
  /// The number of the last claim; `nil` in a database of the Python tool.
  private(set) var lastClaim: Int?

  struct Event: Equatable {
    let id: String
    let type: String
    let trace: String
    /// The cells that changed, as they were.
    let before: Row
    let after: Row
    /// All its fields, with a process number as `N`, and the random name of the run as `R`.
    let payload: String
  }

  init(of path: String, _ mode: Database.Mode = .reading) throws {
    let database = try Database(opening: path, for: mode, busyTimeout: 30_000)
    try self.init(of: database)
  }

  init(of database: Database) throws {
    let problems = try database.checkIntegrity()
    try #require(problems.isEmpty, "\(database.path)")
    if try Self.has("queue_items", database) {
      rows = try Self.rows("SELECT * FROM queue_items ORDER BY rowid", database)
    }
    if try Self.has("queue_events", database) {
      events = try Self.rows("SELECT * FROM queue_events ORDER BY event_id", database)
        .map(Event.init)
    }
    if try Self.has("queue_meta", database) {
      lastClaim = try database.prepare("SELECT value FROM queue_meta WHERE key = 'last_claim'")
        .first { $0.int(0) }
    }
  }

  private static func has(_ table: String, _ database: Database) throws -> Bool {
    let query = try database.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?")
    try query.bind(table)
    return try query.first { _ in true } ?? false
  }

  private static func rows(_ sql: String, _ database: Database) throws -> [Row] {
    let statement = try database.prepare(sql)
    let names = statement.columnNames
    return try statement.rows { row in
      var cells = Row(
        uniqueKeysWithValues: names.enumerated().map { ($1, row.optionalText($0) ?? "NULL") })
      // A random number differs from run to run.
      if let nonce = cells["claim_nonce"], nonce != "NULL" { cells["claim_nonce"] = "random" }
      return cells
    }
  }

  func row(_ id: String) -> Row? { rows.first { $0["id"] == id } }
}

extension DatabaseState.Event {
  fileprivate init(_ row: DatabaseState.Row) throws {
    id = row["item_id"] ?? ""
    type = row["event_type"] ?? ""
    let text = row["payload_json"] ?? ""
    payload = text.replacing(/"actor":"(\w+)@[\w-]+"/) { "\"actor\":\"\($0.1)@N\"" }
      .replacing(/"run":"[0-9a-f]{12}"/) { _ in "\"run\":\"R\"" }
    let object = try #require(try JSONValue(parsing: Array(text.utf8)).objectValue, "\(text)")
    trace = object["trace_id"]?.stringValue ?? ""
    func cells(_ name: String) -> DatabaseState.Row {
      let members = object[name]?.objectValue?.members ?? []
      return Dictionary(uniqueKeysWithValues: members.map { ($0.key, $0.value.stringValue ?? "") })
    }
    before = cells("before")
    after = cells("after")
  }
}

// MARK: Rows and events

extension DatabaseState {
  /// What does not agree in it: a line each.
  ///
  /// Each event of a row begins where the one before ended, and the last ends with the row as
  /// it is; no two rows are of one claim.
  var contradictions: [String] {
    var recorded: [String: Row] = [:]
    var wrongs: [String] = []
    for event in events {
      let known = recorded[event.id, default: [:]]
      wrongs += event.before.filter { known[$0] ?? $1 != $1 }.map {
        "\(event.id): \(event.type) of \(event.trace) found \($0) as '\($1)', not as it was left"
      }
      recorded[event.id] = known.merging(event.before.merging(event.after) { $1 }) { $1 }
    }
    wrongs += rows.flatMap { row in
      (recorded[row["id"] ?? ""] ?? [:]).filter { $1 != Self.eventText(of: row[$0]) }.map {
        "\(row["id"] ?? ""): \($0) is '\(row[$0] ?? "")', and '\($1)' in the events"
      }
    }
    let claims = rows.compactMap { $0["claim_number"].flatMap(Int.init) }
    if Set(claims).count < claims.count { wrongs.append("a claim has two rows: \(claims)") }
    if let lastClaim, let highest = claims.max(), highest > lastClaim {
      wrongs.append("claim \(highest) is given, and \(lastClaim) is the last")
    }
    return wrongs
  }

  /// A cell as an event has it.
  private static func eventText(of cell: String?) -> String {
    guard let cell, !cell.isEmpty, cell != "NULL" else { return "-" }
    return cell
  }
}
