import Model
import TestSupport
import Testing

@testable import Workload

/// The ledger of the interleavings finds each kind of loss.
@Suite struct CellLedgerTests {
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// What is changed in a file that says all that was done.
    let edits: [(String, String)]
    let faults: [String]
  }

  private static let start =
    QueueFixture.text(QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("X"))
    + "\nSee the wiki.\n"

  private static let whole = [
    ("# Queue\n", "typed above\n\n# Queue\n"),
    ("PENDING | P1 | work | it works | - |", "IN_PROGRESS | P1 | work | it works | s1 |"),
    (QueueFixture.row("B"), QueueFixture.row("B", task: "typed", notes: "said / typed")),
  ].reduce(start, change)

  private static func change(_ text: String, _ edit: (String, String)) -> String {
    #expect(text.contains(edit.0))
    return text.replacing(edit.0, with: edit.1, maxReplacements: 1)
  }

  private func ledger() -> CellLedger {
    let start = EditorBuffer(Self.start)
    var ledger = CellLedger(start)
    var saved = start
    saved.apply(.set("typed", .init(id: "B", column: "task")))
    saved.apply(.set("typed", .init(id: "B", column: "notes")))
    ledger.record(.init(shown: start, saved: saved, paragraphs: ["typed above"]))
    let a = QueueItem(id: "A", priority: .p1, task: "work", successCriteria: "it works")
    var claimed = a
    (claimed.status, claimed.ownerSession) = (.inProgress, "s1")
    var b = QueueItem(
      id: "B", priority: .p1, task: "typed", successCriteria: "it works", notes: Notes("typed"))
    let before = b
    b.notes = Notes("said / typed")
    let doubts = [
      ledger.record(ItemChange(.picked, before: a, after: claimed), isAlone: true),
      ledger.record(ItemChange(.replanned, before: before, after: b), isAlone: true),
    ]
    #expect(doubts == [[], []])
    return ledger
  }

  @Test(arguments: [
    Damage(testDescription: "nothing", edits: [], faults: []),
    Damage(
      testDescription: "a claim that is reset", edits: [("IN_PROGRESS", "PENDING")],
      faults: ["A: status=PENDING for IN_PROGRESS"]),
    Damage(
      testDescription: "an owner that is gone", edits: [("| s1 |", "| - |")],
      faults: ["A: owner_session=- for s1"]),
    Damage(
      testDescription: "typed text that is gone", edits: [("P1 | typed", "P1 | work")],
      faults: ["B: task=work for typed"]),
    Damage(
      testDescription: "a typed note that is gone", edits: [("said / typed", "said")],
      faults: ["B: notes without 'typed'"]),
    Damage(
      testDescription: "what a command said is gone", edits: [("said / typed", "typed")],
      faults: ["B: notes without 'said'"]),
    Damage(
      testDescription: "a note that was not written", edits: [("said / typed", "said / x / typed")],
      faults: ["B: notes with 'x'"]),
    Damage(
      testDescription: "text above the table that is gone", edits: [("typed above\n", "")],
      faults: ["'typed above' is gone"]),
    Damage(
      testDescription: "a row that is gone", edits: [(QueueFixture.row("X") + "\n", "")],
      faults: ["X: is gone", "X: it was not touched, and is written nowhere"]),
    Damage(
      testDescription: "a row that stands twice",
      edits: [(QueueFixture.row("X"), QueueFixture.row("X") + "\n" + QueueFixture.row("X"))],
      faults: ["X: stands twice"]),
    Damage(
      testDescription: "a row that was not added",
      edits: [(QueueFixture.row("X"), QueueFixture.row("X") + "\n" + QueueFixture.row("Y"))],
      faults: ["Y: should not be there"]),
    Damage(
      testDescription: "another padding", edits: [("| X |", "|  X |")],
      faults: [
        "X: it was not touched, and is written |  X | PENDING | P1 | work | it works | - | - | - |  |"
      ]),
  ])
  func `what is not as it should be is a fault`(_ damage: Damage) {
    var ledger = ledger()
    let file = damage.edits.reduce(Self.whole, Self.change)
    let faults = ledger.faults(in: EditorBuffer(file))
    #expect(faults.map(\.description) == damage.faults)
  }

  @Test func `a command that did not see what stands there is doubted`() {
    var ledger = ledger()
    let b = QueueItem(id: "B", priority: .p1, task: "work", successCriteria: "it works")
    var failed = b
    failed.status = .failed
    let change = ItemChange(.failed, before: b, after: failed)
    #expect(
      ledger.record(change, isAlone: true).map(\.description) == [
        "B: the command saw task=work for typed", "B: the command saw notes without 'said'",
        "B: the command saw notes without 'typed'",
      ])
  }
}
