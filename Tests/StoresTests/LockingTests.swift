import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Refusals: the lock is held, or the user may not write.
@Suite struct LockingTests {
  @Test func `nothing is written while another process has the lock`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let lock = try LockFile(
        at: scene.sidecar.lock, permissions: 0o600, timeout: .zero, holder: "orch pick",
        clock: scene.fake.clock)
      let context = TransitionContext(session: nil, now: StoreConformance.now)
      #expect(
        throws: StoreError.locked(path: scene.path, holder: "\(CurrentProcess.id) orch pick")
      ) { try scene.store(timeout: .zero).perform(.pick(id: "A"), context: context) }
      #expect(try scene.text() == threeRowsLeft)
      _ = consume lock
      _ = try scene.store(timeout: .zero).perform(.pick(id: "A"), context: context)
    }
  }

  @Test func `the lock names the command that had it last`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      #expect(try contents(of: scene.sidecar.lock) == "\(CurrentProcess.id) orch test\n")
    }
  }

  @Test func `a refused transition frees the lock and writes nothing`() throws {
    try withQueue(threeRows) { scene in
      #expect(throws: StoreError.refused(.notFound("Z"))) { try scene.perform(.pick(id: "Z")) }
      #expect(try scene.text() == threeRows)
      #expect(try scene.journal() == [])
      #expect(try scene.names(in: scene.sidecar.generations) == [])
      try scene.perform(.pick(id: "A"))
    }
  }

  @Test func `what is already so is not written again`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      let identity = try FileStatus(of: scene.path).identity
      let journal = try contents(of: scene.sidecar.journal)
      try scene.perform(.pick(id: "A"))
      #expect(try FileStatus(of: scene.path).identity == identity)
      #expect(try contents(of: scene.sidecar.journal) == journal)
      #expect(try scene.names(in: scene.sidecar.generations) == ["1"])
    }
  }

  @Test func `a file without write permission is not written, even by root`() throws {
    try withQueue(threeRows) { scene in
      try FileDescriptor(opening: scene.path, for: .reading).share(permissions: 0o444, group: 0)
      let refusal = StoreError.notWritable(path: scene.path)
      #expect(throws: refusal) { try scene.perform(.pick(id: "A")) }
      #expect(throws: refusal) { try scene.store().checkWritable() }
      #expect(try scene.names(in: scene.folder) == ["QUEUE.md"])
    }
  }

  @Test func `a database without write permission is not written, even by root`() throws {
    try withDatabaseScene { scene in
      try scene.store().checkWritable()
      try FileDescriptor(opening: scene.path, for: .reading).share(permissions: 0o444, group: 0)
      let refusal = StoreError.notWritable(path: scene.path)
      #expect(throws: refusal) { try scene.add("A") }
      #expect(throws: refusal) { try scene.store().checkWritable() }
    }
  }

  @Test func `a folder is not a queue`() throws {
    try withQueue(threeRows) { scene in
      try Directory.remove(scene.path)
      try Directory.create(scene.path, permissions: 0o700)
      #expect(throws: StoreError.system(.notARegularFile(scene.path, .directory))) {
        try scene.perform(.pick(id: "A"))
      }
    }
  }

  @Test func `malformed rows are left alone and reported`() throws {
    let text = threeRows + "| torn | PENDING |\n"
    try withQueue(text) { scene in
      let outcome = try scene.perform(.pick(id: "A"))
      #expect(outcome.warnings.malformedRows?.count == 1)
      #expect(outcome.warnings.malformedRows?.first.line == 8)
      #expect(try scene.text() == text.changed(pickedA))
      let context = TransitionContext(session: "s2", now: StoreConformance.now)
      var warnings = StoreWarnings()
      #expect(throws: StoreError.refused(.notFound("Z"))) {
        try scene.store().perform(.pick(id: "Z"), context: context) { warnings = $0 }
      }
      #expect(warnings == outcome.warnings)
    }
  }
}
