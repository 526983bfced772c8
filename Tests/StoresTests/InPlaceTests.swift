import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A queue with a second name keeps its inode: the bytes are written over it.
@Suite struct InPlaceTests {
  /// A queue with a hard link `other.md`.
  private func withTwoNames(_ body: (QueueScene, String) throws -> Void) throws {
    try withQueue(threeRows) { scene in
      let other = scene.folder + "/other.md"
      try Directory.link(scene.path, to: other)
      try body(scene, other)
    }
  }

  @Test func `both names show the change, and the file stays the same`() throws {
    try withTwoNames { scene, other in
      let before = try FileStatus(of: scene.path)
      #expect(try scene.perform(.pick(id: "A")).warnings.texts == [])
      let after = try FileStatus(of: scene.path)
      #expect(try scene.text() == threeRows.changed(pickedA))
      #expect(try contents(of: other) == threeRows.changed(pickedA))
      #expect(after.identity.inode == before.identity.inode)
      #expect(after.links == 2)
      #expect(after.permissions == before.permissions)
    }
  }

  @Test func `a file that gets shorter keeps nothing of the old one`() throws {
    try withTwoNames { scene, other in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.release(id: "A", force: true))
      #expect(try contents(of: other) == threeRows)
    }
  }

  @Test func `the next command finds its own file, and waits for nothing`() throws {
    try withTwoNames { scene, _ in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRows.changed(pickedA, pickedB))
      #expect(scene.fake.waited == .zero)
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 A", "2 s1 B"])
    }
  }

  @Test func `the journal records the beginning and the end`() throws {
    try withTwoNames { scene, _ in
      try scene.perform(.pick(id: "A"))
      let entries = try contents(of: scene.sidecar.journal).split(separator: "\n")
        .map { JournalEntry.parse(ArraySlice($0.utf8)) }
      #expect(entries.map { $0?.inPlace } == [.begun, .ended])
      #expect(entries.map { $0?.sequence } == [1, 1])
      #expect(entries.last??.identity == (try FileStatus(of: scene.path).identity))
    }
  }

  @Test func `the old version stays as a generation, and goes in its time`() throws {
    try withTwoNames { scene, _ in
      chmod(scene.path, 0o664)
      try scene.perform(.pick(id: "A"))
      let generations = scene.sidecar.generations
      #expect(try scene.names(in: generations) == ["1"])
      #expect(try contents(of: generations + "/1") == threeRows)
      #expect(try FileStatus(of: generations + "/1").permissions == 0o664)
      for id in ["B", "X"] { #expect(try scene.perform(.pick(id: id)).warnings.texts == []) }
      #expect(try scene.names(in: generations) == ["3"])
    }
  }

  @Test func `a save in the middle is found, and the transition applied to it`() throws {
    try withTwoNames { scene, other in
      let saved = "Dear agents,\n\n" + threeRowsLeft
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try scene.save(saved, age: .milliseconds(60))
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == saved.changed(pickedA))
      #expect(try contents(of: other) == saved.changed(pickedA))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte", "3 s1 A"])
    }
  }

  @Test func `a save in the middle that parts the two names is found`() throws {
    try withTwoNames { scene, other in
      let saved = "Dear agents,\n\n" + threeRowsLeft
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try scene.saveByRename(saved, age: .milliseconds(60))
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == saved.changed(pickedA))
      #expect(try contents(of: other) == threeRowsLeft)
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte", "3 s1 A"])
    }
  }

  @Test func `a refusal writes nothing`() throws {
    try withTwoNames { scene, _ in
      let identity = try FileStatus(of: scene.path).identity
      #expect(throws: StoreError.refused(.notFound("Z"))) { try scene.perform(.pick(id: "Z")) }
      #expect(try FileStatus(of: scene.path).identity == identity)
    }
  }
}
