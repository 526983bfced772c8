import Testing

@testable import Model

@Suite struct ItemFieldsTests {
  private static func row(_ notes: String, after: [String] = []) -> QueueItem {
    QueueItem(
      id: "A", priority: .p1, task: "t", successCriteria: nil, notes: Notes(notes), after: after)
  }

  /// What a table's notes say, field by field.
  @Test(arguments: [
    ("", [:]),
    ("x", ["notes": "x"]),
    ("x / review_attempts=2 / y", ["notes": "x / y", "attempt_count": "2"]),
    ("max_attempts=5 / idempotency_key=k-1", ["max_attempts": "5", "idempotency_key": "k-1"]),
    ("review_attempts=0 / x", ["notes": "x"]),
    ("a | b |  c", ["notes": "a / b / c"]),
    ("x/y", ["notes": "x/y"]),
    ("failure=permanent / x", ["notes": "failure=permanent / x"]),
    ("two\nlines\tand a tab", ["notes": "two lines and a tab"]),
    ("  blanks ", ["notes": "blanks"]),
    ("-", [:]),
  ])
  func `notes come without what has fields of its own`(
    _ notes: String, cells: [String: String]
  ) {
    let known = ["id": "A", "status": "PENDING", "priority": "P1", "task": "t"]
    #expect(ItemFields(Self.row(notes)).cells == known.merging(cells) { $1 })
  }

  @Test(arguments: [
    (notes: "x / after=A / y", after: ["A"], fields: "x / y / after=A"),
    // A column of its own has what the row waits for.
    (notes: "x", after: ["A", "B"], fields: "x / after=A,B"),
    (notes: "x / after=C", after: [], fields: "x"),
  ])
  func `what a row waits for stands at the end of the notes`(
    _ test: (notes: String, after: [String], fields: String)
  ) {
    #expect(ItemFields(Self.row(test.notes, after: test.after))[.notes] == test.fields)
  }

  @Test func `pipes stay, and a text of dashes or blanks says nothing`() {
    var item = Self.row("")
    item.task = "a|b"
    item.successCriteria = "\u{1B}"
    item.dueAt = " "
    item.ownerSession = "한글\u{85}끝"
    let row = ItemFields(item)
    #expect(
      row.cells == [
        "id": "A", "status": "PENDING", "priority": "P1", "task": "a|b", "owner_session": "한글 끝",
      ])
  }

  @Test(arguments: [("k", true), ("a b", false), ("a / b", false), ("", false), ("a\nb", false)])
  func `a key that notes cannot hold is left to the database`(_ key: String, isWritten: Bool) {
    var item = Self.row("")
    item.record = QueueItem.Record(idempotencyKey: key)
    #expect(ItemFields(item)[.idempotencyKey] == (isWritten ? key : nil))
  }

  @Test func `the limit of all rows is no row's own`() {
    var item = Self.row("max_attempts=9")
    item.record = QueueItem.Record(maxAttempts: 3)
    #expect(ItemFields(item, impliedAttempts: 3)[.maxAttempts] == nil)
    #expect(ItemFields(item, impliedAttempts: 4)[.maxAttempts] == "3")
    #expect(ItemFields(item)[.notes] == nil)
  }

  @Test func `a row goes from the table to a database and back`() {
    let item = Self.row(
      "x / after=B / max_attempts=5 / y / idempotency_key=k / review_attempts=2", after: ["B"])
    let row = ItemFields(item)
    let stored = row.databaseRow(from: item, impliedAttempts: 3)
    #expect(stored.notes.text == "x / y / after=B")
    #expect(
      stored.record == QueueItem.Record(attemptCount: 2, maxAttempts: 5, idempotencyKey: "k"))
    #expect(ItemFields(stored, impliedAttempts: 3) == row)
    let shown = row.tableRow(from: stored, hasAfterColumn: false)
    #expect(
      shown.notes.text == "x / y / after=B / max_attempts=5 / idempotency_key=k / review_attempts=2"
    )
    #expect(shown.record == nil && shown.after == ["B"])
    #expect(ItemFields(shown) == row)
    let besideColumn = row.tableRow(from: stored, hasAfterColumn: true)
    #expect(
      besideColumn.notes.text == "x / y / max_attempts=5 / idempotency_key=k / review_attempts=2")
    #expect(ItemFields(besideColumn) == row)
  }

  @Test(
    arguments: [
      // notes, cell, what it waits for; notes of the database, cell afterwards
      ("x", "a", ["B"], "x / worker=a / after=B", "a"),
      ("worker=b / x / timeout=2h", "a", [], "x / timeout=2h / worker=a", "a"),
      ("worker=b / x", nil, [], "x / worker=b", "b"),
      ("x", nil, [], "x", nil),
      // No worker has this name, and none gets the row.
      ("x", "fast | one", [], "x / worker=fast+|+one", "fast | one"),
    ] as [(String, String?, [String], String, String?)])
  func `the worker of a column is in the notes of a database`(
    _ notes: String, _ cell: String?, _ after: [String], _ stored: String, _ shown: String?
  ) {
    var item = Self.row(notes, after: after)
    item.fieldCells[.worker] = cell
    let row = ItemFields(item, namesWorkers: true)
    let inDatabase = row.databaseRow(from: item, impliedAttempts: 3)
    #expect(inDatabase.notes.text == stored && inDatabase.fieldCells[.worker] == nil)
    #expect(ItemFields(inDatabase, impliedAttempts: 3, namesWorkers: true) == row)
    let back = row.tableRow(from: item, hasAfterColumn: true, columns: [.worker])
    #expect(back.fieldCells[.worker] == shown && back.notes.value(of: .worker) == nil)
    #expect(ItemFields(back, namesWorkers: true) == row)
    let withoutColumn = row.tableRow(from: inDatabase, hasAfterColumn: false)
    #expect(withoutColumn.notes.text == stored)
    // Where the settings name no workers, it is a column of the owner's own.
    #expect(ItemFields(item)[.notes]?.hasPrefix(notes) == true)
  }

  @Test(
    arguments: [
      // notes, cell; notes of the database, cell afterwards
      ("x", "bug, ui", "x / labels=bug,ui / after=B", "bug, ui"),
      ("labels=bug / x", nil, "x / labels=bug / after=B", "bug"),
      ("labels=bug / x", "ui bug ui", "x / labels=ui,bug / after=B", "ui bug ui"),
      ("x", ",", "x / after=B", ","), ("x", nil, "x / after=B", nil),
    ] as [(String, String?, String, String?)])
  func `the labels of a column are in the notes of a database`(
    _ notes: String, _ cell: String?, _ stored: String, _ shown: String?
  ) {
    var item = Self.row(notes, after: ["B"])
    item.fieldCells[.labels] = cell
    let row = ItemFields(item)
    let inDatabase = row.databaseRow(from: item, impliedAttempts: 3)
    #expect(inDatabase.notes.text == stored && inDatabase.fieldCells.isEmpty)
    #expect(ItemFields(inDatabase, impliedAttempts: 3) == row)
    let back = row.tableRow(from: item, hasAfterColumn: true, columns: [.labels])
    #expect(back.fieldCells[.labels] == shown && !back.notes.text.contains("labels"))
    #expect(ItemFields(back) == row)
  }

  @Test func `only the fields that differ are written`() {
    var item = Self.row("mine")
    item.record = QueueItem.Record(maxAttempts: 7)
    var row = ItemFields(item)
    row[.task] = "other"
    row[.notes] = nil
    let written = row.databaseRow(from: item, [.task], impliedAttempts: 3)
    #expect(written.task == "other" && written.notes.text == "mine")
    #expect(written.record == item.record)
    row[.maxAttempts] = nil
    #expect(row.databaseRow(from: item, [.maxAttempts], impliedAttempts: 3).maxAttempts == 3)
  }

  @Test(arguments: [
    (["task": "new"], false, ["task": "new", "notes": "n / after=B"]),
    (["task": "-"], false, ["notes": "n / after=B"]),
    (["notes": "m / review_attempts=1"], false, ["task": "t", "notes": "m", "attempt_count": "1"]),
    (["notes": "m"], true, ["task": "t", "notes": "m / after=B"]),
    (["after": "C"], true, ["task": "t", "notes": "n / after=C"]),
    (["notes": "-"], false, ["task": "t"]),
  ])
  func `cells of the history are taken`(
    _ cells: [String: String], hasAfterColumn: Bool, result: [String: String]
  ) {
    var row = ItemFields(Self.row("n", after: ["B"]))
    row.apply(cells, hasAfterColumn: hasAfterColumn)
    let known = ["id": "A", "status": "PENDING", "priority": "P1"]
    #expect(row.cells == known.merging(result) { $1 })
  }

  @Test(arguments: [
    (["worker": "b"], "n / worker=b / after=B"), (["worker": "-"], "n / after=B"),
    (["notes": "m / worker=x"], "m / worker=a"),
  ])
  func `a worker of the history is taken`(_ cells: [String: String], notes: String) {
    var row = ItemFields(Self.row("n / worker=a", after: ["B"]))
    row.apply(cells, hasAfterColumn: false, columns: [.worker], namesWorkers: true)
    #expect(row[.notes] == notes)
  }

  @Test func `cells make the row again`() {
    let row = ItemFields(Self.row("n / max_attempts=2", after: ["B"]))
    #expect(ItemFields(cells: row.cells) == row)
    #expect(row.differing(from: row) == [])
    var other = row
    other[.status] = "DONE"
    other[.maxAttempts] = nil
    #expect(row.differing(from: other) == [.status, .maxAttempts])
  }
}
