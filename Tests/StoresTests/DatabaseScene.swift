import Foundation
import Host
import Model
import SQLite
import StoreTestSupport
import TestSupport

@testable import QueueStore
@testable import Stores

/// A database in a fresh folder, at 2026-01-31 18:00.
struct DatabaseScene {
  let folder: String
  var path: String { "\(folder)/queue.db" }
  var archive: String { "\(folder)/queue-archive.db" }

  static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)

  func context(at time: QueueTime = now, session: String? = "s1") -> TransitionContext {
    TransitionContext(
      session: session, now: time,
      author: Author(command: "test", traceID: "trace-1", actor: session ?? "me@1"))
  }

  /// - Parameters:
  ///   - timeout: how long it waits.
  ///   - fileSystem: what holds the database; `nil` for what does.
  func store(timeout: Duration = .zero, on fileSystem: FileSystemKind? = nil) -> SQLiteStore {
    SQLiteStore(
      path: path, lockTimeout: timeout, zone: .fixed(32400),
      fileSystem: { fileSystem ?? (try? FileSystemKind(of: $0)) })
  }

  @discardableResult
  func perform(
    _ transition: Transition, at time: QueueTime = now, session: String? = "s1"
  ) throws -> Answered<Decision> {
    try Answered { receive throws(StoreError) in
      try store().perform(
        transition, context: context(at: time, session: session), receive: receive)
    }
  }

  func add(_ id: String, key: String? = nil, after: [String] = []) throws {
    try perform(
      .add(
        .init(
          id: id, priority: Priority("P1"), task: "t", successCriteria: "c", after: after,
          idempotencyKey: key)), at: Self.days(ago: 60))
  }

  func finish(
    _ id: String, _ ending: Transition.Finish.Ending = .done, daysAgo days: Int = 60
  ) throws {
    try perform(.finish(.init(id: id, as: ending, notes: "n")), at: Self.days(ago: days))
  }

  static func days(ago days: Int) -> QueueTime {
    QueueTime(epochSeconds: now.epochSeconds - days * 86400, zone: now.zone)
  }

  /// Archives what ended 30 days ago.
  @discardableResult
  func collect(isDryRun: Bool = false, at time: QueueTime = now) throws -> [String] {
    let limit = QueueTime(epochSeconds: time.epochSeconds - 30 * 86400, zone: time.zone)
    return try store().archive(
      ArchiveRule(endedBefore: limit, now: time), context: context(at: time), isDryRun: isDryRun
    ) { _ in }.value.ids
  }

  // MARK: What is there

  func open(_ path: String? = nil) throws -> Database {
    try Database(opening: path ?? self.path, for: .readingAndWriting)
  }

  /// What a query says, a text a row, with `|` between the columns.
  func rows(_ sql: String, in path: String? = nil) throws -> [String] {
    let statement = try open(path).prepare(sql)
    return try statement.rows { row in
      (0..<row.columnCount).map { row.text($0) }.joined(separator: "|")
    }
  }

  /// Everything in the tables.
  func dump(_ path: String? = nil) throws -> [String] {
    try rows("SELECT name, sql FROM sqlite_schema ORDER BY name", in: path)
      + rows("SELECT * FROM queue_items ORDER BY rowid", in: path)
  }

  func bytes() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

  func names() throws -> [String] { try Directory.names(in: folder).sorted() }
}

/// Runs `body` with an empty database.
func withDatabaseScene(_ body: (DatabaseScene) throws -> Void) throws {
  try withTemporaryDirectory { folder in
    let scene = DatabaseScene(folder: folder)
    try SQLiteStore.create(at: scene.path)
    try body(scene)
  }
}
