import QueueModel
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
      testDescription: "claimed by a person: stale", item: row().claimed(by: nil),
      fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "claimed by a person: not yet", item: row(since: "17:01").claimed(by: nil),
      fate: "nothing"),
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
      testDescription: "nobody can read when it began: from now on", item: row(since: "soon"),
      fate: "first_seen: A IN_PROGRESS s1  soon [], claim 8 s1 3600 s"),
    Case(
      testDescription: "nobody says when it began: from now on",
      item: .sample("A", .inProgress), fate: "first_seen: A IN_PROGRESS - - [], claim 8"),
    Case(
      testDescription: "nobody can read when it began, but it was claimed: not yet",
      item: row(since: "soon").claimed(by: nil), after: 2999, fate: "nothing"),
    Case(
      testDescription: "nobody can read when it began, but it was claimed: stale",
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
      testDescription: "who speaks does not matter", item: row().claimed(by: "s1", for: 0),
      session: "s1", fate: reset + ", claim 7 lost 1"),
    Case(
      testDescription: "a row that waits, leased or not",
      item: QueueItem.sample("A").claimed(by: "s1", for: -9999, beats: true), fate: "nothing"),
    Case(testDescription: "a row that failed", item: .sample("A", .failed), fate: "nothing"),
  ])
  func `a row whose worker is gone is taken back`(_ row: Case) {
    var table = MemoryTable([row.item])
    table.nextClaimNumber = 8
    let fate = Transition.rescue(staleSeconds: 3600)
      .fate(in: table, context(row.session, after: row.after))
    #expect(fate == (row.fate == "nothing" ? "nothing pending" : row.fate))
  }
}
