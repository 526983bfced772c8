import StoreTestSupport
import Testing

@testable import Model

/// What undoing a transition does to the claim of its row.
@Suite struct UndoneClaimTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let item: QueueItem
    /// What the transition to be taken back did to the cells.
    let cells: [String: (before: String, after: String)]
    var by = "s1"
    var session: String? = "s1"
    var claimToken: String?
    var id: String? = "A"
    let fate: String

    var history: HistoryEntry {
      HistoryEntry(
        sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "test", actor: by,
        row: RowChange(id: "A", before: cells.mapValues(\.before), after: cells.mapValues(\.after)))
    }
  }

  private static let picked: [String: (before: String, after: String)] = [
    "status": ("PENDING", "IN_PROGRESS"), "owner_session": ("-", "s1"),
    "started_at_kst": ("-", "2026-01-31 09:00"),
  ]
  private static let released = picked.mapValues { (before: $0.after, after: $0.before) }
  private static let ended = ["status": (before: "IN_PROGRESS", after: "DONE")]
  private static let running = QueueItem.sample("A", .inProgress, owner: "s1")
  private static let handed = ["owner_session": (before: "s1", after: "s2")]
  private static let noted = ["notes": (before: "-", after: "x")]

  @Test(arguments: [
    Case(
      testDescription: "a pick: the lease goes", item: running.claimed(by: "s1"), cells: picked,
      fate: "undone: A PENDING - - []"),
    Case(
      testDescription: "a pick: the lost claims before it stay",
      item: running.claimed(by: "s1", lost: 2), cells: picked,
      fate: "undone: A PENDING - - [], claim 7 lost 2"),
    Case(
      testDescription: "a release: the row is claimed anew",
      item: .sample("A"), cells: released,
      fate: "undone: A IN_PROGRESS s1 09:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "a release of a row without an owner",
      item: .sample("A"), cells: ["status": ("IN_PROGRESS", "PENDING")],
      fate: "undone: A IN_PROGRESS - - [], claim 8"),
    Case(
      testDescription: "a reset of the watchdog: its lost claim stays counted",
      item: QueueItem.sample("A").claimed(by: nil, lost: 1), cells: released, by: "me@4",
      session: nil, fate: "undone: A IN_PROGRESS s1 09:00 [], claim 8 s1 3600 s lost 1"),
    Case(
      testDescription: "done: the row is claimed anew",
      item: .sample("A", .done, owner: "s1"), cells: ended,
      fate: "undone: A IN_PROGRESS s1 09:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "done, by its worker, whose claim is over",
      item: .sample("A", .done, owner: "s1"), cells: ended, claimToken: "7-abcdef",
      fate: "undone: A IN_PROGRESS s1 09:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "an assignment, by a person: the lease moves back",
      item: .sample("A", .inProgress, owner: "s2").claimed(by: "s2"), cells: handed, session: nil,
      fate: "undone: A IN_PROGRESS s1 09:00 [], claim 7 s1 600 s"),
    Case(
      testDescription: "an assignment, by its author: the row is the other's now",
      item: .sample("A", .inProgress, owner: "s2").claimed(by: "s2"), cells: handed,
      fate: "leased to s2"),
    Case(
      testDescription: "one's own last change, whatever row: it is the other's now",
      item: .sample("A", .inProgress, owner: "s2").claimed(by: "s2"), cells: handed, id: nil,
      fate: "leased to s2"),
    Case(
      testDescription: "a release, of a row that another has a lease on",
      item: QueueItem.sample("A").claimed(by: "s2"), cells: released, fate: "leased to s2"),
    Case(
      testDescription: "a release, by a person, of a row that another has a lease on",
      item: QueueItem.sample("A").claimed(by: "s2"), cells: released, session: nil,
      fate: "undone: A IN_PROGRESS s1 09:00 [], claim 8 s1 3600 s"),
    Case(
      testDescription: "an assignment whose lease has ended begins anew",
      item: .sample("A", .inProgress, owner: "s2").claimed(by: "s2", for: 0), cells: handed,
      fate: "undone: A IN_PROGRESS s1 09:00 [], claim 7 s1 3600 s"),
    Case(
      testDescription: "by a worker of the same name whose claim is over",
      item: running.claimed(8, by: "s1"), cells: picked, claimToken: "7-abcdef",
      fate: "stale_attempt"),
    Case(
      testDescription: "notes: the claim stays",
      item:
        QueueItem.sample("A", .inProgress, owner: "s1", notes: "x").claimed(by: "s1"),
      cells: noted, fate: "undone: A IN_PROGRESS s1 09:00 [], claim 7 s1 600 s"),
    Case(
      testDescription: "attempts come back with the notes",
      item: .sample("A", notes: "retry_requested / review_attempts=1"),
      cells: [
        "status": ("FAILED", "PENDING"),
        "notes": ("x", "retry_requested / review_attempts=1"),
      ], fate: "undone: A FAILED - - [x]"),
    Case(
      testDescription: "attempts come back as fields",
      item: QueueItem.sample("A").recorded(attempts: 2),
      cells: ["status": ("FAILED", "PENDING"), "attempt_count": ("1", "2")],
      fate: "undone: A FAILED - - [], attempts 1"),
    Case(
      testDescription: "attempts that the entry left stay",
      item: QueueItem.sample("A").recorded(attempts: 2),
      cells: ["status": ("FAILED", "PENDING"), "attempt_count": ("0", "0")],
      fate: "undone: A FAILED - - [], attempts 2"),
    Case(
      testDescription: "attempts that were counted since",
      item: QueueItem.sample("A").recorded(attempts: 3),
      cells: ["status": ("FAILED", "PENDING"), "attempt_count": ("1", "2")],
      fate: "changed_since"),
  ])
  func `undo leaves a row with one owner`(_ test: Case) {
    var table = MemoryTable([test.item])
    table.nextClaimNumber = 8
    if test.item.record != nil { table.storage = .columns }
    var context = context(test.session, claimToken: test.claimToken)
    if test.session == nil {
      context = TransitionContext(session: nil, now: now, author: Author(actor: "me@9"))
    }
    context.history = [test.history]
    #expect(Transition.undo(id: test.id).fate(in: table, context) == test.fate)
  }

  @Test func `a restored row of a database has its attempts again`() throws {
    var context = context(nil)
    context.history = [
      HistoryEntry(
        sequence: 1, time: "2026-01-31T18:00:00+09:00", traceID: "t", command: "undo",
        actor: "me@4",
        row: RowChange(
          id: "A",
          before: [
            "id": "A", "status": "FAILED", "attempt_count": "2", "max_attempts": "5",
            "idempotency_key": "k",
          ], after: [:]))
    ]
    var table = MemoryTable()
    table.storage = .columns
    let decision = try Transition.restore(id: "A").decision(in: table, context)
    #expect(
      decision.changes.first?.after?.record
        == QueueItem.Record(attemptCount: 2, maxAttempts: 5, idempotencyKey: "k"))
  }
}
