import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// The row changes of an external edit are recorded, and can be undone.
@Suite struct SavedRowsTests {
  private static let withoutB = threeRowsLeft.changed((QueueFixture.row("B") + "\n", ""))

  @Test(arguments: ExternalEditTests.edits)
  func `a save is recorded row by row`(_ edit: ExternalEditTests.Edit) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let saved = Self.withoutB.changed(("| A | PENDING |", "| A | FAILED |"))
      try edit.perform(scene, saved + QueueFixture.row("N") + "\n")
      try scene.perform(.pick(id: "N"))
      #expect(
        try scene.journal() == [
          "1 s1 X status > BLOCKED, notes > cancelled_by_operator",
          "2 external A status > FAILED", "2 external B went",
          "2 external N id > N, status > PENDING, priority > P1, task > work, "
            + "success_criteria > it works",
          "3 s1 N status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00",
        ])
      #expect(try scene.store().history(of: "B").map(\.summary) == ["2 external B went"])
    }
  }

  @Test func `changes that an old buffer would have removed are recorded as put back`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.pick(id: "A"))
      scene.fake.pass(.milliseconds(1000))
      try scene.save(threeRows, age: .milliseconds(60))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRows.changed(pickedA, pickedB))
      let entry = try #require(try scene.store().history(of: "A").last)
      #expect(entry.summary == "2 external A ")
      #expect(
        entry.merge
          == RowMerge(
            id: "A",
            putBack: [
              CellMerge(column: "status", kept: "IN_PROGRESS", dropped: "PENDING"),
              CellMerge(column: "owner_session", kept: "s1", dropped: nil),
              CellMerge(column: "started_at_kst", kept: "2026-01-31 18:00", dropped: nil),
            ]))
    }
  }

  @Test func `a row that was deleted by hand comes back where it was`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(Self.withoutB, age: .milliseconds(60))
      try scene.perform(.restore(id: "B"))
      let row = QueueFixture.row("B")
      #expect(try scene.text() == threeRowsLeft.changed((row, row.dropLast(4) + "| |")))
      #expect(
        try scene.journal().map { $0.prefix(14) } == [
          "1 s1 X status ", "2 external B w", "3 s1 B id > B,",
        ])
    }
  }

  @Test func `a row is restored from long ago`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(Self.withoutB, age: .milliseconds(60))
      for _ in 0..<3 {
        try scene.perform(.pick(id: "A"))
        try scene.perform(.release(id: "A", force: true))
      }
      let outcome = try scene.perform(.restore(id: "B"))
      guard case .change(let change) = outcome.value else { throw Refusal.notFound("B") }
      #expect(try change.after?.line == scene.lineOf("B"))
      #expect(change.after?.task == "work")
    }
  }

  @Test func `an undo of an addition is a removal that can be restored`() throws {
    try withQueue(threeRows) { scene in
      try scene.perform(.add(.init(id: "N", priority: .p0, task: "new", successCriteria: "c")))
      try scene.perform(.undo(id: nil))
      #expect(try scene.text() == threeRows)
      try scene.perform(.restore(id: "N"))
      #expect(try scene.text() == threeRows + "| N | PENDING | P0 | new | c | - | - | - |  |\n")
    }
  }

  struct Doubt: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let raise: @Sendable (QueueScene) throws -> Void
  }

  @Test(arguments: [
    Doubt(testDescription: "the versions are gone") {
      try Directory.remove($0.sidecar.versions + "/0")
    },
    Doubt(testDescription: "another branch was checked out") {
      try Directory.create($0.folder + "/.git", permissions: 0o700)
      try $0.save("ref: refs/heads/other\n", to: $0.folder + "/.git/HEAD")
    },
  ])
  func `no row is recorded where the version before is unknown`(_ doubt: Doubt) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.save(Self.withoutB, age: .milliseconds(60))
      try doubt.raise(scene)
      try scene.perform(.pick(id: "A"))
      #expect(try scene.journal().map { $0.prefix(6) } == ["1 s1 X", "2 exte", "3 s1 A"])
      #expect(try scene.journal()[1] == "2 external")
      #expect(throws: StoreError.refused(.neverDeleted("B"))) {
        try scene.perform(.restore(id: "B"))
      }
    }
  }

  // MARK: Alignment

  @Test func `an alignment is one entry that names no row`() throws {
    try withQueue(threeRows) { scene in
      let store = scene.store()
      #expect(try store.align(scene.context()) { _ in }.value == 5)
      #expect(try store.align(scene.context()) { _ in }.value == 0)
      #expect(try scene.journal() == ["1 s1"])
      try scene.perform(.cancel(id: "X"))
      #expect(try scene.journal().count == 2)
    }
  }

  @Test func `a save that comes while aligning is aligned too`() throws {
    try withQueue(threeRows) { scene in
      let saved = "Dear agents,\n\n" + threeRows.changed(("| B |", "| Longer |"))
      scene.fake.whenAsked {
        try scene.save(saved)
        return true
      }
      #expect(try scene.store().align(scene.context()) { _ in }.value == 5)
      let text = try scene.text()
      #expect(text.hasPrefix("Dear agents,\n\n# Queue\n\n| id     | status "))
      #expect(text.contains("\n| Longer | PENDING | P1       | work |"))
    }
  }

  @Test func `a save that is not recorded yet is detected`() throws {
    try withQueue(threeRows) { scene in
      let store = scene.store()
      #expect(!store.hasUnrecordedEdit)
      try scene.perform(.cancel(id: "X"))
      scene.fake.pass(.milliseconds(2000))
      #expect(!store.hasUnrecordedEdit)
      try scene.save(Self.withoutB, age: .milliseconds(1500))
      #expect(store.hasUnrecordedEdit)
    }
  }
}

extension QueueScene {
  /// The line, counting from 1, that the row with this id stands in.
  fileprivate func lineOf(_ id: String) throws -> Int? {
    try text().split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.hasPrefix("| \(id) |") }.map { $0 + 1 }
  }
}
