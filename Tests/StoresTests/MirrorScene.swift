import Host
import Model
import SQLite
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A queue file and a database beside it.
struct MirrorScene {
  let file: QueueScene
  var policy = Policy.forDatabase

  var path: String { "\(file.folder)/db/queue.db" }

  /// A store with a connection of its own, as each command has one.
  func database() -> SQLiteStore {
    SQLiteStore(
      path: path, lockTimeout: .milliseconds(10_000), zone: .fixed(32400), clock: file.fake.clock)
  }

  func table() -> MarkdownStore {
    MarkdownStore(
      path: file.path, lockTimeout: .milliseconds(10_000), clock: file.fake.clock)
  }

  func context(_ session: String? = "s1", command: String = "test") -> TransitionContext {
    let now = QueueTime(epochSeconds: file.fake.now / 1_000_000_000, offset: 32400)
    var context = TransitionContext(
      session: session, now: now,
      author: Author(command: command, traceID: "trace-1", actor: "s1"))
    context.policy = policy
    return context
  }

  // MARK: Commands

  @discardableResult
  func migrate(force: Bool = false) throws -> MirrorReport {
    try database().migrate(from: table(), context: context(command: "migrate"), force: force) { _ in
    }
  }

  @discardableResult
  func render() throws -> MirrorReport {
    let report = try database().render(
      into: table(), context: context(command: "render"), template: QueueFixture.text()
    ) { _ in }
    file.fake.pass(.milliseconds(1000))
    return report
  }

  func consistency() throws -> Consistency {
    try database().consistency(with: table(), context: context(), withTexts: true) { _ in }
  }

  /// A command on the database.
  func perform(_ transition: Transition, session: String? = "s1") throws {
    _ = try database().perform(transition, context: context(session))
  }

  /// A save, some time ago.
  func save(_ text: String) throws { try file.save(text, age: .milliseconds(60_000)) }

  func edit(_ old: String, _ new: String) throws { try save(file.text().changed((old, new))) }

  // MARK: What there is

  func sql(_ statement: String) throws -> [String] {
    try rows(statement).map { $0.joined(separator: "|") }
  }

  func rows(_ statement: String) throws -> [[String]] {
    let database = try Database(opening: path, for: .readingAndWriting)
    return try database.prepare(statement).rows { row in
      (0..<row.columnCount).map { row.text($0) }
    }
  }

  func events() throws -> [String] {
    try sql("SELECT item_id, event_type FROM queue_events ORDER BY event_id")
  }

  /// All that the database holds, but for the times at which it was written.
  func dump() throws -> [String] {
    try sql("SELECT * FROM queue_items ORDER BY rowid") + sql("SELECT * FROM queue_events")
      + sql("SELECT * FROM queue_mirror ORDER BY item_id") + sql("SELECT * FROM queue_meta")
  }
}

/// Runs `body` with a queue of `rows`, which are whole lines, and no database yet.
func withMirror(_ rows: [String], _ body: (MirrorScene) throws -> Void) throws {
  let text = QueueFixture.text() + rows.map { $0 + "\n" }.joined()
  try withQueue(text) { try body(MirrorScene(file: $0)) }
}

extension MirrorReport {
  /// The lines shortly: `kept A status, notes`.
  var texts: [String] {
    lines.map { line in
      let fields = line.fields.map(\.name).joined(separator: ", ")
      return "\(line.action) \(line.id)" + (fields.isEmpty ? "" : " \(fields)")
    }
  }
}
