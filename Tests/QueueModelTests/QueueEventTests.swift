import QueueModel
import Testing

/// What an entry of the history is called as an event, and where it stands.
@Suite struct QueueEventTests {
  private static let cases: [(name: String, before: [String: String], after: [String: String])] = [
    ("added", [:], [Column.id.name: "A", Column.status.name: "PENDING"]),
    ("removed", [Column.id.name: "A", Column.status.name: "DONE"], [:]),
    ("claimed", [Column.status.name: "PENDING"], [Column.status.name: "IN_PROGRESS"]),
    ("released", [Column.status.name: "IN_PROGRESS"], [Column.status.name: "PENDING"]),
    ("done", [Column.status.name: "BLOCKED"], [Column.status.name: "DONE"]),
    (
      "failed", [Column.status.name: "IN_PROGRESS"],
      [Column.status.name: "FAILED", Column.notes.name: "exit 3"]
    ),
    (
      "blocked", [Column.status.name: "IN_PROGRESS"],
      [Column.status.name: "BLOCKED", Column.notes.name: "needs_human: why"]
    ),
    ("blocked", [Column.status.name: "IN_PROGRESS"], [Column.status.name: "BLOCKED"]),
    (
      "cancelled", [Column.status.name: "PENDING"],
      [Column.status.name: "BLOCKED", Column.notes.name: "cancelled_by_operator: no"]
    ),
    (
      "question", [Column.status.name: "IN_PROGRESS"],
      [Column.status.name: "BLOCKED", Column.notes.name: "q / awaits=answer"]
    ),
    (
      "approval", [Column.status.name: "PENDING"],
      [Column.status.name: "BLOCKED", Column.notes.name: "awaits=approval"]
    ),
    ("approval", [Column.notes.name: "awaits=answer"], [Column.notes.name: "awaits=approval"]),
    ("changed", [Column.notes.name: "awaits=answer / x"], [Column.notes.name: "awaits=answer / y"]),
    ("changed", [Column.notes.name: "awaits=answer"], [Column.notes.name: "-"]),
    ("changed", [Column.id.name: "A"], [Column.id.name: "B"]),
    ("changed", [Column.task.name: "a"], [Column.task.name: "b"]),
  ]

  @Test(arguments: cases.indices) func `an event is named by what became of the row`(_ index: Int) {
    let (name, before, after) = Self.cases[index]
    var entry = HistoryEntry(
      sequence: 7, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "x", actor: "s",
      row: RowChange(id: "A", before: before, after: after))
    let cursor = EventCursor(history: "0123456789abcdef01", sequence: 7, index: 2)
    let event = QueueEvent(entry, at: cursor)
    #expect(event.kind.rawValue == name)
    #expect(event.key == "A/#7/\(name)")
    entry.row?.formerClaim = FormerClaim(endedNumber: 3, streak: nil)
    #expect(QueueEvent(entry, at: cursor).key == "A/3/\(name)")
  }

  @Test func `a cursor is its text`() {
    let cursor = EventCursor(history: "0123456789abcdef01", sequence: 7, index: 2)
    #expect(cursor.text == "0123456789abcdef:7.2")
    #expect(EventCursor(cursor.text) == cursor)
  }

  @Test(arguments: [
    "", "7.2", "0123456789abcdef", "0123456789abcdef:7", "0123456789abcdef:7.", "x:7.2",
    "0123456789ABCDEF:7.2", "0123456789abcdef:-7.2", "0123456789abcdef:+7.2",
    "0123456789abcdef:7.2.1", "0123456789abcdef:7.2:1", "0123456789abcdef:99999999999999999999.1",
    "0123456789abcdef:7.2 ",
  ])
  func `another text is none`(_ text: String) { #expect(EventCursor(text) == nil) }
}
