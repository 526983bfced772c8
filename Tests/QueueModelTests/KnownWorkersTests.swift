import QueueModel
import StoreTestSupport
import Testing

/// What the watchdog makes of workers that orch started, and of which it knows.
@Suite struct KnownWorkersTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var item = KnownWorkersTests.row()
    var workers: KnownWorkers? = KnownWorkers()
    var after = 0
    let isTakenBack: Bool
  }

  /// A row that was claimed ten minutes ago for a worker with an hour and a half.
  private static func row(isForWorker: Bool = true, for seconds: Int = 4800) -> QueueItem {
    QueueItem.sample("A", .inProgress, owner: "orch-a").started("17:50")
      .claimed(by: "orch-a", for: seconds, isForWorker: isForWorker)
  }

  private static let token = "7-abcdef"

  @Test(arguments: [
    Case(testDescription: "killed, or never started", isTakenBack: true),
    Case(
      testDescription: "killed, but claimed two minutes ago but for a second", after: -481,
      isTakenBack: false),
    Case(testDescription: "killed, and claimed two minutes ago", after: -480, isTakenBack: true),
    Case(testDescription: "alive", workers: .init(alive: [token]), isTakenBack: false),
    Case(
      testDescription: "alive, long after its time", workers: .init(alive: [token]), after: 90_000,
      isTakenBack: false),
    Case(
      testDescription: "started elsewhere, within its time", workers: .init(uncertain: [token]),
      isTakenBack: false),
    Case(
      testDescription: "started elsewhere, and its time is over",
      workers: .init(uncertain: [token]), after: 4800, isTakenBack: true),
    Case(
      testDescription: "the worker of another claim is alive",
      workers: .init(alive: ["6-abcdef", "7-000000"]), isTakenBack: true),
    Case(
      testDescription: "somebody else's claim, of which nobody knows",
      item: row(isForWorker: false), isTakenBack: false),
    Case(
      testDescription: "somebody took the work over",
      item: .sample("A", .inProgress, owner: "me").started("17:50")
        .claimed(by: "me", isForWorker: true), isTakenBack: false),
    Case(testDescription: "nobody looked for workers", workers: nil, isTakenBack: false),
    Case(
      testDescription: "nobody looked, and its time is over", workers: nil, after: 4800,
      isTakenBack: true),
  ])
  func `a worker that is known to live is left alone, one that is known to be gone is not`(
    _ row: Case
  ) {
    let fate = Transition.rescue(staleSeconds: 3600, workers: row.workers)
      .fate(of: row.item, context(nil, after: row.after))
    let reset =
      "retried: A PENDING - - [[watchdog] stale reset / review_attempts=1], claim 7 worker lost 1"
    #expect(fate == (row.isTakenBack ? reset : "nothing pending"))
  }

  @Test func `the third worker that is lost in a row is a person's matter`() {
    let item = QueueItem.sample("A", .inProgress, owner: "orch-a").started("17:50")
      .claimed(by: "orch-a", for: 4800, lost: 2, isForWorker: true)
    let fate = Transition.rescue(staleSeconds: 3600, workers: KnownWorkers()).fate(of: item)
    #expect(
      fate == "blocked: A BLOCKED orch-a 17:50 [needs_human: 3 claims ended without an outcome]")
  }
}
