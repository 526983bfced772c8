import Foundation
import Host
import Model
import TestSupport
import Testing

@testable import Door

@Suite struct RotationTests {
  @Test func `a full log becomes the first of the old files, and these move on`() throws {
    try withLog { scene in
      let rotations = try ["a", "b", "c"].map(scene.run)
      #expect(rotations == [.notDue, .done, .done])
      #expect(try scene.files == ["runs.1.jsonl: b", "runs.2.jsonl: a", "runs.jsonl: c"])
      for command in ["d", "e", "f"] { try scene.run(command) }
      #expect(
        try scene.files
          == ["runs.1.jsonl: e", "runs.2.jsonl: d", "runs.3.jsonl: c", "runs.jsonl: f"])
      #expect(try scene.log.figures().totalRuns == 4)
    }
  }

  @Test func `a log is full at its limit, not before`() throws {
    let size = "\(startLine("a"))\n\(endLine("a"))\n".utf8.count
    try withLog(bytes: 2 * size) { scene in
      let rotations = try ["a", "b", "c"].map(scene.run)
      #expect(rotations == [.notDue, .notDue, .done])
    }
    try withLog(bytes: 2 * size + 1) { scene in
      let rotations = try ["a", "b", "c", "d"].map(scene.run)
      #expect(rotations == [.notDue, .notDue, .notDue, .done])
    }
  }

  @Test func `without a limit it never is`() throws {
    try withLog(bytes: 0) { scene in
      let rotations = try ["a", "b", "c"].map(scene.run)
      #expect(rotations == [.notDue, .notDue, .notDue])
      #expect(try scene.files == ["runs.jsonl: a b c"])
    }
  }

  @Test func `a run that began before a rotation may end behind it`() throws {
    try withLog { scene in
      try scene.log.start(LogScene.run, at: 0, zone: .fixed(0))
      try scene.run("b")
      try scene.log.end(LogScene.run, LogScene.end, at: 0, zone: .fixed(0))
      #expect(try scene.files == ["runs.1.jsonl: ", "runs.jsonl: b pick"])
      let figures = try scene.log.figures()
      #expect(figures.startedRuns == 2 && figures.totalRuns == 2 && figures.ignoredLines == 0)
    }
  }

  @Test func `fewer are kept after the limit was lowered`() throws {
    try withLog(keep: 6) { scene in
      for command in ["a", "b", "c", "d", "e", "f"] { try scene.run(command) }
      var scene = scene
      scene.limit = .init(bytes: 1, keep: 2)
      #expect(try scene.log.figures().totalRuns == 6)
      try scene.run("g")
      #expect(try scene.files == ["runs.1.jsonl: f", "runs.2.jsonl: e", "runs.jsonl: g"])
    }
  }

  @Test func `a gap is filled, and files with other names stay`() throws {
    try withLog { scene in
      for command in ["a", "b", "c", "d"] { try scene.run(command) }
      try Directory.remove("\(scene.folder)/runs.2.jsonl")
      for name in ["runs.2024.jsonl", "runs.01.jsonl", "runs.5.jsonl", "other.1.jsonl"] {
        try NewFile.create("\(scene.folder)/\(name)", text: "mine\n")
      }
      // What orch did not put there is not counted either; a gap of one number is no end.
      #expect(try scene.log.figures().ignoredLines == 1)
      try scene.run("e")
      #expect(
        try scene.files == [
          "other.1.jsonl: ", "runs.01.jsonl: ", "runs.1.jsonl: d", "runs.2.jsonl: c",
          "runs.2024.jsonl: ", "runs.3.jsonl: a", "runs.5.jsonl: ", "runs.jsonl: e",
        ])
    }
  }

  @Test(arguments: [
    ("/l/orch_runs.jsonl", "/l/orch_runs.2.jsonl"), ("/l/runs", "/l/runs.2"),
    ("/l.d/runs", "/l.d/runs.2"), ("/l/a.b.log", "/l/a.b.2.log"), ("/l/.log", "/l/.log.2"),
    ("/l/로그.jsonl", "/l/로그.2.jsonl"), ("runs.jsonl", "runs.2.jsonl"), ("/l/runs.", "/l/runs.2."),
  ])
  func `the number stands before the ending`(_ path: String, second: String) {
    #expect(RunLogFiles(path: path).path(of: 2) == second)
    #expect(RunLogFiles(path: path).path(of: 0) == path)
  }

  @Test func `the new log has the permissions of the old one`() throws {
    try withLog { scene in
      try scene.run("a")
      chmod(scene.log.path, 0o640)
      #expect(try scene.run("b") == .done)
      for name in ["runs.jsonl", "runs.1.jsonl"] {
        #expect(try FileStatus(of: "\(scene.folder)/\(name)").permissions == 0o640, "\(name)")
      }
    }
  }

  @Test func `a rotation that fails is reported, and the line is written anyway`() throws {
    try withLog(keep: 1) { scene in
      try Directory.create("\(scene.folder)/runs.1.jsonl", permissions: 0o700)
      try scene.run("a")
      let error = SystemError(
        code: EISDIR, action: .read, path: "\(scene.folder)/runs.1.jsonl")
      #expect(try scene.run("b") == .failed(error))
      #expect(try contents(of: scene.log.path).split(separator: "\n").count == 4)
    }
  }

  @Test func `a name too long for a number is reported`() throws {
    try withTemporaryDirectory { folder in
      let log = RunLog(
        path: "\(folder)/\(String(repeating: "x", count: 254))", limit: .init(bytes: 1, keep: 1))
      try log.start(LogScene.run, at: 0, zone: .fixed(0))
      let error = SystemError(code: ENAMETOOLONG, action: .read, path: "\(log.path).1")
      #expect(try log.start(LogScene.run, at: 0, zone: .fixed(0)) == .failed(error))
      #expect(try contents(of: log.path).split(separator: "\n").count == 2)
    }
  }

  @Test func `what is not a file is never rotated`() throws {
    let log = RunLog(path: "/dev/null", limit: .init(bytes: 1, keep: 1))
    #expect(try log.start(LogScene.run, at: 0, zone: .fixed(0)) == .notDue)
    #expect(try log.figures() == RunFigures())
  }
}

/// A log that several have open, and one whose rotation was cut short.
@Suite struct RotationRaceTests {
  @Test func `a run that still has the old file open writes into it, and is counted`() throws {
    try withLog { scene in
      try scene.run("a")
      let late = try FileDescriptor(opening: scene.log.path, for: .appending)
      try scene.run("b")
      try scene.run("c")
      try late.write(endLine("late") + "\n")
      #expect(
        try scene.files == ["runs.1.jsonl: b", "runs.2.jsonl: a late", "runs.jsonl: c"])
      #expect(try scene.log.figures().totalRuns == 4)
    }
  }

  @Test func `a log that another run has just rotated is left alone`() throws {
    try withLog { scene in
      try scene.run("a")
      let late = try FileDescriptor(opening: scene.log.path, for: .appending)
      try scene.run("b")
      #expect(scene.log.rotateIfFull(late) == .notDue)
      #expect(try scene.files == ["runs.1.jsonl: a", "runs.jsonl: b"])
      try Directory.remove(scene.log.path)
      #expect(scene.log.rotateIfFull(late) == .notDue)
    }
  }

  @Test func `other runs write on during a rotation, without waiting`() throws {
    try withLog { scene in
      try scene.run("a")
      let rotating = try FileDescriptor(opening: scene.log.path, for: .appending)
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
