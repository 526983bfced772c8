import Model
import StoreTestSupport
import Testing

/// What the watchdog does to several rows, and where attempts are fields.
@Suite struct SeveralRescuesTests {
  private static func fate(
    _ items: [QueueItem], retriesFailed: Bool = true, staleSeconds: Int = 3600, after: Int = 0
  ) -> [String] {
    var table = MemoryTable(items)
    table.nextClaimNumber = 8
    var context = context(nil, after: after)
    if items.contains(where: { $0.record != nil }) { context.policy = .forDatabase }
    context.policy.retriesFailed = retriesFailed
    return Transition.rescue(staleTimeout: .seconds(staleSeconds)).fate(in: table, context)
      .split(separator: "\n").map(String.init)
  }

  @Test func `each row that is seen for the first time gets a number of its own`() {
    let rows = ["A", "B", "C"].map { QueueItem.sample($0, .inProgress, owner: "s1").started(nil) }
    #expect(
      Self.fate(rows, retriesFailed: false) == [
        "first_seen: A IN_PROGRESS s1 - [], claim 8 s1 3600 s",
        "first_seen: B IN_PROGRESS s1 - [], claim 9 s1 3600 s",
        "first_seen: C IN_PROGRESS s1 - [], claim 10 s1 3600 s",
      ])
  }

  @Test(arguments: [(0, 60), (1, 180), (2, 600), (3, 600), (8, 600)])
  func `a failed row waits longer each time`(_ attempts: Int, seconds: Int) {
    let row = QueueItem.sample("A", .failed, owner: "s1", notes: "x")
      .recorded(attempts: attempts, of: 9)
    #expect(
      Self.fate([row]) == [
        "retried: A PENDING - - [x / retry_not_before=\(1_769_850_000 + seconds)], "
          + "attempts \(attempts + 1)"
      ])
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    let fate: String
  }

  private static let stale = QueueItem.sample("A", .inProgress, owner: "s1").claimed(
    by: "s1", for: 0)
  private static let failed = QueueItem.sample("A", .failed)

  @Test(arguments: [
    Case(
      testDescription: "a stale row backs off, too", item: stale.recorded(attempts: 1),
      fate: "retried: A PENDING - - [[watchdog] stale reset / retry_not_before=1769850180], "
        + "attempts 2, claim 7 lost 1"),
    Case(
      testDescription: "a stale row with its attempts used up has failed, and is not retried",
      item: stale.recorded(attempts: 3),
      fate: "failed: A FAILED s1 09:00 [[watchdog] stale; attempts used up], attempts 3"),
    Case(
      testDescription: "a failed row backs off anew",
      item: QueueItem.sample("A", .failed, notes: "retry_not_before=1").recorded(attempts: 1),
      fate: "retried: A PENDING - - [retry_not_before=1769850180], attempts 2"),
    Case(
      testDescription: "a failure for good stays one",
      item: QueueItem.sample("A", .failed, notes: "failure=permanent").recorded(),
      fate: "nothing pending"),
    Case(
      testDescription: "attempts used up, by the limit of all", item: failed.recorded(attempts: 3),
      fate: "nothing pending"),
    Case(
      testDescription: "attempts used up, by its own limit",
      item: failed.recorded(attempts: 1, of: 1), fate: "nothing pending"),
    Case(
      testDescription: "its own limit allows more",
      item: failed.recorded(attempts: 3, of: 4),
      fate: "retried: A PENDING - - [retry_not_before=1769850600], attempts 4"),
    Case(
      testDescription: "a blocked row stays where it is",
      item: QueueItem.sample("A", .blocked).recorded(), fate: "nothing pending"),
  ])
  func `a row of a database is tried again`(_ row: Case) {
    #expect(Self.fate([row.item]) == [row.fate])
  }

  @Test func `a failed row of a table is retried where the policy says so`() {
    let row = QueueItem.sample("A", .failed, notes: "review_attempts=1")
    #expect(
      Self.fate([row]) == [
        "retried: A PENDING - - [retry_not_before=1769850180 / review_attempts=2]"
      ])
    #expect(Self.fate([row], retriesFailed: false) == ["nothing pending"])
  }

  @Test func `rows that failed are retried after those that are stale`() {
    #expect(
      Self.fate([
        Self.failed.recorded(), QueueItem.sample("B", .inProgress, owner: "s1").recorded(),
      ])
      .map { String($0.prefix(10)) } == ["retried: B", "retried: A"])
  }

  @Test(arguments: [(1800, 1799, 0), (1800, 1800, 1), (21600, 21599, 0), (21600, 21600, 1)])
  func `how long work may take is the watchdog's to say`(_ stale: Int, age: Int, count: Int) {
    let row = QueueItem.sample("A", .inProgress, owner: "s1").started("18:00")
    let fates = Self.fate([row], retriesFailed: false, staleSeconds: stale, after: age)
    #expect(fates.filter { $0.hasPrefix("retried") }.count == count)
  }
}
