import Foundation
import Host
import TestSupport
import Testing

@testable import RunLog

/// A log that several have open, and one whose rotation was cut short.
@Suite struct RotationRaceTests {
  @Test func `who still has the old file open writes into it, and is counted`() throws {
    try withLog { scene in
      try scene.run("a")
      let late = try FileDescriptor(opening: scene.log.path, for: .updatingAtEnd)
      try scene.run("b")
      try scene.run("c")
      try late.write(endLine("late") + "\n")
      #expect(
        try scene.files == ["runs.1.jsonl: b", "runs.2.jsonl: a late", "runs.jsonl: c"])
      #expect(try scene.log.figures().totalRuns == 4)
    }
  }

  @Test func `a log that somebody else has just rotated is left alone`() throws {
    try withLog { scene in
      try scene.run("a")
      let late = try FileDescriptor(opening: scene.log.path, for: .updatingAtEnd)
      try scene.run("b")
      #expect(scene.log.rotateIfFull(late) == .notDue)
      #expect(try scene.files == ["runs.1.jsonl: a", "runs.jsonl: b"])
      try Directory.remove(scene.log.path)
      #expect(scene.log.rotateIfFull(late) == .notDue)
    }
  }

  @Test func `while somebody rotates it, others write on and wait for nobody`() throws {
    try withLog { scene in
      try scene.run("a")
      let rotating = try FileDescriptor(opening: scene.log.path, for: .updatingAtEnd)
      #expect(try rotating.tryLock())
      #expect(try scene.run("b") == .notDue)
      #expect(try scene.files == ["runs.jsonl: a b"])
      #expect(scene.log.rotateIfFull(rotating) == .done)
    }
  }

  @Test func `what a crash left in the middle of a rotation is made good by the next`() throws {
    try withLog { scene in
      for command in ["a", "b", "c"] { try scene.run(command) }
      // The old files had moved on, and the new one was made.
      try Directory.move("\(scene.folder)/runs.2.jsonl", to: "\(scene.folder)/runs.3.jsonl")
      #expect(try scene.log.figures().totalRuns == 3)
      try Directory.move("\(scene.folder)/runs.1.jsonl", to: "\(scene.folder)/runs.2.jsonl")
      #expect(try scene.log.figures().totalRuns == 3)
      try NewFile.create("\(scene.folder)/runs.1.jsonl", text: "")
      #expect(try scene.log.figures().totalRuns == 3)
      #expect(try scene.run("d") == .done)
      #expect(
        try scene.files
          == ["runs.1.jsonl: c", "runs.2.jsonl: b", "runs.3.jsonl: a", "runs.jsonl: d"])
    }
  }
}
