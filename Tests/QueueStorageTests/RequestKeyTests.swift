import Host
import QueueModel
import StoreTestSupport
import TestSupport
import Testing

@testable import MarkdownStore
@testable import Mirroring
@testable import QueueStore

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
}
