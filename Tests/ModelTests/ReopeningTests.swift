import Model
import StoreTestSupport
import Testing

/// `cancel`, `replan` and `retry`: what repeating them does, and to which notes.
@Suite struct ReopeningTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    let item: QueueItem
    let outcome: String
  }

  @Test(arguments: [
    Case(
      testDescription: "cancelled", transition: .cancel(id: "A"),
      item: .sample("A", .inProgress, owner: "s2", notes: "x / after=B"),
      outcome: "A BLOCKED s2 09:00 [x / after=B / cancelled_by_operator]"),
    Case(
      testDescription: "cancelled twice", transition: .cancel(id: "A"),
      item: .sample("A", .blocked, notes: "x / cancelled_by_operator / after=B"),
      outcome: "A is already so"),
    Case(
      testDescription: "cancelled, then blocked for another reason", transition: .cancel(id: "A"),
      item: .sample("A", .blocked, notes: "cancelled_by_operator / needs_human"),
      outcome: "A BLOCKED - - [needs_human / cancelled_by_operator]"),
    Case(
      testDescription: "cancelled for a reason with separators",
      transition: .cancel(id: "A", reason: "not now / later | after=B"), item: .sample("A"),
      outcome: "A BLOCKED - - [cancelled_by_operator: not now/later/after=B]"),
    Case(
      testDescription: "replanned", transition: .replan(id: "A", reason: "too\nbig", force: false),
      item: .sample("A", .failed, owner: "s1", notes: "x"),
      outcome: "A PENDING - - [x / replan:too big]"),
    Case(
      testDescription: "replanned, after it had failed for good",
      transition: .replan(id: "A", reason: "new API", force: false),
      item: .sample("A", .failed, notes: "x / failure=permanent"),
      outcome: "A PENDING - - [x / replan:new API]"),
    Case(
      testDescription: "replanned twice",
      transition: .replan(id: "A", reason: "too\nbig", force: false),
      item: .sample("A", notes: "x / replan:too big"), outcome: "A is already so"),
    Case(
      testDescription: "replanned with an owner left over",
      transition: .replan(id: "A", reason: "r", force: false),
      item: .sample("A", owner: "s1", notes: "replan:r"),
      outcome: "A PENDING - - [replan:r]"),
    Case(
      testDescription: "replanned with a hostile reason",
      transition: .replan(id: "A", reason: "r | failure=permanent", force: false),
      item: .sample("A", .failed), outcome: "A PENDING - - [replan:r / `failure=permanent`]"),
    Case(
      testDescription: "retried", transition: .retry(id: "A", force: false),
      item: .sample("A", .failed, owner: "s1", notes: "x / after=B / review_attempts=2"),
      outcome: "A PENDING - - [x / after=B / retry_requested / review_attempts=3]"),
    Case(
      testDescription: "retried twice", transition: .retry(id: "A", force: false),
      item: .sample("A", notes: "retry_requested / after=B"), outcome: "A is already so"),
    Case(
      testDescription: "retried after it failed for good",
      transition: .retry(id: "A", force: false),
      item: .sample("A", .failed, notes: "failure=permanent"), outcome: "refused: permanent_failure"
    ),
    Case(
      testDescription: "retried by force after it failed for good",
      transition: .retry(id: "A", force: true),
      item: .sample("A", .failed, notes: "x / failure=permanent / after=B"),
      outcome: "A PENDING - - [x / after=B / retry_requested / review_attempts=1]"),
    Case(
      testDescription: "retried after a failure that need not be for good",
      transition: .retry(id: "A", force: false),
      item: .sample("A", .failed, notes: "failure=permanent / failure=flaky"),
      outcome: "A PENDING - - [retry_requested / review_attempts=1]"),
  ])
  func `a row is stopped or opened again`(_ row: Case) {
    #expect(row.transition.outcome(for: row.item) == row.outcome)
  }

  @Test func `a row that the table refuses is refused with its reason`() {
    var table = MemoryTable()
    table.refusals["A"] = .repeatedID("A", lines: [3, 4])
    for transition in [.cancel(id: "A"), .retry(id: "A", force: true)] as [Transition] {
      #expect(transition.outcome(in: table) == "refused: repeated_id")
    }
  }
}
