import Host
import Model
import QueueStore
import StoreTestSupport
import Synchronization
import TestSupport
import Workers

@testable import Door

/// A queue in memory, as one caller works on it, with a clock that only moves when asked.
struct EngineScene: Sendable {
  let store: MemoryStore
  private let command: String
  let clock = FakeClock()
  var settings = Result<QueueSettings, Problem>.success(QueueSettings())
  var writability = Result<Void, Problem>.success(())
  /// The file that pauses the queue.
  var pauseFile: PauseFile?
  /// What reads what people decide about.
  var contents: DecidedContents?
  /// Called after each change, before the use case goes on.
  var onChange: (@Sendable () -> Void)?
  /// Called with each warning.
  var onWarning: (@Sendable () -> Void)?
  /// What receives the events.
  let events = EventLog()

  init(
    _ items: [QueueItem], command: String = "test", places: [String: [ClaimPlace]]? = nil
  ) {
    store = MemoryStore(items, places: places)
    self.command = command
  }

  func queue(session: String? = nil, claimToken: String? = nil) -> Queue {
    let (events, onChange, onWarning) = (events, onChange, onWarning)
    return Queue(
      store: store, workspace: .nowhere, settings: settings, writability: writability,
      clock: QueueClock(clock.clock, zone: .fixed(9 * 3600)),
      caller: Caller(session: session, claimToken: claimToken), command: command,
      traceID: "trace-1", pauseFile: pauseFile, contents: contents,
      emit: { event in
        events.add(event)
        if case .changed = event { onChange?() }
        if case .warning = event { onWarning?() }
      })
  }

  /// Rows as `ID STATUS OWNER`.
  var rows: [String] {
    get throws {
      let snapshot = try store.snapshot()
      return (0..<snapshot.rowCount).compactMap(snapshot.item(at:)).map {
        [$0.id, $0.status.rawValue, $0.ownerSession].compactMap(\.self).joined(separator: " ")
      }
    }
  }
}

extension Workspace {
  /// Of a queue that has no files.
  static let nowhere = Workspace(
    storePath: "/nowhere/QUEUE.md", home: "/nowhere", sidecar: "/nowhere/.orch",
    environment: Environment([:]))
}

extension Queue {
  /// The same queue with these folders.
  func working(in workspace: Workspace) -> Queue {
    var queue = self
    queue.workspace = workspace
    return queue
  }
}

/// The events of an engine, in their order.
final class EventLog: Sendable {
  private let events = Mutex<[EngineEvent]>([])

  func add(_ event: EngineEvent) { events.withLock { $0.append(event) } }

  /// The warnings alone, described.
  var warnings: [String] {
    events.withLock { events in
      events.compactMap { if case .warning(let warning) = $0 { "\(warning)" } else { nil } }
    }
  }

  /// How often a piece of work began and ended that is logged by itself.
  var steps: (begun: Int, ended: Int) {
    events.withLock { events in
      (
        events.count { if case .stepBegan = $0 { true } else { false } },
        events.count { if case .stepEnded = $0 { true } else { false } }
      )
    }
  }
}

func item(
  _ id: String, _ status: Status = .pending, _ priority: Priority = .p1, notes: String = "",
  criteria: String = "done well", after: [String] = []
) -> QueueItem {
  var item = QueueItem(
    id: id, status: status, priority: priority, task: "task \(id)", successCriteria: criteria)
  item.notes = Notes(notes)
  item.after = after
  return item
}
