import Dispatch
import Foundation
import Glibc
import Host
import Model
import Synchronization
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A writer waits until no save is in progress. The clock plays the
/// editor while the command waits.
@Suite struct SettlingTests {
  /// What an editor does to the queue, and when, in milliseconds.
  struct Save: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let steps: [(Int, @Sendable (QueueScene) throws -> Void)]
    /// How long the command waits, in milliseconds.
    let waits: ClosedRange<Double>
  }

  private static let before = "# Work\n\n" + threeRows + "\nThe end.\n"
  private static let whole = "# Our work\n\n" + threeRowsLeft + "\nThe end.\n"
  private static let half = String(whole.prefix(230))
  private static let withoutText = "# Our work\n\n" + threeRowsLeft
  private static let withoutLineEnd = String(whole.dropLast())

  static let saves = [
    Save(
      testDescription: "away for 25 ms (Emacs)",
      steps: [(0, { try Directory.remove($0.path) }), (25, { try $0.save(whole) })],
      waits: 75...80),
    Save(
      testDescription: "empty for 12 ms (VS Code, nano)",
      steps: [(0, { try $0.save("") }), (12, { try $0.save(whole) })], waits: 62...67),
    Save(
      testDescription: "half written for 5 ms (Vim)",
      steps: [(0, { try $0.save(half) }), (5, { try $0.save(whole) })], waits: 55...60),
    Save(
      testDescription: "half written, and quiet for a second",
      steps: [(0, { try $0.save(half) }), (1000, { try $0.save(whole) })], waits: 1050...1055),
    Save(
      testDescription: "cut behind the table, and quiet for a second",
      steps: [(0, { try $0.save(withoutText) }), (1000, { try $0.save(whole) })],
      waits: 1050...1055),
    Save(
      testDescription: "without its last line end, and quiet for a second",
      steps: [(0, { try $0.save(withoutLineEnd) }), (1000, { try $0.save(whole) })],
      waits: 1050...1055),
    Save(
      testDescription: "saved again and again",
      steps: [0, 40, 80, 120, 160].map { time in
        (time, { try $0.save(time == 160 ? whole : whole + "\(time)\n") })
      }, waits: 210...215),
    Save(
      testDescription: "renamed over 10 ms ago",
      steps: [(0, { try $0.saveByRename(whole, age: .milliseconds(10)) })], waits: 40...45),
    Save(
      testDescription: "saved long ago",
      steps: [(0, { try $0.save(whole, age: .milliseconds(50)) })],
      waits: 0...0),
    Save(
      testDescription: "saved in the future",
      steps: [(0, { try $0.save(whole, age: .milliseconds(-60_000)) })], waits: 0...0),
  ]

  @Test(arguments: saves)
  func `a transition is applied to the save when it is whole`(_ save: Save) throws {
    try withQueue(Self.before) { scene in
      try scene.leaveOwnFile()
      for (time, step) in save.steps {
        if time == 0 {
          try step(scene)
        } else {
          scene.fake.after(.milliseconds(time)) { try step(scene) }
        }
      }
      let before = scene.fake.waited
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == Self.whole.changed(pickedA))
      #expect(save.waits.contains((scene.fake.waited - before) / .milliseconds(1)))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte", "3 s1 A"])
    }
  }

  @Test func `orch does not wait for itself`() throws {
    try withQueue(threeRows) { scene in
      for id in ["A", "B", "X"] { try scene.perform(.pick(id: id)) }
      #expect(scene.fake.waited == .zero)
      #expect(try scene.journal().count == 3)
    }
  }

  @Test func `the first command waits for a save, too`() throws {
    try withQueue(threeRows) { scene in
      try scene.save(threeRows, age: .milliseconds(1))
      try scene.perform(.pick(id: "A"))
      #expect((49...54).contains(scene.fake.waited / .milliseconds(1)))
    }
  }

  @Test func `a displaced file that changes while it is read is awaited, too`() throws {
    let text = threeRows + String(repeating: "text ", count: 200_000)
    try withQueue(text) { scene in
      let (path, start) = (scene.path, scene.fake.now - 60_000_000_000)
      let isEnough = Flag()
      scene.fake.after(.milliseconds(1)) { isEnough.set() }
      let (began, ended) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
      // A thread of its own: a shared one may begin only when the reader has ended.
      Thread.detachNewThread {
        var change = 0
        while !isEnough.isSet {
          change += 1
          // No program has the file open for writing.
          let time = timespec(tv_sec: start / 1_000_000_000, tv_nsec: change % 1_000_000_000)
          _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, path, $0.baseAddress, 0) }
          if change == 1 { began.signal() }
        }
        ended.signal()
      }
      began.wait()
      let reader = QueueReader(path: path, clock: scene.fake.clock)
      // Some of the reads fall between two changes; not all of them.
      var (file, reads): (QueueFile?, Int) = (nil, 0)
      repeat {
        file = try? reader.readDisplaced(after: nil)
        reads += 1
      } while file != nil && scene.fake.waited == .zero && reads < 100_000
      isEnough.set()
      ended.wait()
      #expect(file?.version.bytes.count == text.utf8.count)
      #expect(scene.fake.waited > .zero)
    }
  }

  @Test func `a file that is open for writing must be quiet ten times as long`() throws {
    try withQueue(threeRows) { scene in
      let editor = try FileDescriptor(opening: scene.path, for: .updating)
      try editor.setModified(scene.fake.now - 100_000_000)
      try scene.perform(.pick(id: "A"))
      // After the wait of 400 ms the swap gives the editor another 100.
      #expect((500...510).contains(scene.fake.waited / .milliseconds(1)))
      #expect(try scene.text() == threeRows.changed(pickedA))
    }
  }
}

/// What a writer does when a save does not come to an end in two seconds.
@Suite struct NeverAtRestTests {
  private func expectNothingWritten(
    _ scene: QueueScene, _ error: StoreError, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let journal = try scene.journal()
    let generations = try scene.names(in: scene.sidecar.generations)
    #expect(throws: error, sourceLocation: sourceLocation) { try scene.perform(.pick(id: "A")) }
    #expect(
      (2000...2010).contains(scene.fake.waited / .milliseconds(1)), sourceLocation: sourceLocation)
    #expect(try scene.journal() == journal, sourceLocation: sourceLocation)
    #expect(
      try scene.names(in: scene.sidecar.generations) == generations, sourceLocation: sourceLocation)
  }

  @Test func `a file that is saved on and on is not touched`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(threeRowsLeft)
      for time in stride(from: 30, through: 3000, by: 30) {
        scene.fake.after(.milliseconds(time)) { try scene.save(threeRowsLeft) }
      }
      try expectNothingWritten(scene, .notAtRest(path: scene.path))
      #expect(try scene.text() == threeRowsLeft)
    }
  }

  @Test func `a file that stays half written while an editor has it open is not touched`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let editor = try FileDescriptor(opening: scene.path, for: .updating)
      let half = String(threeRowsLeft.dropLast(20))
      try scene.save(half)
      try expectNothingWritten(scene, .notAtRest(path: scene.path))
      #expect(try scene.text() == half)
      _ = editor.number
    }
  }

  @Test func `a file that stays away is missing`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try Directory.remove(scene.path)
      try expectNothingWritten(scene, .missing(path: scene.path))
    }
  }

  @Test func `a file that was never there is missing at once`() throws {
    try withQueue(threeRows) { scene in
      try Directory.remove(scene.path)
      #expect(throws: StoreError.missing(path: scene.path)) { try scene.perform(.pick(id: "A")) }
      #expect(scene.fake.waited == .zero)
      #expect(try scene.names(in: scene.folder) == [])
    }
  }

  @Test func `a file that stays empty is taken as it is, and is not a queue`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save("")
      try expectNothingWritten(
        scene,
        .malformed(path: scene.path, DocumentError(line: 1, column: 1, reason: .empty)))
      #expect(try scene.text() == "")
    }
  }

  @Test func `a file that stays without its last line end is taken as it is`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(String(threeRowsLeft.dropLast()))
      try scene.perform(.pick(id: "A"))
      #expect((2000...2010).contains(scene.fake.waited / .milliseconds(1)))
      #expect(try scene.text() == String(threeRowsLeft.changed(pickedA).dropLast()))
    }
  }
}

private final class Flag: Sendable {
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .relaxed) }

  func set() { value.store(true, ordering: .relaxed) }
}
