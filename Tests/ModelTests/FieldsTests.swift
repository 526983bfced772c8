import StoreTestSupport
import Testing

@testable import Model

/// Where the fields of a row stand, and what becomes of the notes when they are set.
@Suite struct FieldsTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let notes: String
    let change: @Sendable (inout QueueItem) -> Void
    let result: String
  }

  @Test(arguments: [
    Case(
      testDescription: "a new value stands behind all others",
      notes: "review_attempts=1 / x / failure=y", change: { $0.attemptCount += 1 },
      result: "x / failure=y / review_attempts=2"),
    Case(
      testDescription: "each of its segments goes", notes: "awaits=answer / x / awaits=nobody",
      change: { $0.awaits = nil }, result: "x"),
    Case(
      testDescription: "what cannot be read stays until it is set",
      notes: "question=0 / max_attempts=many / retry_not_before=soon | x",
      change: { $0.questionNumber += 1 },
      result: "max_attempts=many / retry_not_before=soon / x / question=1"),
    Case(
      testDescription: "a field that is not there is not taken away", notes: "a | b",
      change: { $0.retryNotBefore = nil }, result: "a | b"),
    Case(
      testDescription: "a failure for good is said once", notes: "failure=permanent / x",
      change: { $0.isPermanentlyFailed = true }, result: "failure=permanent / x"),
    Case(
      testDescription: "a failure for good is said behind another", notes: "failure=flaky / x",
      change: { $0.isPermanentlyFailed = true }, result: "failure=flaky / x / failure=permanent"),
    Case(
      testDescription: "no failure is left", notes: "failure=flaky / x",
      change: { $0.isPermanentlyFailed = false }, result: "x"),
  ])
  func `a field that is set changes its segments alone`(_ test: Case) {
    var item = QueueItem.sample(notes: test.notes)
    test.change(&item)
    #expect(item.notes.text == test.result)
  }

  @Test func `a database keeps the count beside the notes`() {
    var item = QueueItem.sample(notes: "review_attempts=7").recorded(attempts: 1)
    item.attemptCount += 1
    #expect(item.attemptCount == 2 && item.notes.text == "review_attempts=7")
    item.endRetries()
    #expect(item.attemptCount == 2 && item.notes.text == "")
  }

  @Test(arguments: [
    (
      FieldStorage.notes(hasAfterColumn: false),
      "x / after=B,C / idempotency_key=k / max_attempts=2"
    ),
    (.notes(hasAfterColumn: true), "x / idempotency_key=k / max_attempts=2"),
    (.columns, "x / after=B,C"),
  ])
  func `a row that is added has its fields where the store keeps them`(
    _ storage: FieldStorage, notes: String
  ) throws {
    var table = MemoryTable([.sample("B"), .sample("C")])
    table.storage = storage
    let new = Transition.NewItem(
      id: "A", priority: .p1, task: "t", successCriteria: "c", notes: "x", after: ["B", "C"],
      idempotencyKey: "k", maxAttempts: 2)
    let item = try Transition.add(new).decision(in: table, context()).changes.first?.after
    #expect(item?.notes.text == notes && item?.after == ["B", "C"])
    #expect(item?.maxAttempts == 2 && item?.idempotencyKey == "k" && item?.attemptCount == 0)
    #expect((item?.record != nil) == (storage == .columns))
  }

  @Test(arguments: [
    (FieldStorage.notes(hasAfterColumn: false), nil, ["B"]),
    (.notes(hasAfterColumn: false), "C", ["C"]), (.notes(hasAfterColumn: true), nil, []),
    (.notes(hasAfterColumn: true), "C", ["C"]), (.columns, nil, ["B"]),
  ])
  func `a restored row waits for what the store recorded`(
    _ storage: FieldStorage, cell: String?, after: [String]
  ) throws {
    var table = MemoryTable()
    table.storage = storage
    var cells = ["id": "A", "status": "PENDING", "notes": "x / after=B", "attempt_count": "2"]
    cells["after"] = cell
    var context = context(nil)
    context.history = [
      HistoryEntry(
        sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "undo",
        actor: "me@4", row: RowChange(id: "A", before: cells, after: [:]))
    ]
    let item = try Transition.restore(id: "A").decision(in: table, context).changes.first?.after
    #expect(item?.notes.text == "x / after=B" && item?.after == after)
    #expect(item?.attemptCount == (storage == .columns ? 2 : 0))
  }

  @Test(arguments: [
    ("review_attempts=9223372036854775807", 0), ("review_attempts=-1", 0),
    ("review_attempts=1000000", 1_000_000), ("review_attempts=many", 0),
  ])
  func `an impossible count counts as none`(_ notes: String, count: Int) {
    #expect(QueueItem.sample("A", .failed, notes: notes).attemptCount == count)
  }
}
