import Host
import Model
import Synchronization
import Table
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Saves that arrive after a command has read the queue and before it swaps its
/// own file in. The clock plays them: a rewrite asks it for the time when its
/// new file is written.
@Suite struct FoundSaveTests {
  struct Way: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let save: @Sendable (QueueScene, String) throws -> Void
  }

  static let ways = [
    Way(testDescription: "written in place") { try $0.save($1) },
    Way(testDescription: "renamed over") { try $0.saveByRename($1) },
  ]

  /// A queue that orch has left, and a save of `text` in the middle of the next
  /// rewrite.
  private func withSave(
    of text: String, _ way: Way, _ body: (QueueScene) throws -> Void
  ) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try way.save(scene, text)
        return true
      }
      try body(scene)
    }
  }

  @Test(arguments: ways)
  func `a save is merged with what was done meanwhile`(_ way: Way) throws {
    let saved = "Dear agents,\n\n" + threeRowsLeft.changed(("| B |", "| B2 |"))
    try withSave(of: saved, way) { scene in
      let outcome = try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == saved.changed(pickedA))
      // That the save knows nothing of the pick of this moment goes without saying.
      #expect(outcome.warnings.texts == [])
      #expect(
        try scene.journal() == [
          "1 s1 X status > BLOCKED, notes > cancelled_by_operator",
          "2 s1 A status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00",
          "3 external B went",
          "3 external B2 id > B2, status > PENDING, priority > P1, task > work, "
            + "success_criteria > it works",
          "3 external A ",
        ])
    }
  }

  @Test(arguments: ways)
  func `changes of both to one row are reported as a conflict`(_ way: Way) throws {
    let saved = threeRowsLeft.changed(("| A | PENDING |", "| A | DONE |"))
    try withSave(of: saved, way) { (scene) throws in
      let outcome = try scene.perform(.pick(id: "A"))
      #expect(
        outcome.warnings.texts == [
          "A: put back owner_session=s1, started_at=2026-01-31 18:00; an older copy of QUEUE.md "
            + "was saved over it, kept status=IN_PROGRESS over status=DONE "
            + "(orch undo --merge takes the file as it was saved)"
        ])
      #expect(try scene.text() == threeRowsLeft.changed(pickedA))
      #expect(try scene.journalEntries().last?.conflicts == 1)
    }
  }

  @Test(arguments: ways)
  func `a save without a queue stands as it was saved, until it can be read`(
    _ way: Way
  ) throws {
    try withSave(of: "garbage \u{1}\n", way) { (scene) throws in
      #expect(
        try scene.perform(.pick(id: "A")).warnings.texts == [
          "QUEUE.md was saved while this command ran, and the saved file is not a queue; it "
            + "stays as saved, and the changes of commands are merged when it can be read"
        ])
      #expect(try scene.text() == "garbage \u{1}\n")
      #expect(try scene.journal().last == "3 external")
      #expect(
        throws: StoreError.malformed(
          path: scene.path, DocumentError(line: 1, column: 1, reason: .noTable))
      ) { try scene.perform(.pick(id: "B")) }
      #expect(try scene.text() == "garbage \u{1}\n")
      try way.save(scene, threeRows + "mended\n")
      scene.fake.pass(.milliseconds(1000))
      #expect(try scene.perform(.pick(id: "B")).warnings.texts.count == 2)
      #expect(try scene.text() == threeRowsLeft.changed(pickedA, pickedB) + "mended\n")
    }
  }

  /// The warnings of a pick of A whose own save displaced a cut one, and then a whole one.
  private static func cutSaveKept(in scene: QueueScene) -> [String] {
    [
      "a program wrote to an older copy of QUEUE.md, which is no longer a queue; it is kept as "
        + "\(scene.sidecar.found)/2.md: compare, and copy what you need",
      "A: put back status=IN_PROGRESS, owner_session=s1, started_at=2026-01-31 18:00; an older "
        + "copy of QUEUE.md was saved over it (orch release --id A --force gives it back)",
    ]
  }

  @Test(arguments: ways)
  func `a whole save that comes while a cut one is put back counts`(_ way: Way) throws {
    let cut = String(threeRowsLeft.prefix(threeRowsLeft.count - 40))
    let whole = "whole\n\n" + threeRowsLeft
    try withSave(of: cut, way) { scene in
      scene.fake.whenAsked {
        guard try scene.exists(scene.sidecar.generations + "/4") else { return false }
        try way.save(scene, whole)
        return true
      }
      let warnings = try scene.perform(.pick(id: "A")).warnings.texts
      #expect(try scene.text() == whole.changed(pickedA))
      #expect(try contents(of: scene.sidecar.found + "/2.md") == cut)
      #expect(warnings == Self.cutSaveKept(in: scene))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == whole.changed(pickedA, pickedB))
    }
  }

  @Test func `a whole save that comes while a cut one is waited for counts`() throws {
    let cut = String(threeRowsLeft.prefix(threeRowsLeft.count - 40))
    let whole = "whole\n\n" + threeRowsLeft
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let writer = Mutex<FileDescriptor?>(nil)
      scene.fake.whenAsked {
        try scene.save(cut)
        try writer.withLock { $0 = try FileDescriptor(opening: scene.path, for: .updating) }
        return true
      }
      scene.fake.after(.milliseconds(1500)) {
        try scene.saveByRename(whole)
        writer.withLock { $0 = nil }
      }
      let warnings = try scene.perform(.pick(id: "A")).warnings.texts
      #expect(try scene.text() == whole.changed(pickedA))
      #expect(try contents(of: scene.sidecar.found + "/2.md") == cut)
      #expect(warnings == Self.cutSaveKept(in: scene))
    }
  }

  @Test(arguments: ways)
  func `behind a save without a queue the warnings are those of the planned table`(
    _ way: Way
  ) throws {
    let zoned = threeRows.changed(("started_at_kst", "started_at"), ("due_at_kst", "due_at"))
    try withQueue(zoned) { scene in
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try way.save(scene, "garbage\n")
        return true
      }
      let warnings = try scene.perform(.pick(id: "A")).warnings
      #expect(warnings.texts.count == 1 && warnings.hasZonedTimes)
      #expect(try scene.text() == "garbage\n")
    }
  }

  @Test(arguments: ways)
  func `a save that leaves nothing to do stands as it was saved`(_ way: Way) throws {
    let saved = threeRowsLeft.changed(("| A | PENDING |", "| A | DONE |"))
    try withSave(of: saved, way) { scene in
      let outcome = try scene.perform(.finish(.init(id: "A", as: .done, notes: "")))
      let item: QueueItem? =
        switch outcome.value {
        case .alreadySo(let item): item
        case .change(let change): change.after
        case .changes(let changes): changes.last?.after
        case .unchanged, .addedBefore, .noted: nil
        }
      #expect(item?.id == "A" && item?.status == .done)
      #expect(try scene.text() == saved)
    }
  }

  @Test(arguments: ways)
  func `two saves that come one after the other are both kept`(_ way: Way) throws {
    // The second save goes on from the row that the first round added.
    try withSave(of: "first\n\n" + threeRowsLeft, way) { scene in
      let swappedIn = Mutex("")
      scene.fake.whenAsked {
        guard try scene.exists(scene.sidecar.generations + "/4") else { return false }
        let mine = try scene.text()
        swappedIn.withLock { $0 = mine }
        try way.save(scene, "second\n\n" + mine)
        return true
      }
      let new = Transition.NewItem(priority: .p1, task: "new", successCriteria: "c")
      let outcome = try scene.perform(.add(new))
      let mine = swappedIn.withLock(\.self)
      #expect(mine.contains("| ORCH-001 |"))
      #expect(try scene.text() == "second\n\nfirst\n\n" + mine)
      #expect(outcome.warnings.texts == [])
    }
  }

  @Test(arguments: ways)
  func `a second save of the same copy goes on from the first`(_ way: Way) throws {
    let first = "first\n\n" + threeRowsLeft
    let second = "second\n\n" + threeRowsLeft
    try withSave(of: first, way) { scene in
      scene.fake.whenAsked {
        guard try scene.exists(scene.sidecar.generations + "/4") else { return false }
        try way.save(scene, second)
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == second.changed(pickedA))
      let found = try scene.journal().filter { $0.contains("external") }
      #expect(found == ["3 external A ", "5 external A "])
    }
  }

  @Test func `the next command finds nothing more to do`() throws {
    let saved = threeRowsLeft.changed(("| B |", "| B2 |"))
    try withSave(of: saved, Self.ways[0]) { scene in
      try scene.perform(.pick(id: "A"))
      try scene.perform(.pick(id: "B2"))
      #expect(
        try scene.journal().last
          == "5 s1 B2 status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00")
    }
  }
}

/// A save that a full disk cut at the end of a line is a queue.
@Suite struct CutSaveMergeTests {
  private static let end = "\nLast note.\n"
  private static let body = threeRows + "\nFirst note.\n"

  /// `text` behind a line that makes it 8192 bytes long.
  private static func padded(_ text: String) -> String {
    String(repeating: "x", count: 8191 - text.utf8.count) + "\n" + text
  }

  @Test func `its end is put back, and the whole save that follows is merged`() throws {
    try withQueue(Self.padded(Self.body) + Self.end) { scene in
      try scene.leaveOwnFile()
      let cut = Self.padded(
        Self.body.changed(cancelledX, ("| B | PENDING | P1", "| B | PENDING | P0")))
      try scene.save(cut, age: .milliseconds(3000))
      #expect(
        try scene.perform(.pick(id: "A")).warnings.texts == [
          "QUEUE.md was saved with 8192 bytes and without its end, as if a full disk had cut it: "
            + "the end was put back (if you removed it, run orch undo --merge)"
        ])
      #expect(try scene.text() == cut.changed(pickedA) + Self.end)
      scene.fake.pass(.milliseconds(1000))
      try scene.save(cut + Self.end, age: .milliseconds(100))
      #expect(
        try scene.perform(.cancel(id: "B")).warnings.texts == [
          "A: put back status=IN_PROGRESS, owner_session=s1, started_at=2026-01-31 18:00; an older "
            + "copy of QUEUE.md was saved over it (orch release --id A --force gives it back)"
        ])
      #expect(
        try scene.text()
          == cut.changed(
            pickedA,
            (
              "| B | PENDING | P0 | work | it works | - | - | - |  |",
              "| B | BLOCKED | P0 | work | it works | - | - | - | cancelled_by_operator |"
            )) + Self.end)
    }
  }

  @Test func `who removed the end takes the merge back`() throws {
    try withQueue(Self.padded(Self.body) + Self.end) { scene in
      try scene.leaveOwnFile()
      let cut = Self.padded(Self.body.changed(cancelledX))
      try scene.save(cut, age: .milliseconds(3000))
      try scene.perform(.pick(id: "A"))
      _ = try scene.store().undoMerge(scene.context(nil)) { _ in }
      #expect(try scene.text() == cut.changed(pickedA))
    }
  }
}

/// An editor that moves the queue away for a moment while a command swaps.
@Suite struct QueueAwayTests {
  private func moveAway(_ scene: QueueScene, for time: Duration) throws {
    try Directory.move(scene.path, to: scene.path + "~")
    scene.fake.after(time) { try Directory.move(scene.path + "~", to: scene.path) }
  }

  @Test func `a command waits for the queue to come back`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try moveAway(scene, for: .milliseconds(25))
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == threeRowsLeft.changed(pickedA))
      #expect(try scene.names(in: scene.folder) == [".orch", "QUEUE.md"])
      #expect(try scene.journal().count == 2)
    }
  }

  @Test func `a command that goes forward to a found save waits, too`() throws {
    try withQueue(threeRows) { scene in
      let saved = "Dear agents,\n\n" + threeRowsLeft
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try scene.save(saved)
        return true
      }
      scene.fake.whenAsked {
        guard try scene.exists(scene.sidecar.generations + "/4") else { return false }
        try moveAway(scene, for: .milliseconds(25))
        return true
      }
      try scene.perform(.pick(id: "A"))
      #expect(try scene.text() == saved.changed(pickedA))
      #expect(
        try scene.journal().map { $0.prefix(10) } == [
          "1 s1 X sta", "2 s1 A sta", "3 external",
        ])
    }
  }

  @Test func `a queue that does not come back is missing, and nothing is written`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try Directory.move(scene.path, to: scene.path + "~")
        return true
      }
      #expect(throws: StoreError.missing(path: scene.path)) { try scene.perform(.pick(id: "A")) }
      #expect(try scene.names(in: scene.folder) == [".orch", "QUEUE.md~"])
      #expect(try scene.journal().count == 1)
    }
  }
}
