import Host
import Model
import QueueStore
import StoreTestSupport
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Events

/// A queue in memory with hooks, in a folder that is trusted, with a clock that only moves when
/// asked.
struct HookScene {
  let scene: EngineScene
  let folder: String
  /// The variables of whoever delivers.
  var variables: [String: String] = [:]
  /// The members of `hooks`.
  var hooks: String
  /// The store; that of the scene unless a test looks at what is read.
  var store: any QueueStore

  /// Runs `body` in a folder of its own, with hooks that were trusted before anything happened.
  static func run(_ hooks: String, _ body: (inout HookScene) throws -> Void) throws {
    try withTemporaryDirectory { folder in
      try writeAged("", to: "\(folder)/QUEUE.md")
      let scene = EngineScene([item("A"), item("B"), item("C")])
      var hooked = HookScene(scene: scene, folder: folder, hooks: hooks, store: scene.store)
      try hooked.trust()
      _ = try hooked.deliver()
      try body(&hooked)
    }
  }

  var workspace: Workspace {
    get throws {
      var settings = Workspace.SettingsFile()
      settings.bytes = Array(hooks.utf8)
      settings.given = ["hooks": try JSONValue(parsing: Array(hooks.utf8))]
      settings.programs = HookSettings(reading: settings.given).hooks.map {
        NamedProgram(key: $0.argvKey, words: $0.argv)
      }
      let usual = ["HOME": folder, "PATH": "/usr/bin:/bin"]
      return Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        settings: settings, queuePath: "\(folder)/QUEUE.md",
        environment: Environment(usual.merging(variables) { $1 }))
    }
  }

  var queue: Queue {
    Queue(
      store: store, workspace: .nowhere,
      clock: QueueClock(scene.clock.clock, zone: .fixed(9 * 3600)), command: "test",
      traceID: "trace-1")
  }

  func trust() throws {
    // Whatever the umask is: others may not have written what starts.
    try writeAged(hooks, to: "\(folder)/orch.json")
    _ = try TestSupport.run("chmod", ["go-w", folder, "orch.json"], in: folder)
    let trust = try workspace.trust()
    let store = try #require(TrustStore(environment: workspace.environment))
    try store.trust(trust.home, trust.files())
  }

  /// Delivers what is due; what hooks read is the event's name and row.
  func deliver(tryingNow triesNow: Bool = false) throws -> [HookDelivery] {
    let deliver = DeliverEvents(
      queue: queue.working(in: try workspace),
      document: { "\($0.kind.rawValue) \($0.entry.id ?? "-")" }, triesNow: triesNow)
    return try deliver()
  }

  /// Begins and ends the work on rows: an event `claimed` and an event `done` of each.
  func work(on ids: String...) throws {
    for id in ids {
      let queue = scene.queue(session: "w")
      _ = try queue.perform(.pick(id: id))
      _ = try queue.perform(.finish(.init(id: id, as: .done, notes: "n")))
    }
  }

  var isDue: Bool { get throws { try DueHooks(queue: queue.working(in: workspace))() } }

  func facts() throws -> [QueueFact] { try queue.history(of: nil).compactMap(\.fact) }

  func record(of hook: String) throws -> HookRecord? { try workspace.hookFolder.record(of: hook) }

  /// What a hook appended to a file.
  func text(_ name: String) throws -> String {
    (try? FileStatus(of: "\(folder)/\(name)")) == nil ? "" : try contents(of: "\(folder)/\(name)")
  }
}
