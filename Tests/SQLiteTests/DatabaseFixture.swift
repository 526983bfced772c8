import SQLite
import TestSupport
import Testing

/// A database with one table in a folder of its own.
struct DatabaseFixture {
  let path: String
  let database: Database

  init(in folder: String, journal: JournalMode = .delete) throws {
    path = "\(folder)/queue.db"
    database = try Database(opening: path, for: .creating)
    try database.setJournalMode(journal)
    try database.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
  }

  /// Another connection to the same file.
  func another(_ mode: Database.Mode = .readingAndWriting) throws -> Database {
    try Database(opening: path, for: mode)
  }

  func names() throws -> [String] { try database.names() }
}

extension Database {
  func add(_ name: String) throws(SQLiteError) {
    try run("INSERT INTO item (name) VALUES (?)", name)
  }

  func names() throws(SQLiteError) -> [String] {
    try prepare("SELECT name FROM item ORDER BY id").rows { $0.text(0) }
  }
}

/// Runs `body` with a database in a fresh folder.
func withDatabase(
  journal: JournalMode = .delete, _ body: (DatabaseFixture) throws -> Void
) throws {
  try withTemporaryDirectory { folder in
    try body(try DatabaseFixture(in: folder, journal: journal))
  }
}

/// The error that `body` ends with.
func refusal(_ body: () throws -> Void) throws -> SQLiteError {
  try #require(#expect(throws: SQLiteError.self) { try body() })
}
