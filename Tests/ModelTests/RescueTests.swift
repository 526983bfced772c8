import Model
import StoreTestSupport
import Testing

/// Which rows the watchdog takes back, and what becomes of them.
@Suite struct RescueTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    var after = 0
    var session: String?
    let fate: String
  }

  /// A row that s1 has had since then.
  private static func row(since time: String? = "17:00", notes: String = "") -> QueueItem {
    QueueItem.sample("A", .inProgress, owner: "s1", notes: notes).started(time)
  }

  private static let persons = QueueItem.sample("A", .inProgress).started("09:00")

  private static let reset = "retried: A PENDING - - [[watchdog] stale reset / review_attempts=1]"

  @Test(arguments: [
    Case(testDescription: "by hand: stale", item: row(), fate: reset),
    Case(testDescription: "by hand: a second before", item: row(), after: -1, fate: "nothing"),
    Case(
      testDescription: "claimed: stale, and its lease has ended",
      item: row().claimed(by: "s1", for: 0),
      fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "claimed: a second before", item: row().claimed(by: "s1", for: 0), after: -1,
      fate: "nothing"),
    Case(
      testDescription: "claimed: stale, but the lease goes on",
      item: row().claimed(by: "s1", for: 1),
      fate: "nothing"),
    Case(
      testDescription: "claimed: the lease has ended, but work may take longer",
      item: row(since: "17:30").claimed(by: "s1", for: -900), fate: "nothing"),
    Case(
      testDescription: "released lease: stale", item: row().claimed(by: nil),
      fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "released lease: not yet", item: row(since: "17:01").claimed(by: nil),
      fate: "nothing"),
    Case(
      testDescription: "claimed by a person", item: persons.claimed(by: nil), fate: "nothing"),
    Case(testDescription: "by hand, without a session", item: persons, fate: "nothing"),
    Case(
      testDescription: "by hand, without a session, and the third after two that were lost",
      item: persons.claimed(by: nil, lost: 2), fate: "nothing"),
    Case(
      testDescription: "an old buffer without the session that has the lease",
      item: persons.claimed(by: "s1", for: 0), fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "heartbeats: they go on, however long it takes",
      item: row(since: "09:00").claimed(by: "s1", for: 1, beats: true), fate: "nothing"),
    Case(
      testDescription: "heartbeats: none any more",
      item: row(since: "17:50").claimed(by: "s1", for: 0, beats: true),
      fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "heartbeats: seen as ended, whatever the clock says",
      item: row(since: "17:50").claimed(by: "s1", for: nil, beats: true),
      fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "heartbeats: none, but it began two minutes ago but for a second",
      item: row(since: "18:00").claimed(by: "s1", for: 0, beats: true), after: 119, fate: "nothing"),
    Case(
      testDescription: "heartbeats: none, and it began two minutes ago",
      item: row(since: "18:00").claimed(by: "s1", for: 0, beats: true), after: 120,
      fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "claimed two minutes ago but for a second, whatever the cell says",
      item: row(since: "09:00").claimed(by: nil), after: -481, fate: "nothing"),
    Case(
      testDescription: "claimed two minutes ago, whatever the cell says",
      item: row(since: "09:00").claimed(by: nil), after: -480, fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "a start in the future is never stale", item: row(since: "18:01"),
      fate: "nothing"),
    Case(
      testDescription: "a start in the future is never stale, with heartbeats that ended",
      item: row(since: "18:01").claimed(by: "s1", for: nil, beats: true), fate: "nothing"),
    Case(
      testDescription: "a claim in the future does not save what is stale",
      item: row(since: "09:00").claimed(by: nil), after: -700, fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "unreadable start: from now on", item: row(since: "soon"),
      fate: "first_seen: A IN_PROGRESS s1  soon [], claim 8 s1 3600 s"),
    Case(
      testDescription: "no start: from now on",
      item: .sample("A", .inProgress), fate: "first_seen: A IN_PROGRESS - - [], claim 8"),
    Case(
      testDescription: "unreadable start, but it was claimed: not yet",
      item: row(since: "soon").claimed(by: nil), after: 2999, fate: "nothing"),
    Case(
      testDescription: "unreadable start, but it was claimed: stale",
      item: row(since: "soon").claimed(by: nil), after: 3000, fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "the second that is lost", item: row().claimed(by: nil, lost: 1),
      fate: reset + ", claim 7 lost 2"),
    Case(
      testDescription: "the third that is lost in a row is a person's matter",
      item: row(notes: "x / review_attempts=2").claimed(by: nil, lost: 2),
      fate: "blocked: A BLOCKED s1 17:00 [x / review_attempts=2 / "
        + "needs_human: 3 claims ended without an outcome]"),
    Case(
      testDescription: "attempts used up", item: row(notes: "review_attempts=3").claimed(by: nil),
      fate: "failed: A FAILED s1 17:00 [review_attempts=3 / [watchdog] stale; attempts used up]"),
    Case(
      testDescription: "its own limit, before that of all",
      item: row(notes: "max_attempts=4 / review_attempts=3"),
      fate: "retried: A PENDING - - [max_attempts=4 / [watchdog] stale reset / review_attempts=4]"),
    Case(
      testDescription: "its own limit is used up",
      item: row(notes: "max_attempts=1 / review_attempts=1"),
      fate: "failed: A FAILED s1 17:00 [max_attempts=1 / review_attempts=1 / "
        + "[watchdog] stale; attempts used up]"),
    Case(
      testDescription: "an old buffer's start, and another's live lease",
      item: row(since: "09:00").claimed(8, by: "s2", for: 60), fate: "nothing"),
    Case(
      testDescription: "the session does not matter", item: row().claimed(by: "s1", for: 0),
      session: "s1", fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "a row that waits, leased or not",
      item: QueueItem.sample("A").claimed(by: "s1", for: -9999, beats: true), fate: "nothing"),
    Case(
      testDescription: "a lease of a clock that was ahead counts from now on",
      item: row().claimed(by: "s1", for: Lease.longest + 7201, beats: true),
      fate: "first_seen: A IN_PROGRESS s1 17:00 [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "a lease of a clock that was ahead, on a row that waits",
      item: QueueItem.sample("A").claimed(by: "s1", for: Lease.longest + 7201, beats: true),
      fate: "first_seen: A PENDING - - [], claim 7 s1 900 s beats"),
    Case(
      testDescription: "the longest lease there may be",
      item: QueueItem.sample("A").claimed(by: "s1", for: Lease.longest + 7200, beats: true),
      fate: "nothing"),
    Case(testDescription: "a row that failed", item: .sample("A", .failed), fate: "nothing"),
  ])
  func `a row whose worker is gone is taken back`(_ row: Case) {
    var table = MemoryTable([row.item])
    table.nextClaimNumber = 8
    let fate = Transition.rescue(staleTimeout: .seconds(3600))
      .fate(in: table, context(row.session, after: row.after))
    #expect(fate == (row.fate == "nothing" ? "nothing pending" : row.fate))
  }
}

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
      testDescription: "started elsewhere, within its time", workers: .init(undecided: [token]),
      isTakenBack: false),
    Case(
      testDescription: "started elsewhere, and its time is over",
      workers: .init(undecided: [token]), after: 4800, isTakenBack: true),
    Case(
      testDescription: "the worker of another claim is alive",
      workers: .init(alive: ["6-abcdef", "7-000000"]), isTakenBack: true),
    Case(
      testDescription: "another session's claim, of an unknown worker",
      item: row(isForWorker: false), isTakenBack: false),
    Case(
      testDescription: "another session took the work over",
      item: .sample("A", .inProgress, owner: "me").started("17:50")
        .claimed(by: "me", isForWorker: true), isTakenBack: false),
    Case(testDescription: "no workers were looked for", workers: nil, isTakenBack: false),
    Case(
      testDescription: "no workers were looked for, and its time is over", workers: nil,
      after: 4800,
      isTakenBack: true),
  ])
  func `a worker that is known to live is left alone, one that is known to be gone is not`(
    _ row: Case
  ) {
    let fate = Transition.rescue(staleTimeout: .seconds(3600), workers: row.workers)
      .fate(of: row.item, context(nil, after: row.after))
    let reset = "retried: A PENDING - - [[watchdog] stale reset], claim 7 worker lost 1"
    #expect(fate == (row.isTakenBack ? reset : "nothing pending"))
  }

  @Test func `the third worker that is lost in a row is a person's matter`() {
    let item = QueueItem.sample("A", .inProgress, owner: "orch-a").started("17:50")
      .claimed(by: "orch-a", for: 4800, lost: 2, isForWorker: true)
    let fate = Transition.rescue(staleTimeout: .seconds(3600), workers: KnownWorkers()).fate(
      of: item)
    #expect(
      fate == "blocked: A BLOCKED orch-a 17:50 [needs_human: 3 claims ended without an outcome], "
        + "claim 7 worker lost 0")
  }
}

/// When time alone changes what a tick finds.
@Suite struct NextMomentTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    /// Seconds from now.
    let next: Int?
  }

  private static let now = context(nil).now.epochSeconds

  private static func waiting(_ id: String, until seconds: Int) -> QueueItem {
    .sample(id, notes: "retry_not_before=\(now + seconds)")
  }

  private static func running(since time: String) -> QueueItem {
    QueueItem.sample("X", .inProgress, owner: "s1").started(time)
  }

  @Test(arguments: [
    Case(
      testDescription: "nothing waits for time", items: [.sample("A"), .sample("B", .failed)],
      next: nil),
    Case(testDescription: "a backoff", items: [waiting("A", until: 60)], next: 60),
    Case(
      testDescription: "the first of several, not one that is over",
      items: [waiting("A", until: 60), waiting("B", until: 0), waiting("C", until: 5)], next: 5),
    Case(
      testDescription: "a time that no clock comes to",
      items: [.sample("A", notes: "retry_not_before=\(Int.max)")], next: .max - now),
    Case(
      testDescription: "a lease on a row that waits",
      items: [.sample("A").claimed(by: "s1", for: 300)], next: 300),
    Case(
      testDescription: "work by hand: the two minutes, then the stale time",
      items: [running(since: "18:00")], next: 120),
    Case(
      testDescription: "work by hand: the stale time", items: [running(since: "17:30")], next: 1800),
    Case(
      testDescription: "work of a person", items: [.sample("X", .inProgress).started("17:30")],
      next: nil),
    Case(
      testDescription: "work that is stale already", items: [running(since: "16:30")], next: nil),
    Case(
      testDescription: "heartbeats",
      items: [running(since: "17:30").claimed(by: "s1", for: 40, beats: true)], next: 40),
  ])
  func `the next moment`(_ test: Case) throws {
    let moment = try MemoryTable(test.items).nextMoment(
      staleTimeout: .seconds(3600), context: context(nil))
    #expect(moment.map { $0 - Self.now } == test.next)
  }
}
