import Host
import Model
import QueueStore
import TestSupport
import Testing

@testable import Door
@testable import Interchange

/// A queue in a folder of its own, in a table or in a database.
struct StoreScene {
  enum Store: CaseIterable { case table, database }

  let folder: String
  let clock = FakeClock()
  let store: Store

  /// The queue as a command opens it.
  var queue: TaskQueue {
    var opening = Opening(
      store == .table ? .file("QUEUE.md") : .database("queue.db"), in: folder,
      environment: Environment(["HOME": folder]), program: "test", traceID: "trace-1",
      clock: clock.clock)
    opening.settingsNeed = .writing(times: true, newIDs: true)
    opening.features = featuresWithKeys
    return TaskQueue.open(opening)
  }

  func add(
    _ row: Transition.NewItem, brief: String? = nil, key: String = "k-1"
  ) throws -> AddedRows {
    try queue.add(row, brief: brief, key: #require(RequestKey(key)), as: Caller())
  }

  var ids: [String] {
    get throws {
      let rows = try queue.snapshot()
      return (0..<rows.rowCount).compactMap { rows.item(at: $0)?.id }
    }
  }

  /// The files in `tasks`, with their texts.
  var briefs: [String: String] {
    get throws {
      guard try FileStatus.ifExists(folder + "/tasks") != nil else { return [:] }
      let names = try Directory.names(in: folder + "/tasks")
      return try Dictionary(
        uniqueKeysWithValues: names.map { ($0, try contents(of: "\(folder)/tasks/\($0)")) })
    }
  }
}

/// Runs `body` with an empty queue.
///
/// - Parameters:
///   - store: what holds it.
///   - settings: the text of `orch.json`.
///   - body: gets the queue.
func withStore(
  _ store: StoreScene.Store, settings: String? = nil, _ body: (StoreScene) throws -> Void
) throws {
  try withTemporaryDirectory { folder in
    switch store {
    case .table: try writeAged(QueueFixture.text(), to: folder + "/QUEUE.md")
    case .database: try TaskQueue.createDatabase(at: folder + "/queue.db")
    }
    if let settings { try writeAged(settings, to: folder + "/orch.json") }
    try body(StoreScene(folder: folder, store: store))
  }
}
