import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// Saves of a queue that has to keep its inode, and of one whose journal went through something.
@Suite struct MergeAfterwardsTests {
  @Test func `a save over a queue that is rewritten in place is merged`() throws {
    try withQueue(threeRows) { scene in
      try Directory.link(scene.path, to: scene.folder + "/other.md")
      try scene.perform(.dispatch(.init(maxWorkers: 3, limit: 3)))
      let buffer = try scene.text()
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "ok")))
      try scene.save(buffer.changed(("| X | IN_PROGRESS | P1 |", "| X | IN_PROGRESS | P0 |")))
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.release(id: "B", force: true))
      let text = try scene.text()
      #expect(text.contains("| X | IN_PROGRESS | P0 |") && text.contains("| A | DONE |"))
      #expect(text.contains("| B | PENDING |"))
    }
  }

  @Test(arguments: [true, false])
  func `what left the journal's window changes nothing`(_ isInPlace: Bool) throws {
    try withQueue(threeRows) { scene in
      if isInPlace { try Directory.link(scene.path, to: scene.folder + "/other.md") }
      try scene.perform(.pick(id: "A"))
      // The last few make the journal large enough to be cut.
      for round in 0..<200 {
        let reason = String(repeating: "long ", count: round < 190 ? 1 : 6000)
        try finish(scene, "\(round) \(reason)")
      }
      // An odd number of lines, so that a rewrite in place may be cut between its two.
      try scene.save(scene.text() + "\nThe end.\n", age: .milliseconds(60))
      scene.fake.pass(.milliseconds(9 * 86_400_000))
      for round in 0..<10 { try finish(scene, "\(round) short") }
      #expect(try scene.names(in: scene.sidecar.folder).contains { $0.hasPrefix("history-") })
      let buffer = try scene.text()
      try scene.perform(.pick(id: "B"))
      try scene.save(buffer.changed(("The end.", "The very end.")), age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.release(id: "A", force: true))
      let text = try scene.text()
      #expect(text.contains("| B | IN_PROGRESS |") && text.contains("| A | PENDING |"))
      #expect(text.hasSuffix("The very end.\n"))
    }
  }

  private func finish(_ scene: QueueScene, _ notes: String) throws {
    try scene.perform(.finish(.init(id: "X", as: .done, notes: notes, force: true)))
  }

  @Test func `one id that a command and a person gave to two tasks is two rows`() throws {
    try withQueue(threeRows) { scene in
      let add = Transition.NewItem(
        id: "N", priority: .p1, task: "rotate the keys", successCriteria: "old keys rejected")
      try scene.perform(.add(add))
      try scene.perform(.pick(id: "N"))
      let mine = "| N | PENDING | P1 | write the docs | they are read | - | - | - |  |\n"
      try scene.save(threeRows + mine, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      let outcome = try scene.perform(.pick(id: "B"))
      #expect(
        outcome.warnings.texts == [
          "N: two rows got this id at the same time: give one of them another"
        ])
      #expect(try scene.text().contains(mine) && scene.text().contains("rotate the keys"))
    }
  }

  @Test func `an edit of a row that a command just added changes that row`() throws {
    try withQueue(threeRows) { scene in
      let add = Transition.NewItem(id: "N", priority: .p1, task: "teh docs", successCriteria: "c")
      try scene.perform(.add(add))
      try scene.save(scene.text().changed(("teh docs", "the docs")), age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      #expect(try scene.perform(.pick(id: "B")).warnings.texts == [])
      #expect(try scene.text().contains("| N | PENDING | P1 | the docs | c |"))
      #expect(try !scene.text().contains("teh docs"))
    }
  }

  @Test func `a save that came with another branch is taken as it is, and that is said`() throws {
    try withQueue(threeRows) { scene in
      try Directory.create(scene.folder + "/.git", permissions: 0o700)
      try scene.save("ref: refs/heads/main\n", to: scene.folder + "/.git/HEAD")
      try scene.perform(.pick(id: "A"))
      try scene.save("ref: refs/heads/other\n", to: scene.folder + "/.git/HEAD")
      try scene.save(threeRows, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      #expect(
        try scene.perform(.pick(id: "B")).warnings.texts == [
          "QUEUE.md changed together with the checkout of git: the file is accepted as it is"
        ])
      #expect(try scene.text() == threeRows.changed(pickedB))
    }
  }

  /// What is typed into the queue, and saved; a command that writes a priority comes behind it. Then it is
  /// taken back.
  struct TakenBack: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let typed: [(String, String)]
    /// Whether the save is the copy from before, which lacks what the command did.
    var isOldCopy = false
    let conflicts: Int
  }

  private static let inB = ("| B | PENDING | P1 | work |", "| B | PENDING | P1 | typed |")
  private static let inX = ("| X | BLOCKED | P1 | work |", "| X | BLOCKED | P1 | typed |")

  @Test(arguments: [
    TakenBack(testDescription: "a slip in one cell", typed: [inB], conflicts: 0),
    TakenBack(testDescription: "cells of two rows", typed: [inB, inX], conflicts: 2),
    TakenBack(
      testDescription: "one cell, by an old copy", typed: [inB], isOldCopy: true, conflicts: 1),
    TakenBack(
      testDescription: "cells of two rows, by an old copy", typed: [inB, inX], isOldCopy: true,
      conflicts: 2),
  ])
  func `what was typed is taken back`(_ given: TakenBack) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let before = try scene.text()
      try scene.save(given.typed.reduce(before) { $0.changed($1) }, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      let edit = Transition.Edit(id: "A", [.priority: "P0"], force: false)
      try scene.perform(.edit(edit))
      let back = given.typed.map { ($0.1, $0.0) }
      let save = try given.isOldCopy ? before : back.reduce(scene.text()) { $0.changed($1) }
      try scene.save(save, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.finish(.init(id: "A", as: .done, notes: "ok")))
      #expect(try scene.store().recordedConflicts() == given.conflicts)
    }
  }

  @Test func `conflicts count anew with a new journal`() throws {
    try withQueue(threeRows) { scene in
      let store = scene.store()
      for _ in 0..<2 {
        let buffer = try scene.text()
        try scene.perform(.pick(id: nil))
        let blocked = buffer.changed(("| PENDING | P1 | work", "| BLOCKED | P1 | work"))
        try scene.save(blocked, age: .milliseconds(60))
        scene.fake.pass(.milliseconds(1000))
        try scene.perform(.cancel(id: "X"))
        #expect(try store.unreadConflicts() == 1)
        try store.markConflictsRead(store.recordedConflicts())
        #expect(try store.unreadConflicts() == 0)
        try Directory.remove(scene.sidecar.journal)
        try scene.save(threeRows)
        scene.fake.pass(.milliseconds(1000))
      }
    }
  }

  @Test func `the merge that is taken back is the last one`() throws {
    try withQueue(threeRows) { scene in
      let first = try scene.text()
      try scene.perform(.pick(id: "A"))
      try scene.save(first, age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.pick(id: "B"))
      let second = try scene.text()
      try scene.perform(
        .add(.init(id: "N", priority: .p1, task: "new", successCriteria: "its own")))
      try scene.save(second + "The end.\n", age: .milliseconds(60))
      scene.fake.pass(.milliseconds(1000))
      try scene.perform(.cancel(id: "X"))
      #expect(
        try scene.store().undoMerge(scene.context(nil)) { _ in }.value.rows.map(\.id) == ["N"])
      #expect(try scene.text().contains(pickedA.1) && !scene.text().contains("| N |"))
    }
  }
}
