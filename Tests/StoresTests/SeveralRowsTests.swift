import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Transitions that change several rows at once: one rewrite, one entry.
@Suite struct SeveralRowsTests {
  private static let both = Transition.dispatch(.init(maxWorkers: 2, limit: 2))

  private static let claimed = [
    "2 s1 A status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00",
    "2 s1 B status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00",
  ]

  private func withTwoClaimed(_ body: (QueueScene) throws -> Void) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      #expect(try scene.outcome(Self.both) == "A picked, B picked")
      try body(scene)
    }
  }

  @Test func `one entry records all rows, and each row's history has that row only`() throws {
    try withTwoClaimed { (scene) throws in
      #expect(try scene.text() == threeRowsLeft.changed(pickedA, pickedB))
      #expect(try Array(scene.journal().dropFirst()) == Self.claimed)
      let entries = try scene.journalEntries()
      #expect(entries.count == 2 && entries[1].claims.map(\.id) == ["A", "B"])
      for (id, line) in zip(["A", "B"], Self.claimed) {
        #expect(try scene.store().history(of: id).map(\.summary) == [line])
      }
      #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 2 s1 +3600")
      try scene.removeClaims()
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 2 s1 +3600")
    }
  }

  @Test func `one row is taken back, then the other, and none twice`() throws {
    try withTwoClaimed { (scene) throws in
      #expect(try scene.outcome(.undo(id: "A")) == "A undone")
      #expect(try scene.text() == threeRowsLeft.changed(pickedB))
      #expect(try scene.outcome(.undo(id: "A")) == "nothing_to_undo")
      #expect(try scene.holder(of: "A") == "PENDING -")
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 2 s1 +3600")
      // A command that claimed rows is not taken back, nor one before it.
      #expect(try scene.outcome(.undo(id: nil)) == "nothing_to_undo")
      #expect(try scene.text() == threeRowsLeft.changed(pickedB))
    }
  }

  @Test func `a crash before the swap takes all of them back`() throws {
    try withTwoClaimed { (scene) throws in
      try scene.removeClaims()
      #expect(try Directory.exchange("\(scene.sidecar.generations)/2", scene.path))
      #expect(try scene.holder(of: "B") == "PENDING -")
      #expect(try scene.outcome(Self.both, session: "s2") == "A picked, B picked")
      #expect(try scene.holder(of: "B") == "IN_PROGRESS 2 s2 +3600")
      #expect(try scene.journalEntries().count == 2)
    }
  }

  @Test(arguments: FoundSaveTests.ways)
  func `a save that comes meanwhile is kept, and so are the claims`(
    _ way: FoundSaveTests.Way
  ) throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      let saved =
        "Dear agents,\n\n" + threeRowsLeft.changed(("| X | BLOCKED |", "| X | PENDING |"))
      scene.fake.whenAsked {
        try way.save(scene, saved)
        return true
      }
      #expect(try scene.outcome(Self.both) == "A picked, B picked")
      #expect(try scene.text() == saved.changed(pickedA, pickedB))
      for isStored in [true, false] {
        if !isStored { try scene.removeClaims() }
        #expect(try scene.holder(of: "A") == "IN_PROGRESS 1 s1 +3600")
        #expect(try scene.holder(of: "B") == "IN_PROGRESS 2 s1 +3600")
      }
      #expect(
        try Array(scene.journal().dropFirst(3)) == [
          "3 external X status > PENDING", "3 external A ", "3 external B ",
        ])
    }
  }

  @Test func `rows whose workers are gone are taken back together`() throws {
    try withTwoClaimed { (scene) throws in
      scene.fake.pass(.milliseconds(4_000_000))
      #expect(
        try scene.outcome(.rescue(staleTimeout: .seconds(3600)), session: "w")
          == "A retried, B retried")
      #expect(try scene.journalEntries().count == 3)
      #expect(try scene.knownClaims()["A"]?.lostCount == 1)
      #expect(try scene.holder(of: "A") == "PENDING 1")
      #expect(try scene.outcome(.undo(id: "B"), session: "w") == "B undone")
      #expect(try scene.journal().last?.hasPrefix("4 w B status > IN_PROGRESS") == true)
    }
  }

  @Test func `rows that come together are one rewrite, and each has its line`() throws {
    try withQueue(threeRows) { (scene) throws in
      try scene.leaveOwnFile()
      let new = Transition.NewItem(priority: .p1, task: "t", successCriteria: "c")
      let outcome = try scene.perform(.addAll([new, new], inSequence: true))
      let added = outcome.value.changes.compactMap(\.after)
      #expect(added.map(\.id) == ["ORCH-001", "ORCH-002"])
      let lines = try scene.text().split(separator: "\n", omittingEmptySubsequences: false)
      for item in added {
        #expect(lines[(item.line ?? 0) - 1].hasPrefix("| \(item.id) | PENDING | P1 | t | c |"))
      }
      #expect(try scene.journalEntries().count == 2)
    }
  }
}
