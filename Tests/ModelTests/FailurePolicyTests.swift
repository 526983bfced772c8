import Model
import StoreTestSupport
import Testing

/// What becomes of the rows that wait for a row which failed, by its `on_failure`.
@Suite struct FailurePolicyTests {
  // MARK: Which rows failed finally

  private static let exhausted = "failure=exhausted"

  @Test(
    arguments: [
      (
        .test,
        "A BLOCKED s1 09:00 [on_failure=cancel / review_attempts=3 / failure=exhausted / "
          + "needs_human: test, attempts used up: 3/3: why]"
      ),
      (.agent, "A FAILED s1 09:00 [on_failure=cancel / review_attempts=3 / why]"),
    ] as [(FailureClass, String)])
  func `an attempt that is the last says so where others depend on it`(
    _ failure: FailureClass, _ outcome: String
  ) {
    let item = QueueItem.sample(
      "A", .inProgress, owner: "s1", notes: "on_failure=cancel / review_attempts=2")
    let end = Transition.endAttempt(.init(id: "A", failure: failure, notes: "why"))
    #expect(end.outcome(for: item) == outcome)
  }

  @Test func `so does a report without an attempt left, and a third lost claim`() {
    let report = Transition.review(
      .init(id: "A", by: .report(force: false), .init(verdict: .sample(.retry))))
    let item = QueueItem.sample(
      "A", .inProgress, owner: "s1", notes: "on_failure=continue / review_attempts=3")
    #expect(
      report.outcome(for: item)
        == "A BLOCKED s1 09:00 [on_failure=continue / review_attempts=3 / \(Self.exhausted) / "
        + "review:BLOCK missing_checks:1;retry_limit_reached:3/3; unmet=2 (run tests: status 1)]")
    let lost = QueueItem.sample("A", .inProgress, owner: "s1", notes: "on_failure=cancel")
      .claimed(by: "s1", for: -1, lost: 2)
    #expect(
      Transition.rescue(staleTimeout: .seconds(3600)).outcome(for: lost)
        == "A BLOCKED s1 09:00 [on_failure=cancel / \(Self.exhausted) / "
        + "needs_human: 3 claims ended without an outcome]")
  }

  @Test func `what waits for a person is not exhausted`() {
    let item = QueueItem.sample("A", .inProgress, owner: "s1", notes: "on_failure=cancel")
    for result in [Verdict.Result.block, .question] {
      let report = Transition.review(
        .init(id: "A", by: .report(force: false), .init(verdict: .sample(result))))
      #expect(!report.outcome(for: item).contains(Self.exhausted))
    }
    let block = Transition.finish(.init(id: "A", as: .blocked, notes: "n"))
    #expect(block.outcome(for: item) == "A BLOCKED s1 09:00 [n / on_failure=cancel]")
  }

  @Test(
    arguments: [
      (
        .retry(id: "A", force: true),
        "A PENDING - - [on_failure=cancel / retry_requested / review_attempts=1]"
      ),
      (.replan(id: "A", reason: "r", force: false), "A PENDING - - [on_failure=cancel / replan:r]"),
      (
        .reply(.init(id: "A", .answer("y", question: nil))),
        "A PENDING - - [on_failure=cancel / answer: y (s1, 2026-01-31 18:00)]"
      ),
      (.finish(.init(id: "A", as: .done, notes: "n")), "A DONE s1 09:00 [n / on_failure=cancel]"),
      (
        .cancel(id: "A"),
        "A BLOCKED s1 09:00 [on_failure=cancel / failure=exhausted / cancelled_by_operator]"
      ),
    ] as [(Transition, String)])
  func `what moves the row on takes that back`(_ transition: Transition, _ outcome: String) {
    let item = QueueItem.sample(
      "A", .blocked, owner: "s1", notes: "on_failure=cancel / failure=exhausted")
    #expect(transition.outcome(for: item) == outcome)
  }

  // MARK: continue

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let status: Status
    let notes: String
    var inDatabase = false
    /// Whether rows that wait for it may start.
    let isPassedOver: Bool
  }

  @Test(arguments: [
    Case(
      testDescription: "failed", status: .failed, notes: "on_failure=continue", isPassedOver: true),
    Case(
      testDescription: "failed for good", status: .failed,
      notes: "on_failure=continue / failure=permanent", isPassedOver: true),
    Case(
      testDescription: "no try is left", status: .blocked,
      notes: "on_failure=continue / failure=exhausted", isPassedOver: true),
    Case(
      testDescription: "blocked by a person", status: .blocked, notes: "on_failure=continue",
      isPassedOver: false),
    Case(
      testDescription: "a question", status: .blocked,
      notes: "on_failure=continue / failure=exhausted / question=1 / awaits=answer",
      isPassedOver: false),
    Case(
      testDescription: "another policy", status: .failed, notes: "on_failure=cancel",
      isPassedOver: false),
    Case(testDescription: "no policy", status: .failed, notes: "", isPassedOver: false),
    Case(
      testDescription: "tried again", status: .pending,
      notes: "on_failure=continue / failure=exhausted", isPassedOver: false),
    Case(
      testDescription: "failed, and the watchdog tries it again", status: .failed,
      notes: "on_failure=continue", inDatabase: true, isPassedOver: false),
    Case(
      testDescription: "failed for good, in a database", status: .failed,
      notes: "on_failure=continue / failure=permanent", inDatabase: true, isPassedOver: true),
  ])
  func `a row may start without one that failed finally`(_ test: Case) throws {
    var items = [
      QueueItem.sample("A", test.status, owner: "s1", notes: test.notes),
      .sample("B", .pending, .p0, after: ["A", "C"]), .sample("C", .done),
    ]
    if test.inDatabase { items = items.map { $0.recorded() } }
    let table = MemoryTable(items)
    var caller = context("s2")
    caller.policy = test.inDatabase ? .forDatabase : Policy()
    let blockers = try Dependencies.blockers(of: items[1], in: table, caller.policy)
    #expect(blockers.map(\.id) == (test.isPassedOver ? [] : ["A"]))
    for pick in [Transition.pick(id: "B"), .dispatch(.init(maxWorkers: 9, limit: 1))] {
      let ids = (try? pick.decide(in: table, context: caller).changes.claims.map(\.id)) ?? []
      #expect(ids.contains("B") == test.isPassedOver)
    }
    var analysis = WaitAnalysis.by()
    analysis.context.policy = caller.policy
    #expect(try analysis.explanation(of: "B", in: table).reason.blockers == blockers)
    #expect(
      try analysis.stuckRows(among: [items[1]], in: table).isEmpty
        == (test.isPassedOver || test.status == .pending))
  }

  // MARK: cancel

  private func cancelled(_ items: [QueueItem]) -> String {
    Transition.cancelDependants.outcome(in: MemoryTable(items))
  }

  @Test func `whatever waits for it is cancelled, with what waits for that, and nothing else`() {
    let note = "dependency_failed: F"
    #expect(
      cancelled([
        .sample("A", after: ["F"]), .sample("B", after: ["A", "X"]),
        .sample("C", .blocked, owner: "s1", notes: "question=1 / awaits=answer", after: ["F"]),
        .sample("D", .done, after: ["F"]), .sample("E", after: ["D"]),
        .sample("F", .failed, notes: "on_failure=cancel"),
        .sample("G", .inProgress, owner: "w", after: ["F"]), .sample("H", after: ["G"]),
        .sample("I", .failed, after: ["F"]), .sample("J", after: ["I"]), .sample("X"),
        QueueItem.sample("K", after: ["F"]).claimed(by: "w"),
      ])
        == "A BLOCKED - - [\(note)]; C BLOCKED s1 09:00 [question=1 / \(note)]; "
        + "B BLOCKED - - [\(note)]")
  }

  @Test(
    arguments: [
      (.failed, "on_failure=cancel", true),
      (.failed, "on_failure=cancel / failure=permanent", true),
      (.blocked, "on_failure=cancel / failure=exhausted", true),
      (.blocked, "on_failure=cancel", false),
      (.blocked, "on_failure=cancel / failure=exhausted / awaits=approval", false),
      (.failed, "on_failure=continue", false), (.failed, "on_failure=stop", false),
      (.failed, "", false), (.pending, "on_failure=cancel / failure=exhausted", false),
    ] as [(Status, String, Bool)])
  func `only a row that failed finally has what waits for it cancelled`(
    _ status: Status, _ notes: String, _ isCancelled: Bool
  ) {
    let found = cancelled([
      .sample("A", status, owner: "s1", notes: notes), .sample("B", after: ["A"]),
    ])
    #expect(
      found == (isCancelled ? "B BLOCKED - - [dependency_failed: A]" : "nothing pending"))
  }

  @Test func `a row is cancelled once, and again where it was brought back`() {
    let failed = QueueItem.sample("F", .failed, notes: "on_failure=cancel")
    let row = QueueItem.sample("A", .blocked, notes: "dependency_failed: F / x", after: ["F"])
    #expect(cancelled([failed, row]) == "nothing pending")
    // A row that was added behind it since.
    #expect(
      cancelled([failed, row, .sample("B", after: ["A"])])
        == "B BLOCKED - - [dependency_failed: F]")
    #expect(
      cancelled([
        failed, .sample("A", notes: "dependency_failed: F / retry_requested", after: ["F"]),
      ])
        == "A BLOCKED - - [retry_requested / dependency_failed: F]")
  }

  @Test func `a row that is brought back takes no attempt, and loses the note`() {
    let row = QueueItem.sample(
      "A", .blocked, notes: "max_attempts=0 / dependency_failed: F", after: ["F"])
    #expect(
      Transition.retry(id: "A", force: false).outcome(for: row)
        == "A PENDING - - [max_attempts=0 / retry_requested]")
    #expect(
      Transition.replan(id: "A", reason: "r", force: false).outcome(for: row)
        == "A PENDING - - [max_attempts=0 / replan:r]")
  }

  // MARK: Coming back

  @Test(
    arguments: [
      (
        "with what waits for them",
        [cancelledRow("A", after: ["F"]), cancelledRow("B", after: ["A"], " / worker=w")],
        "A PENDING - - []; B PENDING - - [worker=w]"
      ),
      (
        "through a row that was brought back before",
        [.sample("A", after: ["F"]), cancelledRow("B", after: ["A"])], "B PENDING - - []"
      ),
      (
        "not what another row keeps cancelled",
        [
          cancelledRow("A", after: ["F", "G"]), cancelledRow("B", after: ["A"]),
          cancelledRow("C", after: ["F"]), .sample("G", .failed, notes: "on_failure=cancel"),
        ], "C PENDING - - []"
      ),
      (
        "what another row cancelled, too, that failed no longer",
        [
          .sample("A", .blocked, notes: "dependency_failed: G", after: ["F", "G"]),
          .sample("G", notes: "on_failure=cancel"),
        ], "A PENDING - - []"
      ),
      (
        "not what a person cancelled since",
        [
          cancelledRow("A", after: ["F"], " / cancelled_by_operator"),
          cancelledRow("B", after: ["A"]),
        ],
        "B PENDING - - []"
      ),
      ("not what was cancelled before", [.sample("A", .blocked, after: ["F"])], ""),
      ("not what no longer waits for it", [cancelledRow("A", after: ["X"]), .sample("X")], ""),
    ] as [(String, [QueueItem], String)])
  func `rows that were cancelled come back with the row that failed`(
    _ name: String, _ others: [QueueItem], _ back: String
  ) {
    let table = MemoryTable([failed] + others)
    let changes: [(Transition, String)] = [
      (
        .retry(id: "F", force: false),
        "F PENDING - - [on_failure=cancel / retry_requested / review_attempts=1]"
      ),
      (.replan(id: "F", reason: "r", force: false), "F PENDING - - [on_failure=cancel / replan:r]"),
    ]
    for (transition, first) in changes {
      #expect(transition.outcome(in: table) == first + (back.isEmpty ? "" : "; \(back)"))
    }
  }

  @Test func `of rows that come back, those that are asked for change once`() {
    let table = MemoryTable([failed, cancelledRow("A", after: ["F"])])
    let both = Transition.several([
      .replan(id: "A", reason: "r", force: false), .replan(id: "F", reason: "r", force: false),
    ])
    #expect(
      both.outcome(in: table)
        == "A PENDING - - [replan:r]; F PENDING - - [on_failure=cancel / replan:r]")
  }

  @Test func `rows that wait for each other are cancelled once`() {
    #expect(
      cancelled([
        .sample("F", .blocked, notes: "on_failure=cancel / failure=exhausted", after: ["B"]),
        .sample("A", after: ["F", "B"]), .sample("B", after: ["A"]),
      ]) == "A BLOCKED - - [dependency_failed: F]; B BLOCKED - - [dependency_failed: F]")
  }

  @Test func `a chain of a thousand rows is cancelled together`() throws {
    let rows =
      [QueueItem.sample("R0", .failed, notes: "on_failure=cancel")]
      + (1...1000).map { .sample("R\($0)", after: ["R\($0 - 1)"]) }
    let table = VisitingTable(rows)
    let decision = try Transition.cancelDependants.decide(in: table, context: context(nil))
    #expect(decision.changes.count == 1000)
    #expect(decision.changes.allSatisfy { $0.after?.notes.text == "dependency_failed: R0" })
    #expect(table.visited == 1001)
  }

  @Test func `where nothing is left to cancel, rows that wait for others are not visited`() throws {
    let cancelled = [
      QueueItem.sample("F", .failed, notes: "on_failure=cancel"),
      .sample("A", .blocked, notes: "dependency_failed: F", after: ["F"]),
      .sample("B", .blocked, notes: "dependency_failed: F", after: ["A"]),
      .sample("C", .done, after: ["A"]),
    ]
    for rows in [[cancelled[0]], cancelled] {
      let table = VisitingTable(
        rows + [.sample("X")] + (1...1000).map { .sample("R\($0)", after: ["X"]) })
      let decision = try Transition.cancelDependants.decide(in: table, context: context(nil))
      #expect(decision.changes.isEmpty)
      #expect(table.visited < 10)
    }
  }

  @Test func `a cancelled row names the one that failed, and what moves that on`() {
    let failed = QueueItem.sample("F", .failed, notes: "on_failure=cancel")
    let row = QueueItem.sample("A", .blocked, notes: "x / dependency_failed: F", after: ["F"])
    let reason = "A: BLOCKED: cancelled, because F failed"
    let analysis = WaitAnalysis.by()
    #expect(analysis.line(of: "A", in: MemoryTable([failed, row])) == "\(reason): ops retry F")
    #expect(
      analysis.line(of: "A", in: MemoryTable([.sample("F", .done), row]))
        == "\(reason): ops retry A")
  }
}

private let failed = QueueItem.sample("F", .failed, notes: "on_failure=cancel")

private func cancelledRow(_ id: String, after: [String], _ notes: String = "") -> QueueItem {
  .sample(id, .blocked, notes: "dependency_failed: F" + notes, after: after)
}

/// A table that counts the rows that are visited.
private final class VisitingTable: QueueTable {
  private let table: MemoryTable
  private(set) var visited = 0

  init(_ rows: [QueueItem]) { table = MemoryTable(rows) }

  func item(_ id: String) throws -> QueueItem? {
    visited += 1
    return try table.item(id)
  }
  func status(of id: String) -> Status? { table.status(of: id) }
  func contains(_ id: String) -> Bool { table.contains(id) }
  var ids: [String] { table.ids }
  func visit(_ status: Status, _ body: (QueueItem) throws -> Visit) throws {
    try table.visit(status) { item in
      visited += 1
      return try body(item)
    }
  }
  func archivedStatus(of id: String) -> Status? { table.archivedStatus(of: id) }
  func wasRemoved(_ id: String) -> Bool { table.wasRemoved(id) }
  func rows(waitingFor ids: Set<String>) -> [String] { table.rows(waitingFor: ids) }
  func highestNumber(of prefix: String) -> Int { table.highestNumber(of: prefix) }
  var nextClaimNumber: Int { table.nextClaimNumber }
  func hasDone(idempotencyKey: String) -> Bool { table.hasDone(idempotencyKey: idempotencyKey) }
}
