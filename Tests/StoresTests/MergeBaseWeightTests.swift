import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// The version that a save was edited from.
@Suite struct MergeBaseWeightTests {
  struct Edit: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// The commands before the file was loaded in the editor.
    let before: [Transition]
    /// What they did afterwards.
    var meanwhile: [Transition] = []
    /// The save: the row as it was loaded, and as it was edited.
    let edit: (String, String)
    /// What becomes of the row.
    let row: String
  }

  private static func row(_ status: String, _ notes: String) -> String {
    "| A | \(status) | P1 | work | it works | - | - | - | \(notes) |"
  }

  private static func fail(_ notes: String, permanently: Bool = false) -> Transition {
    .finish(.init(id: "A", as: .failed(isPermanent: permanently), notes: notes, force: true))
  }

  private static let replan = Transition.replan(id: "A", reason: "again", force: false)

  @Test(arguments: [
    Edit(
      testDescription: "a status set by hand, and a note behind what an agent said",
      before: [fail("said")], edit: (row("FAILED", "said"), row("PENDING", "said / mine")),
      row: row("PENDING", "said / mine")),
    Edit(
      testDescription: "the same while an agent says something else",
      before: [fail("said")], meanwhile: [fail("said more")],
      edit: (row("FAILED", "said"), row("PENDING", "said / mine")),
      row: row("PENDING", "said more / mine")),
    Edit(
      testDescription: "the same while a command does so too, and drops some of what was said",
      before: [fail("said", permanently: true)], meanwhile: [replan],
      edit: (
        row("FAILED", "said / failure=permanent"),
        row("PENDING", "said / failure=permanent / mine")
      ),
      row: row("PENDING", "said / replan:again / mine")),
    Edit(
      testDescription: "the same while a command does so too, and says why",
      before: [.cancel(id: "A")], meanwhile: [replan],
      edit: (
        row("BLOCKED", "cancelled_by_operator"), row("PENDING", "cancelled_by_operator / mine")
      ),
      row: row("PENDING", "cancelled_by_operator / replan:again / mine")),
  ])
  func `a save is edited from the version that its notes show`(_ edit: Edit) throws {
    try withQueue(threeRows) { scene in
      for transition in edit.before { try scene.perform(transition) }
      let saved = try scene.text().changed(edit.edit)
      for transition in edit.meanwhile { try scene.perform(transition) }
      scene.fake.pass(.milliseconds(1000))
      try scene.save(saved, age: .milliseconds(60))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRows.changed(pickedB, (QueueFixture.row("A"), edit.row)))
    }
  }

  @Test func `an edit of a row that was put back is based on the later version`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      try scene.perform(.pick(id: "A"))
      scene.fake.pass(.milliseconds(1000))
      let withoutA = threeRowsLeft.changed((QueueFixture.row("A") + "\n", ""))
      try scene.save(withoutA, age: .milliseconds(60))
      try scene.perform(.pick(id: "B"))
      #expect(try scene.text() == threeRowsLeft.changed(pickedA, pickedB))
      let saved = try scene.text().changed(("P1 | work", "P1 | typed"))
      try scene.perform(.release(id: "A", force: true))
      scene.fake.pass(.milliseconds(1000))
      try scene.save(saved, age: .milliseconds(60))
      try scene.perform(.release(id: "B", force: true))
      #expect(try scene.text() == threeRowsLeft.changed(("P1 | work", "P1 | typed")))
    }
  }

  @Test func `a save without a row that a command removed was edited since`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let typed = (QueueFixture.row("A"), "| A | PENDING | P1 | typed | mine | - | - | - |  |")
      scene.fake.pass(.milliseconds(1000))
      try scene.save(try scene.text().changed(typed), age: .milliseconds(60))
      try scene.perform(.remove(["X"], force: false))
      let saved = try scene.text().changed((typed.1, typed.0))
      scene.fake.pass(.milliseconds(1000))
      try scene.save(saved, age: .milliseconds(60))
      #expect(try scene.perform(.pick(id: "B")).warnings.texts == [])
      #expect(try scene.text() == saved.changed(pickedB))
    }
  }

  @Test func `a file with the inode of one that was displaced is another file`() throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let first = threeRowsLeft.changed(("P1 | work", "P0 | work"))
      try scene.saveByRename(first, age: .milliseconds(60))
      try scene.perform(.add(.init(id: "N", priority: .p1, task: "new", successCriteria: "c")))
      let loaded = try scene.text()
      try #require(loaded.hasPrefix(first))
      // The file system gives an inode again.
      try Directory.move(scene.sidecar.generations + "/3", to: scene.path + ".new")
      try scene.perform(.undo(id: "N"))
      scene.fake.pass(.milliseconds(1000))
      try scene.saveByRename(loaded, age: .milliseconds(60))
      try scene.perform(.cancel(id: "B"))
      #expect(try !scene.text().contains("| N |"))
    }
  }
}
