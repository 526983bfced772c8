import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// The effect of external edits on claims.
@Suite struct ClaimsAndSavesTests {
  /// A queue in which s1 claimed A, and that was then edited.
  private func withSave(
    _ edits: (String, String)..., body: (QueueScene) throws -> Void
  ) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      var text = try scene.text()
      for edit in edits { text = text.changed(edit) }
      scene.fake.pass(.milliseconds(1000))
      try scene.save(text, age: .milliseconds(500))
      try body(scene)
    }
  }

  /// A queue in which s1 claimed A, X was cancelled, and then A was deleted in an editor. The save
  /// shows X cancelled, so its author had loaded both.
  private func withDeletion(_ body: (QueueScene) throws -> Void) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      try scene.leaveOwnFile()
      let line = "| A | IN_PROGRESS | P1 | work | it works | s1 | 2026-01-31 18:00 | - |  |\n"
      try scene.save(scene.text().changed((line, "")), age: .milliseconds(500))
      try body(scene)
    }
  }

  private static let stale = (pickedA.1, pickedA.0)

  private static func byHand(_ status: String) -> (String, String) {
    ("| A | IN_PROGRESS |", "| A | \(status) |")
  }

  private static let done = Transition.finish(.init(id: "A", as: .done, notes: "ok"))

  // MARK: The save of an old buffer

  @Test func `an old buffer saved over a claim leaves the row to its worker`() throws {
    try withSave(Self.stale) { (scene) throws in
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3599")
      #expect(try scene.outcome(.pick(id: "A"), session: "s2") == "wrong_state")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3599")
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "B picked")
      #expect(try scene.outcome(Self.done, session: "s2") == "not_owner")
      #expect(try scene.outcome(.lease(.init(id: "A", .renew(seconds: 900)))) == "A lease_renewed")
      #expect(try scene.outcome(Self.done) == "A done")
      #expect(try scene.holder(of: "A") == "DONE -")
    }
  }

  @Test func `a claim reset by hand in all its cells is put back, and force gives it back`() throws
  {
    try withSave(Self.stale) { (scene) throws in
      #expect(try scene.outcome(.release(id: "A", force: false), session: "s2") == "not_owner")
      #expect(try scene.text() == threeRows.changed(pickedA))
      #expect(try scene.outcome(.release(id: "A", force: true), session: "s2") == "A released")
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "A picked")
    }
  }

  @Test func `a status reset by hand while the owner stays is kept, and so is the lease`()
    throws
  {
    try withSave(Self.byHand("PENDING")) { (scene) throws in
      #expect(try scene.outcome(.pick(id: "A"), session: "s2") == "leased")
      #expect(try scene.holder(of: "A") == "PENDING 1 s1 +3599")
      scene.fake.pass(.milliseconds(3_600_000))
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "A picked")
    }
  }

  // MARK: What a person does

  @Test(arguments: ["DONE", "FAILED"])
  func `a row finished by hand has no lease any more`(_ status: String) throws {
    try withSave(Self.byHand(status)) { (scene) throws in
      #expect(try scene.holder(of: "A") == "\(status) 1")
      // The next change of the queue records it.
      try scene.perform(.cancel(id: "X"), session: "s2")
      #expect(try scene.storedClaims()?["A"]?.lease == nil)
      try scene.save(
        scene.text().changed(("| A | \(status) |", "| A | PENDING |")), age: .milliseconds(60))
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "A picked")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 2 s2 +3600")
    }
  }

  @Test(arguments: [Transition.replan(id: "A", reason: "again", force: true)])
  func `a row finished by hand and opened again is free`(_ transition: Transition) throws {
    try withSave(Self.byHand("DONE")) { (scene) throws in
      #expect(try scene.outcome(transition, session: "s2") == "A replanned")
      #expect(try scene.outcome(.pick(id: "A"), session: "s2") == "A picked")
    }
  }

  @Test func `a row blocked by hand keeps its lease`() throws {
    try withSave(Self.byHand("BLOCKED")) { (scene) throws in
      try scene.perform(.cancel(id: "X"), session: "s2")
      #expect(try scene.holder(of: "A") == "BLOCKED 1 s1 +3599")
      #expect(try scene.outcome(.retry(id: "A", force: false), session: "s2") == "A retried")
      #expect(try scene.holder(of: "A") == "PENDING -")
    }
  }

  @Test func `a new row has nothing of one that was deleted`() throws {
    try withDeletion { (scene) throws in
      try scene.perform(
        .add(.init(id: "A", priority: .p0, task: "t", successCriteria: "c")), session: "s2")
      #expect(try scene.holder(of: "A") == "PENDING -")
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "A picked")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 2 s2 +3600")
    }
  }

  @Test func `a deleted row loses its lease, and its worker's token counts when it is restored`()
    throws
  {
    try withDeletion { (scene) throws in
      try scene.perform(.cancel(id: "B"), session: "s2")
      #expect(try scene.storedClaims()?["A"]?.lease == nil)
      try scene.perform(.restore(id: "A"), session: "s2")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1")
      #expect(try scene.outcome(.pick(id: "A"), session: "s2") == "wrong_state")
      #expect(try scene.outcome(.lease(.init(id: "A", .renew(seconds: 90)))) == "A lease_renewed")
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +90")
    }
  }

  @Test func `undo takes the claim back with the row`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      #expect(try scene.outcome(.undo(id: "A")) == "A undone")
      #expect(try scene.holder(of: "A") == "PENDING -")
      try scene.perform(.add(.init(id: "N", priority: .p0, task: "t", successCriteria: "c")))
      try scene.perform(.lease(.init(id: "N", .acquire(seconds: 900))))
      #expect(try scene.holder(of: "N") == "PENDING 2 s1 +900")
      #expect(try scene.outcome(.undo(id: "N")) == "N undone")
      try scene.perform(.add(.init(id: "N", priority: .p0, task: "t", successCriteria: "c")))
      #expect(try scene.holder(of: "N") == "PENDING -")
    }
  }

  // MARK: A save that comes while the row is claimed

  /// Plays a save of `text` into the middle of the next rewrite.
  private func withMeanwhile(
    _ text: String, _ way: FoundSaveTests.Way, _ body: (QueueScene) throws -> Void
  ) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      scene.fake.whenAsked {
        try way.save(scene, text)
        return true
      }
      try body(scene)
    }
  }

  @Test(arguments: FoundSaveTests.ways)
  func `what was claimed stays claimed, whatever is more urgent now`(
    _ way: FoundSaveTests.Way
  ) throws {
    let saved = threeRowsLeft.changed(("| B | PENDING | P1 |", "| B | PENDING | P0 |"))
    try withMeanwhile(saved, way) { (scene) throws in
      #expect(try scene.outcome(.pick(id: nil)) == "A picked")
      #expect(
        try scene.journalEntries().dropFirst().map { $0.claims.map(\.id) } == [["A"], [], ["A"]])
      for isStored in [true, false] {
        if !isStored { try scene.removeClaims() }
        #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
        #expect(try scene.holder(of: "B") == "PENDING -")
      }
      #expect(try scene.outcome(.pick(id: nil), session: "s2") == "B picked")
    }
  }

  @Test(arguments: FoundSaveTests.ways, ["DONE", "BLOCKED"])
  func `a pick stands against what a save says of the row`(
    _ way: FoundSaveTests.Way, _ status: String
  ) throws {
    let saved = threeRowsLeft.changed(("| A | PENDING |", "| A | \(status) |"))
    try withMeanwhile(saved, way) { (scene) throws in
      #expect(try scene.outcome(.pick(id: "A")) == "A picked")
      #expect(try scene.text() == threeRowsLeft.changed(pickedA))
      for isStored in [true, false] {
        if !isStored { try scene.removeClaims() }
        #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      }
    }
  }

  @Test(arguments: FoundSaveTests.ways)
  func `an assigned row stays with its new owner after a save of the version before`(
    _ way: FoundSaveTests.Way
  ) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.perform(.pick(id: "A"))
      let before = try scene.text()
      scene.fake.pass(.milliseconds(1000))
      scene.fake.whenAsked {
        try way.save(scene, before)
        return true
      }
      let assign = Transition.assign(id: "A", to: "s2", from: "s1", force: false)
      #expect(try scene.outcome(assign) == "A assigned")
      #expect(try scene.holder(of: "A").hasPrefix("IN_PROGRESS 1 s2"))
      try scene.removeClaims()
      #expect(try scene.holder(of: "A").hasPrefix("IN_PROGRESS 1 s2"))
    }
  }
}
