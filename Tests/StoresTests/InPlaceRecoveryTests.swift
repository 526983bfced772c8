import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// What the next command makes of a rewrite in place that a crash cut short.
@Suite struct InPlaceRecoveryTests {
  struct State: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What the crash left, of the old version and the new one.
    let left: @Sendable (String, String) -> String
    let notice: String?
  }

  private static let ended = "a rewrite of QUEUE.md that a crash had cut short was completed"

  /// A queue with two names, and a crash in the middle of picking A.
  private func withCrash(
    leaving text: (String, String) -> String, _ body: (QueueScene) throws -> Void
  ) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try Directory.link(scene.path, to: scene.folder + "/other.md")
      try scene.perform(.pick(id: "A"))
      let new = try scene.text()
      try forgetTheEnd(scene)
      try scene.save(new, to: scene.sidecar.generations + "/2.new")
      try scene.save(text(threeRowsLeft, new), age: .milliseconds(60))
      try body(scene)
    }
  }

  /// Drops the journal's last line, which says that the rewrite has ended.
  private func forgetTheEnd(_ scene: QueueScene) throws {
    var journal = try Journal(opening: scene.sidecar.journal)
    #expect(journal.last?.inPlace == .ended)
    try journal.removeLast()
    #expect(journal.last?.inPlace == .begun)
  }

  @Test(arguments: [
    State(testDescription: "not begun", left: { old, _ in old }, notice: ended),
    State(
      testDescription: "half written",
      left: { old, new in String(new.prefix(250) + old.dropFirst(250)) }, notice: ended),
    State(
      testDescription: "written, and longer than the old one",
      left: { old, new in String(new.prefix(old.utf8.count + 5)) }, notice: ended),
    State(testDescription: "complete", left: { _, new in new }, notice: nil),
  ])
  func `the rewrite is ended`(_ state: State) throws {
    try withCrash(leaving: state.left) { scene in
      let outcome = try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRowsLeft.changed(pickedA, pickedB))
      #expect(try contents(of: scene.folder + "/other.md") == scene.text())
      #expect(outcome.warnings.texts == (state.notice.map { [$0] } ?? []))
      #expect(try scene.names(in: scene.sidecar.generations) == ["3"])
      #expect(try scene.exists(scene.sidecar.found) == false)
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 s1 A", "3 s1 B"])
    }
  }

  @Test(arguments: [
    State(
      testDescription: "a whole save",
      left: { _, _ in "Dear agents,\n\n" + threeRowsLeft }, notice: nil),
    State(
      testDescription: "a save of what was new",
      left: { _, new in new + "\nDear agents\n" }, notice: nil),
  ])
  func `a person's later save stands, and both versions are kept`(_ state: State) throws {
    try withCrash(leaving: state.left) { scene in
      let saved = try scene.text()
      let new = try contents(of: scene.sidecar.generations + "/2.new")
      let found = scene.sidecar.found
      let outcome = try scene.perform(.pick(id: "B"))
      #expect(try scene.text().contains(pickedA.1))
      #expect(
        try scene.text().changed((pickedA.1, pickedA.0))
          == saved.changed(pickedB).replacing(pickedA.1, with: pickedA.0))
      #expect(
        outcome.warnings.texts.prefix(1) == [
          "a rewrite of QUEUE.md was cut short by a crash; the old file and the one that it would have "
            + "written are kept in \(found): compare"
        ])
      #expect(try scene.names(in: found) == ["2.md", "2.new.md"])
      #expect(try contents(of: found + "/2.md") == threeRowsLeft)
      #expect(try contents(of: found + "/2.new.md") == new)
      #expect(try scene.perform(.retry(id: "X", force: false)).warnings.texts == [])
    }
  }

  @Test func `a person's save that has only begun is not written over`() throws {
    let nothing = State(testDescription: "", left: { _, _ in "" }, notice: nil)
    try withCrash(leaving: nothing.left) { scene in
      scene.fake.after(.milliseconds(12)) { try scene.save(threeRowsLeft) }
      try scene.save("")
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRowsLeft.changed(pickedA, pickedB))
      #expect(try scene.names(in: scene.sidecar.found) == ["2.md", "2.new.md"])
    }
  }

  @Test func `a version that was left after the end is removed`() throws {
    try withQueue(threeRows) { scene in
      try Directory.link(scene.path, to: scene.folder + "/other.md")
      try scene.perform(.pick(id: "A"))
      try scene.save(try scene.text(), to: scene.sidecar.generations + "/1.new")
      #expect(try scene.perform(.pick(id: "B")).warnings.texts == [])
      #expect(try scene.text() == threeRows.changed(pickedA, pickedB))
      #expect(try scene.names(in: scene.sidecar.generations) == ["2"])
    }
  }
}
