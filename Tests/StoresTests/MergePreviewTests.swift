import Glibc
import Host
import Model
import StoreTestSupport
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Readers show an old copy that was saved over newer rows merged, as the next command writes it.
@Suite struct MergePreviewTests {
  private static let warning =
    "QUEUE.md lacks newer changes; the shown queue has them, and the next command writes it"

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The row that the save lacks.
    var missing: String?
    /// Changes the queue, saves over it, and returns what readers show.
    let play: @Sendable (QueueScene) throws -> String
  }

  static let merged = [
    Case(testDescription: "over a claim") { scene in
      try scene.perform(.pick(id: "A"))
      try scene.save(threeRows.changed(("| B | PENDING", "| B | FAILED")))
      return threeRows.changed(pickedA, ("| B | PENDING", "| B | FAILED"))
    },
    Case(testDescription: "over a new row", missing: "N") { scene in
      try scene.perform(.add(.init(id: "N", priority: .p1, task: "new", successCriteria: "c")))
      try scene.saveByRename(threeRows)
      return threeRows + "| N | PENDING | P1 | new | c | - | - | - |  |\n"
    },
    Case(testDescription: "over a change of the same cell") { scene in
      try scene.perform(.cancel(id: "X"))
      try scene.save(threeRows.changed(("| X | PENDING", "| X | DONE")))
      return threeRowsLeft
    },
    Case(testDescription: "over a swap that was not carried out") { scene in
      try scene.perform(.cancel(id: "X"))
      try scene.perform(.pick(id: "A"))
      #expect(try Directory.exchange("\(scene.sidecar.generations)/2", scene.path))
      try scene.saveByRename(threeRows)
      return threeRowsLeft
    },
  ]

  static let asSaved = [
    Case(testDescription: "no save at all") { scene in
      try scene.perform(.pick(id: "A"))
      return threeRows.changed(pickedA)
    },
    Case(testDescription: "an edit of the newest version") { scene in
      try scene.perform(.pick(id: "A"))
      let text = threeRows.changed(pickedA, ("| B | PENDING", "| B | FAILED"))
      try scene.save(text)
      return text
    },
    Case(testDescription: "the same bytes in another file") { scene in
      try scene.perform(.pick(id: "A"))
      try scene.saveByRename(try scene.text())
      return try scene.text()
    },
    Case(testDescription: "a swap that was not carried out") { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      #expect(try Directory.exchange("\(scene.sidecar.generations)/2", scene.path))
      return threeRowsLeft
    },
    Case(testDescription: "no journal") { scene in
      try stale(scene)
      try Directory.remove(scene.sidecar.journal)
      return threeRows
    },
    Case(testDescription: "a journal of other bytes") { scene in
      try stale(scene)
      try scene.save("\u{0}\n{}\n", to: scene.sidecar.journal)
      return threeRows
    },
    Case(testDescription: "no versions") { scene in
      try stale(scene)
      try Directory.remove("\(scene.sidecar.versions)/0")
      return threeRows
    },
    Case(testDescription: "a sidecar that is a link") { scene in
      try stale(scene)
      try Directory.move(scene.sidecar.folder, to: scene.folder + "/elsewhere")
      #expect(symlink("elsewhere", scene.sidecar.folder) == 0)
      return threeRows
    },
    Case(testDescription: "another branch") { scene in
      try stale(scene)
      try Directory.create(scene.folder + "/.git", permissions: 0o700)
      try scene.save("ref: refs/heads/b\n", to: scene.folder + "/.git/HEAD")
      return threeRows
    },
    Case(testDescription: "a save that looks cut") { scene in
      try scene.save(threeRows + "\nSee the wiki.\n", age: .milliseconds(60_000))
      try scene.perform(.pick(id: "A"))
      try scene.save(threeRows)
      return threeRows
    },
  ]

  /// An old copy over a claim.
  private static func stale(_ scene: QueueScene) throws {
    try scene.perform(.pick(id: "A"))
    try scene.save(threeRows)
  }

  /// What a reader shows, and its warnings.
  private func seen(_ store: MarkdownStore) throws -> (text: String, warnings: [String]) {
    var warnings = StoreWarnings()
    let table = try #require(try store.snapshot { warnings = $0 } as? MarkdownTable)
    return (String(decoding: table.document.rendered, as: UTF8.self), warnings.texts)
  }

  @Test(arguments: merged)
  func `what is shown is what the next command writes`(_ play: Case) throws {
    try withQueue(threeRows) { scene in
      let text = try play.play(scene)
      // A program that another test is just starting may hold a copy of the save's descriptor.
      scene.fake.pass(.milliseconds(1000))
      let files = try [scene.text(), contents(of: scene.sidecar.journal)]
      let seen = try seen(scene.store())
      #expect(seen.text == text)
      let warning = play.missing.map {
        "QUEUE.md was saved without \($0), like an older copy; the shown queue is merged, and the "
          + "next command writes it (to delete: orch rm \($0))"
      }
      #expect(seen.warnings == [warning ?? Self.warning])
      #expect(try [scene.text(), contents(of: scene.sidecar.journal)] == files)
      _ = try scene.store().recordExternalEdits(scene.context()) { _ in }
      #expect(try scene.text() == text)
      #expect(try self.seen(scene.store()).warnings == [])
    }
  }

  private static func preview(_ scene: QueueScene) -> String { scene.sidecar.folder + "/preview" }

  /// An old copy over a claim, which a reader has merged; without the versions it can't be again.
  private func kept(_ body: (QueueScene) throws -> Void) throws {
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      scene.fake.pass(.milliseconds(1000))
      #expect(try seen(scene.store()).text == threeRows.changed(pickedA))
      try Directory.remove("\(scene.sidecar.versions)/0")
      try body(scene)
    }
  }

  @Test func `what a reader found is kept for the next one, until a command records the save`()
    throws
  {
    try kept { scene in
      let status = try FileStatus(of: Self.preview(scene))
      #expect(status.permissions == 0o600)
      let seen = try seen(scene.store())
      #expect(seen.text == threeRows.changed(pickedA))
      #expect(seen.warnings == [Self.warning])
    }
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      scene.fake.pass(.milliseconds(1000))
      _ = try seen(scene.store())
      try scene.perform(.pick(id: "B"))
      #expect(try FileStatus.ifExists(Self.preview(scene)) == nil)
    }
  }

  @Test func `what is kept counts for that save alone`() throws {
    try kept { scene in
      try scene.save(threeRows.changed(("| B | PENDING", "| B | FAILED")))
      scene.fake.pass(.milliseconds(1000))
      #expect(try seen(scene.store()).text == threeRows.changed(("| B | PENDING", "| B | FAILED")))
    }
  }

  @Test func `what is garbled, forged or open to others does not count`() throws {
    try kept { scene in
      let path = Self.preview(scene)
      let bytes = try FileDescriptor(opening: path, for: .reading).readWhole()
      for index in stride(from: 0, to: bytes.count, by: 7) {
        var changed = bytes
        changed[index] ^= 1
        try FileDescriptor(opening: path, for: .updating).write(changed, at: 0)
        #expect(try seen(scene.store()).text == threeRows, "byte \(index)")
        // What was found then is kept in turn.
        try FileDescriptor(opening: path, for: .updatingOrCreating(permissions: 0o600))
          .write(bytes, at: 0)
      }
      try FileDescriptor(opening: path, for: .updating).truncate(to: bytes.count)
      #expect(try seen(scene.store()).text == threeRows.changed(pickedA))
      #expect(chmod(path, 0o644) == 0)
      #expect(try seen(scene.store()).text == threeRows)
    }
  }

  @Test func `nothing is kept where it may not be`() throws {
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      scene.fake.pass(.milliseconds(1000))
      let store = MarkdownStore(
        path: scene.path, lockTimeout: .zero, clock: scene.fake.clock)
      #expect(try seen(store).text == threeRows.changed(pickedA))
      #expect(try FileStatus.ifExists(Self.preview(scene)) == nil)
    }
  }

  @Test(arguments: asSaved)
  func `a file that lacks nothing, or cannot be compared, is shown as it is`(
    _ play: Case
  ) throws {
    try withQueue(threeRows) { scene in
      let text = try play.play(scene)
      let seen = try seen(scene.store())
      #expect(seen.text == text)
      #expect(seen.warnings == [])
    }
  }

  @Test func `while a program has the file open, it is shown as it is`() throws {
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      let editor = try FileDescriptor(opening: scene.path, for: .updating)
      #expect(try seen(scene.store()).text == threeRows)
      _ = consume editor
      scene.fake.pass(.milliseconds(1000))
      #expect(try seen(scene.store()).text == threeRows.changed(pickedA))
    }
  }

  @Test(arguments: [(1, true), (5_000, true), (1_000_000, true), (2_000_000, false)])
  func `a long last line of the journal is searched, too`(_ length: Int, isFound: Bool) throws {
    try withTemporaryDirectory { folder in
      let identity = try FileStatus(of: folder).identity
      let notes = String(repeating: "n", count: length)
      let path = folder + "/journal"
      try NewFile.create(path, text: #"{}\#n{"identity":\#(identity.json),"notes":"\#(notes)"}\#n"#)
      let journal = try FileDescriptor(opening: path, for: .reading)
      let size = try journal.status().identity.size
      let found = try MergePreview.lastLine(of: journal, size, names: identity)
      #expect(found == isFound)
    }
  }

  @Test func `a save that may be in progress has to be read again`() throws {
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      try scene.saveByRename(String(threeRows.dropLast()))
      #expect(try scene.store().snapshot().isProvisional)
      try scene.save(threeRows)
      scene.fake.pass(.milliseconds(1000))
      #expect(try !scene.store().snapshot().isProvisional)
    }
  }

  @Test func `a queue that no command writes is shown as it is`() throws {
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      let store = MarkdownStore(
        path: scene.path, lockTimeout: .zero, clock: scene.fake.clock, isReadOnly: true)
      let seen = try seen(store)
      #expect(seen.text == threeRows)
      #expect(seen.warnings == [])
    }
  }

  /// The preview looks at the clock after it has read the journal.
  @Test func `a command in the middle of a reading is seen`() throws {
    try withQueue(threeRows) { scene in
      try Self.stale(scene)
      scene.fake.pass(.milliseconds(1000))
      // The first look belongs to the reading of the file.
      scene.fake.whenAsked { true }
      scene.fake.whenAsked {
        try scene.perform(.pick(id: "B"))
        return true
      }
      let seen = try seen(scene.store())
      #expect(seen.text == threeRows.changed(pickedA, pickedB))
      #expect(seen.warnings == [])
    }
  }

  @Test func `a store that holds its file reads it again after its own change`() throws {
    try withQueue(threeRows) { scene in
      let store = scene.store().holdingFile()
      func isPending(_ id: String) throws -> Bool {
        try store.read { try $0.status(of: id) } == .pending
      }
      #expect(try isPending("A"))
      try scene.perform(.pick(id: "A"))
      #expect(try isPending("A"))
      _ = try store.perform(.pick(id: "B"), context: scene.context("s2"))
      #expect(try !isPending("A"))
      #expect(try isPending("X"))
      try scene.perform(.pick(id: "X"))
      #expect(try !isPending("X"))
    }
  }
}
