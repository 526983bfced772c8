import Model
import StoreTestSupport
import Testing

/// `retry`, where attempts are notes and where they are fields.
@Suite struct RetryTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    var force = false
    let fate: String
  }

  private static func failed(_ notes: String = "") -> QueueItem {
    .sample("A", .failed, owner: "s1", notes: notes)
  }

  private static let running = QueueItem.sample("A", .inProgress, owner: "s1")

  @Test(arguments: [
    Case(
      testDescription: "counted, without a wait", item: failed("x / retry_not_before=9"),
      fate: "retried: A PENDING - - [x / retry_not_before=9 / retry_requested / review_attempts=1]"),
    Case(
      testDescription: "counted on", item: failed("review_attempts=2 / x"),
      fate: "retried: A PENDING - - [x / retry_requested / review_attempts=3]"),
    Case(
      testDescription: "attempts used up", item: failed("review_attempts=3"),
      fate: "attempts_used_up"),
    Case(
      testDescription: "attempts used up, by its own limit",
      item: failed("max_attempts=1 / review_attempts=1"), fate: "attempts_used_up"),
    Case(
      testDescription: "its own limit allows more",
      item: failed("max_attempts=4 / review_attempts=3"),
      fate: "retried: A PENDING - - [max_attempts=4 / retry_requested / review_attempts=4]"),
    Case(
      testDescription: "attempts used up, by force", item: failed("review_attempts=3"), force: true,
      fate: "retried: A PENDING - - [retry_requested / review_attempts=4 / attempts_allowed=5]"),
    Case(
      testDescription: "more attempts than can be counted",
      item: failed("max_attempts=\(Int.max) / review_attempts=\(Int.max)"), force: true,
      fate: "retried: A PENDING - - [max_attempts=\(Int.max) / retry_requested / "
        + "review_attempts=1]"),
    Case(
      testDescription: "a blocked row whose attempts are used up",
      item: .sample("A", .blocked, notes: "review_attempts=3"), fate: "attempts_used_up"),
    Case(
      testDescription: "a row that backs off",
      item: .sample("A", notes: "x / review_attempts=2 / retry_not_before=1769850001"),
      fate: "retried: A PENDING - - [x / review_attempts=2]"),
    Case(
      testDescription: "a row that backs off, after failures in a row",
      item: QueueItem.sample("A", notes: "retry_not_before=1769850001")
        .claimed(by: nil, streak: FailureStreak(.rateLimit, count: 2), isForWorker: true),
      fate: "retried: A PENDING - - []"),
    Case(
      testDescription: "a row that backs off, whose attempts are used up",
      item: .sample("A", notes: "review_attempts=3 / retry_not_before=1769850001"),
      fate: "attempts_used_up"),
    Case(
      testDescription: "a row that waits, whose attempts are used up",
      item: .sample("A", notes: "max_attempts=1 / review_attempts=1"), fate: "attempts_used_up"),
    Case(
      testDescription: "a row that waits, whose attempts are used up, by force",
      item: .sample("A", notes: "max_attempts=1 / review_attempts=1"), force: true,
      fate: "retried: A PENDING - - [max_attempts=1 / review_attempts=1 / retry_requested / "
        + "attempts_allowed=2]"),
    Case(
      testDescription: "a row at work whose lease has ended",
      item: running.claimed(by: "s1", for: 0),
      force: true, fate: "wrong_state"),
    Case(
      testDescription: "a blocked row that another has a lease on",
      item: QueueItem.sample("A", .blocked).claimed(by: "s2"),
      fate: "retried: A PENDING - - [retry_requested / review_attempts=1]"),
  ])
  func `in the file the note asks for it, and counts`(_ row: Case) {
    #expect(Transition.retry(id: "A", force: row.force).fate(of: row.item) == row.fate)
  }

  @Test(arguments: [
    Case(
      testDescription: "the first time a minute",
      item: failed("x / retry_not_before=9").recorded(),
      fate: "retried: A PENDING - - [x / retry_not_before=1769850060], attempts 1"),
    Case(
      testDescription: "the second time three", item: failed().recorded(attempts: 1),
      fate: "retried: A PENDING - - [retry_not_before=1769850180], attempts 2"),
    Case(
      testDescription: "then ten", item: failed().recorded(attempts: 2),
      fate: "retried: A PENDING - - [retry_not_before=1769850600], attempts 3"),
    Case(
      testDescription: "attempts used up", item: failed().recorded(attempts: 3),
      fate: "attempts_used_up"),
    Case(
      testDescription: "attempts used up, by force", item: failed().recorded(attempts: 3),
      force: true,
      fate: "retried: A PENDING - - [retry_not_before=1769850600 / attempts_allowed=5], "
        + "attempts 4"),
    Case(
      testDescription: "a row that waits, whose attempts are used up, by force",
      item: QueueItem.sample("A").recorded(attempts: 3), force: true,
      fate: "retried: A PENDING - - [attempts_allowed=4], attempts 3"),
    Case(
      testDescription: "its own limit", item: failed().recorded(attempts: 1, of: 1),
      fate: "attempts_used_up"),
    Case(
      testDescription: "a failure for good", item: failed("failure=permanent").recorded(),
      fate: "permanent_failure"),
    Case(
      testDescription: "a failure for good, by force",
      item: failed("failure=permanent").recorded(), force: true,
      fate: "retried: A PENDING - - [retry_not_before=1769850060], attempts 1"),
    Case(
      testDescription: "a blocked row", item: QueueItem.sample("A", .blocked).recorded(),
      fate: "wrong_state"),
    Case(
      testDescription: "a blocked row, by force", item: QueueItem.sample("A", .blocked).recorded(),
      force: true, fate: "retried: A PENDING - - [retry_not_before=1769850060], attempts 1"),
    Case(
      testDescription: "a row at work", item: running.claimed(by: "s1", for: 1).recorded(),
      force: true, fate: "wrong_state"),
    Case(
      testDescription: "a row at work whose lease has ended",
      item: running.claimed(by: "s1", for: 0, lost: 1).recorded(),
      fate: "retried: A PENDING - - [retry_not_before=1769850060], attempts 1, claim 7 lost 2"),
    Case(
      testDescription: "a row at work by hand, for too long", item: running.recorded(),
      fate: "retried: A PENDING - - [retry_not_before=1769850060], attempts 1"),
    Case(
      testDescription: "a row at work by hand", item: running.started("17:01").recorded(),
      fate: "wrong_state"),
    Case(
      testDescription: "a row that a person took has no lease to run out",
      item: running.claimed(by: nil).recorded(), fate: "wrong_state"),
    Case(
      testDescription: "a row that waits for its next attempt",
      item: QueueItem.sample("A", notes: "retry_not_before=1769850001").recorded(attempts: 1),
      fate: "retried: A PENDING - - [], attempts 1"),
    Case(
      testDescription: "a row that may be picked again",
      item: QueueItem.sample("A", notes: "retry_not_before=1769850000").recorded(attempts: 1),
      fate: "wrong_state"),
    Case(
      testDescription: "a row that backs off without an attempt",
      item: QueueItem.sample("A", notes: "retry_not_before=1769850001").recorded(),
      fate: "retried: A PENDING - - [], attempts 0"),
  ])
  func `in a database the row waits longer each time`(_ row: Case) {
    #expect(Transition.retry(id: "A", force: row.force).fate(of: row.item) == row.fate)
  }
}
