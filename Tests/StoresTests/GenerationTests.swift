import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Files that swaps displaced: an editor may still have one open, and write.
@Suite struct GenerationTests {
  private func generations(_ scene: QueueScene) throws -> [String] {
    try scene.names(in: scene.sidecar.generations)
  }

  /// Performs one change more; how often makes no difference.
  private func change(_ scene: QueueScene, _ round: Int) throws -> [String] {
    try scene.perform(.replan(id: "X", reason: "\(round)", force: true)).warnings.texts
  }

  @Test func `a generation is what stood there before the swap`() throws {
    try withQueue(threeRows) { scene in
      let identity = try FileStatus(of: scene.path).identity
      try scene.leaveOwnFile()
      #expect(try generations(scene) == ["1"])
      #expect(try FileStatus(of: scene.sidecar.generations + "/1").identity == identity)
      #expect(try contents(of: scene.sidecar.generations + "/1") == threeRows)
    }
  }

  @Test func `all but the newest go when no program can write to them`() throws {
    try withQueue(threeRows) { (scene) throws in
      for round in 1...12 { #expect(try change(scene, round) == []) }
      #expect(try generations(scene) == ["12"])
      #expect(try scene.exists(scene.sidecar.found) == false)
    }
  }

  /// The inode at the queue's path after each of some changes.
  private func inodes(_ scene: QueueScene, _ rounds: ClosedRange<Int>) throws -> [UInt64] {
    try rounds.map { round in
      #expect(try change(scene, round) == [])
      return try FileStatus(of: scene.path).identity.inode
    }
  }

  @Test func `a generation that no program has open is written over, and two files alternate`()
    throws
  {
    // A child that another test starts has each open file until it executes its program.
    let alternated = try (1...5).contains { _ in
      try withQueue(threeRows) { scene in
        let first = try FileStatus(of: scene.path).identity.inode
        let inodes = try inodes(scene, 1...4)
        return inodes == [inodes[0], first, inodes[0], first]
      }
    }
    #expect(alternated)
  }

  @Test func `a generation that a program reads is not written over`() throws {
    try withQueue(threeRows) { scene in
      let reader = try FileDescriptor(opening: scene.path, for: .reading)
      let first = try reader.status().identity.inode
      #expect(try !inodes(scene, 1...4).contains(first))
      #expect(try String(decoding: reader.read(9999, at: 0), as: UTF8.self) == threeRows)
    }
  }

  @Test func `one that is longer than the new file is shortened`() throws {
    try withQueue(threeRows) { scene in
      for notes in [String(repeating: "long ", count: 2000), "short", "shorter"] {
        _ = try scene.perform(
          .finish(.init(id: "X", as: .done, notes: notes, force: true)))
        let text = try contents(of: scene.path)
        let others = { (text: String) in
          text.split(separator: "\n").filter { !$0.contains("| X |") }
        }
        #expect(others(text) == others(threeRows))
        #expect(text.hasSuffix("\n") && text.contains("shorter") == (notes == "shorter"))
        #expect(text.contains("long") == notes.hasPrefix("long"))
      }
    }
  }

  @Test func `one of another mode takes the queue's`() throws {
    try withQueue(threeRows) { scene in
      _ = try change(scene, 1)
      chmod(scene.path, 0o640)
      _ = try change(scene, 2)
      _ = try change(scene, 3)
      #expect(try FileStatus(of: scene.path).permissions == 0o640)
    }
  }

  @Test func `a generation that a program has open stays, and goes when it is closed`() throws {
    try withQueue(threeRows) { scene in
      do {
        let editor = try FileDescriptor(opening: scene.path, for: .updating)
        for round in 1...12 { #expect(try change(scene, round) == []) }
        #expect(try generations(scene) == ["1", "12"])
        _ = editor.number
      }
      #expect(try change(scene, 13) == [])
      #expect(try generations(scene) == ["13"])
    }
  }

  @Test func `what an editor writes late is merged`() throws {
    try withQueue(threeRows) { scene in
      let editor = try FileDescriptor(opening: scene.path, for: .updating)
      #expect(try change(scene, 1) == [])
      let saved = "Dear agents,\n\n" + threeRows
      try scene.save(saved, to: scene.sidecar.generations + "/1", age: .milliseconds(600))
      #expect(
        try change(scene, 2) == [
          "X: put back notes=replan:1; an older copy of QUEUE.md was saved over it "
            + "(orch undo --merge takes the file as it was saved)"
        ])
      let row = QueueFixture.row("X")
      #expect(try scene.text() == saved.changed((row, row.dropLast(4) + "| replan:1 / replan:2 |")))
      // It is recorded now, and stays as long as a program has it open.
      #expect(try change(scene, 3) == [])
      #expect(try generations(scene) == ["1", "4"])
      #expect(try !scene.exists(scene.sidecar.found))
      _ = editor.number
    }
  }

  @Test func `what an editor goes on writing is merged again`() throws {
    try withQueue(threeRows) { scene in
      let editor = try FileDescriptor(opening: scene.path, for: .updating)
      let place = scene.sidecar.generations + "/1"
      _ = try change(scene, 1)
      for text in ["once\n", "once and again\n"] {
        try scene.save(threeRows + text, to: place, age: .milliseconds(600))
        _ = try change(scene, 2)
        #expect(try scene.text().hasSuffix("|\n" + text))
      }
      #expect(try !scene.text().contains("once\n"))
      _ = editor.number
    }
  }

  @Test func `a save that is not a queue is kept, and reported once`() throws {
    try withQueue(threeRows) { scene in
      let place = scene.sidecar.generations + "/1"
      do {
        let editor = try FileDescriptor(opening: scene.path, for: .updating)
        #expect(try change(scene, 1) == [])
        try scene.save("my work of an hour\n", to: place, age: .milliseconds(600))
        #expect(
          try change(scene, 2) == [
            "a program was still saving QUEUE.md when this command ran; that save is in \(place)"
          ])
        // After the timeout it is no longer waited for.
        #expect(try change(scene, 3) == [])
        #expect(try contents(of: place) == "my work of an hour\n")
        _ = editor.number
      }
      #expect(
        try change(scene, 4) == [
          "a program wrote to an older copy of QUEUE.md, which is no longer a queue; it is kept as "
            + "\(scene.sidecar.found)/1.md: compare, and copy what you need"
        ])
      #expect(try contents(of: scene.sidecar.found + "/1.md") == "my work of an hour\n")
      #expect(try change(scene, 5) == [])
      #expect(try generations(scene) == ["5"])
    }
  }

  @Test func `kept saves have the permissions of the sidecar`() throws {
    try withQueue(threeRows) { scene in
      _ = try change(scene, 1)
      try scene.save("late\n", to: scene.sidecar.generations + "/1")
      _ = try change(scene, 2)
      #expect(
        try FileStatus(of: scene.sidecar.found).permissions
          == FileStatus(of: scene.sidecar.folder).permissions)
    }
  }

  @Test func `other names among the generations are left alone`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try NewFile.create(scene.sidecar.generations + "/notes.txt", text: "mine")
      for round in 1...3 { _ = try change(scene, round) }
      #expect(try generations(scene) == ["4", "notes.txt"])
    }
  }

  @Test func `an editor that writes just before the swap is waited for`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let saved = "Dear agents,\n\n" + threeRowsLeft
      let editor = try FileDescriptor(opening: scene.path, for: .updating)
      // It writes 40 ms after the swap, to the file that was displaced.
      scene.fake.whenAsked {
        scene.fake.after(.milliseconds(40)) {
          try scene.save(saved, to: scene.sidecar.generations + "/2")
        }
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == saved.changed(pickedA))
      #expect(try scene.journal().count == 3)
      _ = editor.number
    }
  }
}
