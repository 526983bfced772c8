import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// What the next command makes of the state in which a crash left a swap.
@Suite struct RecoveryTests {
  /// Takes the last swap back, as if the crash had come just before it.
  private func unswap(_ scene: QueueScene, _ generation: Int) throws {
    #expect(try Directory.exchange("\(scene.sidecar.generations)/\(generation)", scene.path))
  }

  @Test func `an entry whose swap was not carried out is taken back`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try unswap(scene, 2)
      #expect(try scene.text() == threeRowsLeft)
      let outcome = try scene.perform(.pick(id: "B"))
      #expect(outcome.warnings.texts == [])
      #expect(try scene.text() == threeRowsLeft.changed(pickedB))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 s1 B"])
      #expect(try scene.names(in: scene.sidecar.generations) == ["2"])
    }
  }

  @Test func `it is told to nobody before the next command has proved it`() throws {
    func told(_ scene: QueueScene, after sequence: Int) throws -> [String] {
      var told: [String] = []
      let newest = try scene.store().visitHistory(after: sequence) {
        told.append("\($0.sequence) \($0.id ?? "-")")
      }
      return told + ["ends at \(newest ?? 0)"]
    }
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save("Dear agents,\n\n" + threeRowsLeft, age: .milliseconds(60))
      try scene.perform(.pick(id: "A"))
      #expect(try told(scene, after: 1) == ["2 -", "3 A", "ends at 3"])
      try unswap(scene, 3)
      #expect(try told(scene, after: 0) == ["1 X", "ends at 3"])
      try scene.perform(.pick(id: "B"))
      #expect(try told(scene, after: 1) == ["2 -", "3 B", "ends at 3"])
    }
  }

  /// A loss of power takes names that no folder was synced for, in one order: the swap's, and
  /// before it that of the new file.
  @Test func `an entry whose new file lost its name is taken back`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try unswap(scene, 2)
      try Directory.remove("\(scene.sidecar.generations)/2")
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRowsLeft.changed(pickedB))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 s1 B"])
    }
  }

  @Test func `the save that was found before it stays recorded`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save("Dear agents,\n\n" + threeRowsLeft, age: .milliseconds(60))
      try scene.perform(.pick(id: "A"))
      try unswap(scene, 3)
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == ("Dear agents,\n\n" + threeRowsLeft).changed(pickedB))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte", "3 s1 B"])
    }
  }

  @Test func `a refused command takes it back, too`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try unswap(scene, 2)
      #expect(throws: StoreError.refused(.notFound("Z"))) { try scene.perform(.pick(id: "Z")) }
      #expect(try scene.journal().count == 1)
      #expect(try scene.names(in: scene.sidecar.generations) == [])
    }
  }

  @Test func `a swap that was carried out stands, also after a later save`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try scene.saveByRename("Dear agents,\n\n" + (try scene.text()), age: .milliseconds(60))
      try scene.perform(.pick(id: "B"))
      #expect(
        try scene.text() == "Dear agents,\n\n" + threeRowsLeft.changed(pickedA, pickedB))
      #expect(
        try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 s1 A", "3 exte", "4 s1 B"])
    }
  }

  @Test func `files that no entry knows are removed`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      for name in ["2", "2.new", "2.old", "17"] {
        try NewFile.create("\(scene.sidecar.generations)/\(name)", text: "half a file")
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.names(in: scene.sidecar.generations) == ["2"])
      #expect(try scene.text() == threeRowsLeft.changed(pickedA))
    }
  }

  @Test func `a journal line that was cut short is dropped, and reported`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let descriptor = try FileDescriptor(opening: scene.sidecar.journal, for: .updating)
      try descriptor.write(
        Array(#"{"seq":2,"ts":"#.utf8), at: descriptor.status().identity.size)
      let outcome = try scene.perform(.pick(id: "A"))
      #expect(
        outcome.warnings.texts == [
          "the journal's last line was cut short by a crash and is dropped"
        ])
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 s1 A"])
    }
  }

  // Where the system cannot swap two files, the queue gets a second name, then the
  // new file takes its place, then the old one takes the new one's.

  @Test func `a replacement that only gave a second name is taken back`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      try unswap(scene, 2)
      let generation = "\(scene.sidecar.generations)/2"
      try Directory.link(scene.path, to: generation + ".old")
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRowsLeft.changed(pickedB))
      #expect(try scene.names(in: scene.sidecar.generations) == ["2"])
      #expect(try FileStatus(of: scene.path).links == 1)
    }
  }

  @Test func `a replacement that only lacks the old file's place is ended`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      let generation = "\(scene.sidecar.generations)/2"
      try Directory.move(generation, to: generation + ".old")
      #expect(throws: StoreError.refused(.notFound("Z"))) { try scene.perform(.pick(id: "Z")) }
      #expect(try scene.names(in: scene.sidecar.generations) == ["2"])
      #expect(try contents(of: generation) == threeRowsLeft)
      #expect(try scene.text() == threeRowsLeft.changed(pickedA))
      #expect(try scene.journal().count == 2)
    }
  }
}
