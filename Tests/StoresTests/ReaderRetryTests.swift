import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A command that only reads does not wait for a quiet moment, and tries again
/// what looks like the middle of a save.
@Suite struct ReaderRetryTests {
  struct Save: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let begins: @Sendable (QueueScene) throws -> Void
  }

  static let saves = [
    Save(testDescription: "missing") { try Directory.remove($0.path) },
    Save(testDescription: "empty") { try $0.save("") },
    Save(testDescription: "cut inside a row") { try $0.save(String(threeRows.dropLast(20))) },
    Save(testDescription: "cut before a line end") { try $0.save(String(threeRows.dropLast())) },
    Save(testDescription: "cut before the table") { try $0.save("# Queue\n") },
    Save(testDescription: "cut in the table's header") {
      try $0.save(String(threeRows.prefix(60)))
    },
    Save(testDescription: "cut inside a character") { scene in
      try scene.save("# Queue \u{D55C}")
      try FileDescriptor(opening: scene.path, for: .updating).truncate(to: 9)
      try FileDescriptor(opening: scene.path, for: .updating).setModified(scene.fake.now)
    },
  ]

  private func rows(_ scene: QueueScene) throws -> [String] {
    let snapshot = try scene.store().snapshot()
    return (0..<snapshot.rowCount).compactMap { snapshot.item(at: $0)?.id }
  }

  @Test(arguments: saves)
  func `reads again until the save is whole`(_ save: Save) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try save.begins(scene)
      scene.fake.after(.milliseconds(100)) { try scene.save(threeRows) }
      #expect(try rows(scene) == ["A", "B", "X"])
      // 5 + 10 + 20 + 40 + 80
      #expect(scene.fake.waited == .milliseconds(155))
    }
  }

  @Test func `a file that was just saved whole is read at once`() throws {
    try withQueue(threeRows) { scene in
      try scene.save(threeRows)
      #expect(try rows(scene) == ["A", "B", "X"])
      #expect(scene.fake.waited == .zero)
      #expect(try scene.names(in: scene.folder) == ["QUEUE.md"])
    }
  }

  @Test func `an old file without a queue is refused at once`() throws {
    try withQueue("# Queue\n") { scene in
      #expect(throws: Self.noTable(scene)) { try scene.store().snapshot() }
      #expect(scene.fake.waited == .zero)
    }
  }

  @Test func `a new file without a queue is refused after half a second`() throws {
    try withQueue("# Queue\n") { scene in
      try scene.save("# Queue\n")
      #expect(throws: Self.noTable(scene)) { try scene.store().snapshot() }
      #expect(scene.fake.waited == .milliseconds(500))
    }
  }

  @Test func `a file that stays away is missing after half a second`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try Directory.remove(scene.path)
      #expect(throws: StoreError.missing(path: scene.path)) { try scene.store().snapshot() }
      #expect(scene.fake.waited == .milliseconds(500))
    }
  }

  @Test func `a file that was never there is missing at once`() throws {
    try withQueue(threeRows) { scene in
      try Directory.remove(scene.path)
      #expect(throws: StoreError.missing(path: scene.path)) { try scene.store().snapshot() }
      #expect(scene.fake.waited == .zero)
    }
  }

  @Test func `reading takes no lock`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      // A program that another test is just starting may hold a copy for a moment.
      let lock = try LockFile(
        at: scene.sidecar.lock, permissions: 0o600, timeout: .milliseconds(10_000), holder: "test",
        clock: scene.fake.clock)
      #expect(try rows(scene) == ["A", "B", "X"])
      _ = consume lock
    }
  }

  private static func noTable(_ scene: QueueScene) -> StoreError {
    .malformed(path: scene.path, DocumentError(line: 1, column: 1, reason: .noTable))
  }
}
