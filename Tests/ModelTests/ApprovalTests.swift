import Model
import StoreTestSupport
import Testing

/// Rows that a person must approve: before their work begins, or once it is done.
@Suite struct ApprovalTests {
  struct Arrow: CustomTestStringConvertible {
    let testDescription: String
    let transition: Transition
    var status = Status.blocked
    let notes: String
    var session: String? = nil
    let outcome: String
  }

  private static let approve = Transition.reply(.init(id: "A", .approve))
  private static let reject = Transition.reply(.init(id: "A", .reject(reason: "too / dear")))
  private static let retry = Transition.retry(id: "A", force: false)
  private static let replan = Transition.replan(id: "A", reason: "r", force: false)
  private static let start = "approval=start"
  private static let asked = "x / approval=start / awaits=approval"
  private static let rejected = "x / approval=start / rejected: too/dear (me@7, 2026-01-31 18:00)"

  private func fate(_ arrow: Arrow) -> String {
    let owner = arrow.status == .pending ? nil : "s1"
    let item = QueueItem.sample("A", arrow.status, owner: owner, notes: arrow.notes)
    return arrow.transition.fate(in: MemoryTable([item]), context(arrow.session))
  }

  @Test(arguments: [
    Arrow(
      testDescription: "a pick by id asks", transition: .pick(id: "A"), status: .pending,
      notes: "x / \(start)", session: "s1", outcome: "approval_requested: A BLOCKED - - [\(asked)]"),
    Arrow(
      testDescription: "the first pick asks", transition: .pick(id: nil), status: .pending,
      notes: "x / \(start)", session: "s1", outcome: "approval_requested: A BLOCKED - - [\(asked)]"),
    Arrow(
      testDescription: "a dispatch asks", transition: .dispatch(.init(maxWorkers: 3, limit: 1)),
      status: .pending, notes: "x / \(start)",
      outcome: "approval_requested: A BLOCKED - - [\(asked)]"),
    Arrow(
      testDescription: "a pick of a row that awaits approval says so", transition: .pick(id: "A"),
      notes: asked, session: "s1", outcome: "needs_approval"),
    Arrow(
      testDescription: "a row that backs off is not asked for", transition: .pick(id: "A"),
      status: .pending, notes: "\(start) / retry_not_before=1769850001", session: "s1",
      outcome: "backs_off"),
    Arrow(
      testDescription: "an approval lets the work begin", transition: approve, notes: asked,
      outcome: "approved: A PENDING - - [x / approved (me@7, 2026-01-31 18:00)]"),
    Arrow(
      testDescription: "also before a claim asked", transition: approve, status: .pending,
      notes: "x / \(start)",
      outcome: "approved: A PENDING - - [x / approved (me@7, 2026-01-31 18:00)]"),
    Arrow(
      testDescription: "a second approval is refused", transition: approve, status: .pending,
      notes: "x / approved (me@7, 2026-01-31 18:00)", outcome: "not_awaited"),
    Arrow(
      testDescription: "a rejection stops the row", transition: reject, notes: asked,
      outcome: "rejected: A BLOCKED s1 09:00 [\(rejected)]"),
    Arrow(
      testDescription: "also before a claim asked", transition: reject, status: .pending,
      notes: "x / \(start)", outcome: "rejected: A BLOCKED - - [\(rejected)]"),
    Arrow(
      testDescription: "a second rejection is refused", transition: reject, notes: rejected,
      outcome: "not_awaited"),
    Arrow(
      testDescription: "an approval after a rejection is refused", transition: approve,
      notes: rejected, outcome: "not_awaited"),
    Arrow(
      testDescription: "a retry brings a rejected row back, and counts nothing", transition: retry,
      notes: "\(rejected) / max_attempts=0",
      outcome: "retried: A PENDING - - [\(rejected) / max_attempts=0 / retry_requested]"),
    Arrow(
      testDescription: "and it is asked for again", transition: .pick(id: "A"), status: .pending,
      notes: "\(rejected) / retry_requested",
      outcome:
        "approval_requested: A BLOCKED - - [\(rejected) / retry_requested / awaits=approval]"),
    Arrow(
      testDescription: "a retry is no approval", transition: retry, notes: asked,
      outcome: "needs_approval"),
    Arrow(
      testDescription: "nor by force", transition: .retry(id: "A", force: true), notes: asked,
      outcome: "needs_approval"),
    Arrow(
      testDescription: "a replan keeps that it has to be approved", transition: replan,
      notes: asked, outcome: "replanned: A PENDING - - [x / approval=start / replan:r]"),
    Arrow(
      testDescription: "a release finds nothing to release",
      transition: .release(id: "A", force: true), notes: asked, outcome: "wrong_state"),
    Arrow(
      testDescription: "an answer is no approval",
      transition: .reply(.init(id: "A", .answer("y", question: nil))), notes: asked,
      outcome: "not_awaited"),
    Arrow(
      testDescription: "a cancelled row awaits nothing", transition: .cancel(id: "A"),
      notes: asked,
      outcome: "cancelled: A BLOCKED s1 09:00 [x / approval=start / cancelled_by_operator]"),
  ])
  func `work begins once a person approved it`(_ arrow: Arrow) {
    #expect(fate(arrow) == arrow.outcome)
  }

  private static func judge(_ source: Transition.Review.Source) -> Transition {
    .review(.init(id: "A", by: source, .init(verdict: .sample(.pass))))
  }

  private static func done(appends: Bool = false, force: Bool = false) -> Transition {
    .finish(.init(id: "A", as: .done, notes: "n", appends: appends, force: force))
  }

  private static let passed = "review:PASS all_success_criteria_covered"
  private static let waiting = "x / approval=done / awaits=approval / \(passed)"

  @Test(arguments: [
    Arrow(
      testDescription: "a report that passes", transition: judge(.report(force: false)),
      status: .inProgress, notes: "x / approval=done / review_attempts=1", session: "s1",
      outcome: "blocked: A BLOCKED s1 09:00 [x / approval=done / review_attempts=1 / "
        + "awaits=approval / \(passed)]"),
    Arrow(
      testDescription: "a review that passes", transition: judge(.review), status: .pending,
      notes: "x / approval=done", outcome: "blocked: A BLOCKED - - [\(waiting)]"),
    Arrow(
      testDescription: "the same review again", transition: judge(.review), notes: waiting,
      outcome: "already so"),
    Arrow(
      testDescription: "a session's done", transition: done(), status: .inProgress,
      notes: "x / approval=done", session: "s1",
      outcome: "blocked: A BLOCKED s1 09:00 [n / approval=done / awaits=approval]"),
    Arrow(
      testDescription: "the same done again", transition: done(),
      notes: "n / approval=done / awaits=approval", session: "s1", outcome: "already so"),
    Arrow(
      testDescription: "a session's done that adds to the notes", transition: done(appends: true),
      notes: waiting, session: "s1",
      outcome:
        "blocked: A BLOCKED s1 09:00 [x / approval=done / \(passed) / n / awaits=approval]"),
    Arrow(
      testDescription: "a session's done by force", transition: done(force: true),
      status: .failed, notes: "x / approval=done", session: "s2",
      outcome: "blocked: A BLOCKED s1 09:00 [n / approval=done / awaits=approval]"),
    Arrow(
      testDescription: "a session's done of a row that was approved", transition: done(),
      status: .done, notes: "n / approval=done", session: "s1", outcome: "already so"),
    Arrow(
      testDescription: "a person's done", transition: done(), notes: waiting,
      outcome: "done: A DONE s1 09:00 [n / approval=done]"),
    Arrow(
      testDescription: "an approval", transition: approve,
      notes: "\(waiting) / review_attempts=1",
      outcome: "approved: A DONE s1 09:00 [x / approval=done / \(passed) / "
        + "approved (me@7, 2026-01-31 18:00)]"),
    Arrow(
      testDescription: "a second approval", transition: approve, status: .done,
      notes: "x / approval=done / approved (me@7, 2026-01-31 18:00)", outcome: "not_awaited"),
    Arrow(
      testDescription: "a rejection", transition: reject, notes: "\(waiting) / review_attempts=1",
      outcome: "rejected: A PENDING - - [x / approval=done / \(passed) / review_attempts=1 / "
        + "rejected: too/dear (me@7, 2026-01-31 18:00)]"),
    Arrow(
      testDescription: "a second rejection", transition: reject, status: .pending,
      notes: "x / approval=done / rejected: too/dear (me@7, 2026-01-31 18:00)",
      outcome: "not_awaited"),
    Arrow(
      testDescription: "a retry", transition: retry, notes: waiting,
      outcome: "retried: A PENDING - - [x / approval=done / \(passed) / retry_requested / "
        + "review_attempts=1]"),
    Arrow(
      testDescription: "a replan", transition: replan, notes: waiting,
      outcome: "replanned: A PENDING - - [x / approval=done / \(passed) / replan:r]"),
    Arrow(
      testDescription: "a pick", transition: .pick(id: "A"), notes: waiting, session: "s1",
      outcome: "wrong_state"),
  ])
  func `work is done once a person approved it`(_ arrow: Arrow) {
    #expect(fate(arrow) == arrow.outcome)
  }

  @Test func `a row is asked for once what it waits for is done`() {
    let waiting = QueueItem.sample("A", notes: "approval=start", after: ["B"])
    let pick = Transition.pick(id: nil)
    #expect(pick.outcome(in: MemoryTable([waiting, .sample("B", .failed)])) == "nothing pending")
    #expect(
      Transition.reply(.init(id: "A", .approve))
        .outcome(in: MemoryTable([waiting, .sample("B", .failed)])) == "refused: not_awaited")
    #expect(
      pick.outcome(in: MemoryTable([waiting, .sample("B", .done), .sample("C")]))
        == "A BLOCKED - - [approval=start / awaits=approval]; C IN_PROGRESS s1 18:00 []")
  }

  @Test func `a dispatch asks for every row, also where no place is free`() {
    let items: [QueueItem] = [
      .sample("W", .inProgress, owner: "w"), .sample("A"), .sample("B", notes: "approval=start"),
      .sample("C"), .sample("D", .pending, .p2, notes: "approval=start"),
      .sample("E", notes: "approval=later"),
    ]
    func fate(of workers: Int) -> String {
      Transition.dispatch(.init(maxWorkers: workers, limit: 1)).outcome(in: MemoryTable(items))
    }
    let (first, second) = (
      "B BLOCKED - - [approval=start / awaits=approval]",
      "D BLOCKED - - [approval=start / awaits=approval]"
    )
    #expect(fate(of: 1) == "\(first); \(second)")
    #expect(fate(of: 9) == "A IN_PROGRESS s1 18:00 []; \(first); \(second)")
  }

  @Test(
    arguments: [
      (.pending, "approval=start", "A: needs a person's approval before its work begins"),
      (
        .blocked, "approval=start / awaits=approval",
        "A: BLOCKED: waits for approval before its work begins"
      ),
      (.blocked, waiting, "A: BLOCKED: waits for approval: its report passed the review"),
      (.blocked, "n / approval=done / awaits=approval", "A: BLOCKED: waits for approval: n"),
    ] as [(Status, String, String)])
  func `what waits for a person says so, with the command`(
    _ status: Status, _ notes: String, _ line: String
  ) {
    let table = MemoryTable([.sample("A", status, notes: notes)])
    #expect(WaitAnalysis.by().line(of: "A", in: table) == "\(line): orch approve A")
  }

  @Test func `a row behind one that needs approval names it`() throws {
    let items: [QueueItem] = [
      .sample("A", notes: "approval=start"), .sample("B", after: ["A"]), .sample("C"),
    ]
    let analysis = WaitAnalysis.by()
    #expect(
      analysis.line(of: "B", in: MemoryTable(items))
        == "B: waits for A (PENDING), which needs a person's approval before its work begins: "
        + "orch approve A")
    let stuck = try analysis.stuckRows(among: items, in: MemoryTable(items))
    #expect(
      stuck.map { "\($0.id ?? "-") \($0.reason.code.rawValue)" } == ["A needs_approval", "B waits"])
    #expect(try analysis.idsWithoutStart(in: MemoryTable(items)) == ["A"])
    let preview = try PickPreview(of: MemoryTable(items), limit: 9, context: context())
    #expect(preview.next?.id == "C")
    let held = preview.held.map { "\($0.item.id) \($0.refusal.code)" }
    #expect(held == ["A needs_approval", "B waits"])
  }
}
