import Host
import Model
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Where the key of a request is kept. What it means, all stores agree on.
@Suite struct RequestKeyTests {
  private func adding(_ key: String, digest: String = "d") throws -> Transition {
    let new = Transition.NewItem(priority: .p1, task: "t", successCriteria: "c")
    let request = AddRequest(key: try #require(RequestKey(key)), digest: digest)
    return .addAll([new, new], inSequence: false, request: request)
  }

  @Test func `a key is found in the history of its year`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(adding("k"))
      let now = QueueTime(epochSeconds: scene.fake.now / 1_000_000_000, offset: 32400)
      let lines = (2...400).map { number in
        var entry = JournalEntryTests.entry
        (entry.sequence, entry.time) = (number, now.iso8601)
        entry.author = Author(
          command: "pick", traceID: String(repeating: "x", count: 500), actor: "s1")
        return String(decoding: entry.line, as: UTF8.self)
      }
      let journal = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      try journal.write(Array(lines.joined().utf8), at: journal.status().identity.size)
      scene.fake.pass(.seconds(9 * 86400))
      try scene.perform(.pick(id: "A"))
      let history = try contents(of: "\(scene.sidecar.folder)/history-2026.jsonl")
      #expect(history.contains(#""request":{"key":"k","digest":"d"}"#))
      #expect(try !contents(of: scene.sidecar.journal).contains(#""request":"#))
      #expect(try scene.perform(adding("k")).value == .addedBefore(["ORCH-001", "ORCH-002"]))
      #expect(try scene.perform(adding("l")).value.changes.map(\.id) == ["ORCH-003", "ORCH-004"])
    }
  }

  @Test func `a crash before the swap takes the key back with the rows`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let before = try scene.text()
      try scene.perform(adding("k"))
      #expect(try Directory.exchange("\(scene.sidecar.generations)/2", scene.path))
      #expect(try scene.text() == before)
      #expect(try scene.perform(adding("k", digest: "e")).value.changes.count == 2)
      #expect(
        try scene.perform(adding("k", digest: "e")).value == .addedBefore(["ORCH-001", "ORCH-002"]))
    }
  }

  @Test func `keys go along to a database`() throws {
    try withMirror([QueueFixture.row("A")]) { scene in
      func add(_ key: String, to store: any QueueStore) throws -> Decision {
        try store.perform(adding(key), context: scene.context()).value
      }
      #expect(try add("k", to: scene.table()).changes.count == 2)
      try scene.migrate()
      #expect(try add("l", to: scene.table()).changes.count == 2)
      _ = try scene.database().mirror(scene.table(), context: scene.context()) { _ in }
      #expect(try add("k", to: scene.database()) == .addedBefore(["ORCH-001", "ORCH-002"]))
      #expect(try add("l", to: scene.database()) == .addedBefore(["ORCH-003", "ORCH-004"]))
      #expect(try add("m", to: scene.database()).changes.count == 2)
      try scene.migrate(force: true)
      #expect(try add("m", to: scene.database()) == .addedBefore(["ORCH-005", "ORCH-006"]))
    }
  }

  /// Opens a new queue in a folder as a process does, with its own handle.
  private static let stores:
    [(name: String, open: @Sendable (String, Clock) throws -> any QueueStore)] = [
      (
        "table",
        { folder, clock in
          let path = folder + "/QUEUE.md"
          if try FileStatus.ifExists(path) == nil { try writeAged(QueueFixture.text(), to: path) }
          return MarkdownStore(path: path, lockTimeout: .zero, clock: clock)
        }
      ),
      (
        "database",
        { folder, clock in
          let path = folder + "/queue.db"
          if try FileStatus.ifExists(path) == nil { try SQLiteStore.create(at: path) }
          return SQLiteStore(path: path, lockTimeout: .zero, zone: .fixed(32400), clock: clock)
        }
      ),
    ]

  /// What a process asks the clock divides its work: in each part another one tries the same.
  @Test(arguments: stores.map(\.name))
  func `another process that adds with the key meanwhile adds nothing more`(
    _ name: String
  ) throws {
    let open = try #require(Self.stores.first { $0.name == name }).open
    let adding = try adding("k")
    @Sendable func add(_ folder: String, _ clock: Clock) throws -> [String]? {
      let context = TransitionContext(session: nil, now: StoreConformance.now)
      do {
        let decision = try open(folder, clock).perform(adding, context: context).value
        return if case .addedBefore(let ids) = decision { ids } else { decision.changes.map(\.id) }
      } catch StoreError.locked { return nil }
    }
    let added = ["ORCH-001", "ORCH-002"]
    var (moment, refused, asked) = (0, 0, Int.max)
    while moment < asked {
      let turn = moment
      try withTemporaryDirectory { folder in
        let asks = Mutex(0)
        let others = Mutex<[[String]?]>([])
        @Sendable func ask() {
          let ask = asks.withLock { count in
            count += 1
            return count - 1
          }
          guard ask == turn else { return }
          let other = try? add(folder, .system)
          others.withLock { $0.append(other) }
        }
        let clock = Clock(
          now: {
            ask()
            return Clock.system.now()
          },
          monotonic: {
            ask()
            return Clock.system.monotonic()
          }, sleep: { _ in })
        #expect(try add(folder, clock) == added)
        let other = others.withLock(\.first)
        #expect(other == .some(added) || other == .some(nil))
        if other == .some(nil) { refused += 1 }
        let rows = try open(folder, .system).snapshot()
        #expect(rows.rowCount == added.count, "at the moment \(turn)")
        asked = asks.withLock(\.self)
      }
      moment += 1
    }
    // It is asked before the lock is taken and while it is held.
    #expect(0 < refused && refused < moment)
  }
}
