import Foundation
import Glibc
import Host
import Model
import TestSupport
import Testing

@testable import QueueStore

@Suite struct QueueStampTests {
  @Test func `a stamp changes when a file does`() throws {
    try withTemporaryDirectory { folder in
      let paths = ["a", "b"].map { "\(folder)/\($0)" }
      let missing = QueueStamp(of: paths)
      var last = missing
      func expectChange(by change: () throws -> Void) throws {
        try change()
        let stamp = QueueStamp(of: paths)
        #expect(stamp != last)
        #expect(stamp == QueueStamp(of: paths))
        last = stamp
      }
      func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      }
      try expectChange { try write("1", to: paths[0]) }
      try expectChange { try write("12", to: paths[0]) }
      try expectChange { try write("1", to: paths[1]) }
      try expectChange { #expect(chmod(paths[0], 0o400) == 0) }
      // SQLite does so whenever root reads a database.
      #expect(chown(paths[0], geteuid(), getegid()) == 0)
      #expect(QueueStamp(of: paths) == last)
      try expectChange { #expect(rename(paths[1], paths[0]) == 0) }
      try expectChange { #expect(unlink(paths[0]) == 0) }
      #expect(last == missing)
      try write("", to: paths[0])
      #expect(QueueStamp(of: paths) == missing)
    }
  }

  @Test func `what changed a moment ago may change again without a trace`() throws {
    try withTemporaryDirectory { folder in
      try Data("1".utf8).write(to: URL(filePath: "\(folder)/a"))
      let stamp = QueueStamp(of: ["\(folder)/a", "\(folder)/missing"])
      let modified = try FileStatus(of: "\(folder)/a").identity.modified
      for (age, isFinal) in [(-1, true), (0, false), (9, false), (10, true), (60_000, true)] {
        #expect(stamp.isFinal(at: modified + age * 1_000_000) == isFinal, "\(age) ms")
      }
    }
  }

  /// A claim, a heartbeat, an outcome: what the next command would find.
  private static let transitions: [Transition] = [
    .pick(id: "A"),
    .lease(.init(id: "A", .renew(seconds: 60))),
    .finish(.init(id: "A", as: .done, notes: "n")),
  ]

  private static func check(
    _ store: () -> any QueueStore & Watchable, _ perform: (Transition) throws -> Void
  ) throws {
    for transition in transitions {
      let before = QueueStamp(of: store().files)
      try perform(transition)
      let after = QueueStamp(of: store().files)
      #expect(after != before, "\(transition)")
      _ = try store().snapshot()
      _ = try store().history(of: nil)
      #expect(QueueStamp(of: store().files) == after, "\(transition)")
    }
  }

  @Test func `each change of a file changes its stamp, and reading it does not`() throws {
    try withQueue(threeRows) { scene in
      try Self.check {
        scene.store()
      } _: {
        try scene.perform($0)
      }
    }
  }

  @Test func `each change of a database changes its stamp, and reading it does not`() throws {
    try withDatabaseScene { scene in
      try scene.add("A")
      try Self.check {
        scene.store()
      } _: {
        try scene.perform($0)
      }
    }
  }
}
