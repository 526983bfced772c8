import Model
import StoreTestSupport
import Testing

/// What becomes of rows whose report was judged.
@Suite struct ReviewTransitionTests {
  private func judge(
    _ source: Transition.Review.Source, guardrail: GuardDecision? = nil,
    _ verdict: Verdict? = nil, attempts: Int? = nil, limit: Int? = nil
  ) -> Transition {
    .review(
      .init(
        id: "A", by: source, .init(guardrail: guardrail, verdict: verdict), attempts: attempts,
        maxAttempts: limit))
  }

  private func item(
    _ status: Status = .inProgress, owner: String? = "s1", notes: String = "x"
  ) -> QueueItem {
    .sample("A", status, owner: owner, notes: notes)
  }

  @Test func `a report that covers all ends the row`() {
    let row = item(notes: "x / review_attempts=2 / retry_not_before=5")
    #expect(
      judge(.review, .sample(.pass)).outcome(for: row, session: "lead")
        == "A DONE s1 09:00 [x / review:PASS all_success_criteria_covered]")
    #expect(
      judge(.report(force: false), .sample(.pass, verified: 1)).outcome(for: row, session: "s1")
        == "A DONE s1 09:00 [x / review:PASS verified=1 reported=1 all_success_criteria_covered]")
  }

  @Test func `what only an exit status shows is not called reported`() {
    var verdict = Verdict.sample(.pass, verified: 1)
    (verdict.reported, verdict.exited) = (0, 1)
    #expect(
      judge(.report(force: false), verdict).outcome(for: item(), session: "s1")
        == "A DONE s1 09:00 [x / review:PASS verified=1 reported=0 exit=1 "
        + "all_success_criteria_covered]")
  }

  @Test(arguments: [
    (
      Verdict.sample(.pass), "x / review_attempts=2",
      "A DONE s1 09:00 [x / review:PASS reported=2]"
    ),
    (
      Verdict.sample(.pass, verified: 2), "x / touches=src / branch=o/A",
      "A DONE s1 09:00 [x / review:PASS verified=2 / touches=src / branch=o/A]"
    ),
    (
      Verdict.sample(.retry), "x / labels=a",
      "A PENDING - - [x / review:RETRY attempt=1/3 unmet=2 (run tests: status 1) / labels=a / review_attempts=1]"
    ),
    (
      Verdict.sample(.block), "x",
      "A BLOCKED s1 09:00 [x / review:BLOCK explicit_block_marker:waiting for approval; unmet=2 (run tests: status 1)]"
    ),
    (
      Verdict.sample(.retry),
      "review_attempts=3 / review:PASS verified=1 reported=0 all_success_criteria_covered",
      "A BLOCKED s1 09:00 [review:BLOCK retry_limit_reached:3/3; unmet=2 (run tests: status 1) / review_attempts=3]"
    ),
  ])
  func `where people read the notes, a verdict says nothing twice, and control comes last`(
    _ verdict: Verdict, _ notes: String, _ outcome: String
  ) {
    var policy = Policy()
    policy.hasShortNotes = true
    #expect(
      judge(.review, verdict).outcome(for: item(notes: notes), session: "lead", policy: policy)
        == outcome)
  }

  @Test(
    arguments: [
      (
        .reply(.init(id: "A", .answer("both", question: nil))), .blocked,
        "answer: both (s1, 2026-01-31 18:00)"
      ),
      (.cancel(id: "A", reason: "no need"), .pending, "cancelled_by_operator: no need"),
      (.replan(id: "A", reason: "anew", force: false), .blocked, "replan:anew"),
      (.retry(id: "A", force: false), .failed, "retry_requested"),
      (
        .endAttempt(.init(id: "A", failure: .agent, notes: "exit 3")), .inProgress,
        "exit 3"
      ),
      (.rescue(staleTimeout: .zero), .inProgress, "[watchdog] stale; attempts used up"),
    ] as [(Transition, Status, String)])
  func `control stands behind all prose that is added`(
    _ transition: Transition, _ status: Status, _ note: String
  ) throws {
    var context = context()
    context.policy.hasShortNotes = true
    context.policy.maxAttempts = 1
    var notes = "x / touches=src / branch=o/A"
    if case .rescue = transition { notes += " / review_attempts=1" }
    let item = QueueItem.sample("A", status, owner: "s1", notes: notes).started("09:00")
    let after = try transition.decide(in: MemoryTable([item]), context: context).changes.first?
      .after
    #expect(
      after?.notes.text.hasPrefix("x / \(note) / touches=src / branch=o/A") == true,
      "\(after?.notes.text ?? "-")")
  }

  @Test func `what is missing sends the row back, and counts`() {
    #expect(
      judge(.review, .sample(.retry)).outcome(for: item(), session: "lead")
        == "A PENDING - - [x / review_attempts=1 / review:RETRY attempt=1/3 unmet=2 (run tests: status 1)]"
    )
  }

  @Test func `a failure is noted in place of what is missing`() {
    var failed = Verdict.sample(.retry)
    failed.unmet = []
    failed.reasons = [.failure("10 failed")]
    #expect(
      judge(.review, failed).outcome(for: item(), session: nil)
        == "A PENDING - - [x / review_attempts=1 / review:RETRY attempt=1/3 failure_markers:10 failed]"
    )
  }

  @Test func `attempts that are used up stop the row`() {
    let row = item(notes: "review_attempts=3")
    let note =
      "review:BLOCK missing_checks:1;retry_limit_reached:3/3; unmet=2 (run tests: status 1)"
    #expect(
      judge(.review, .sample(.retry)).outcome(for: row, session: nil)
        == "A BLOCKED s1 09:00 [review_attempts=3 / \(note)]")
    #expect(
      judge(.review, .sample(.retry), attempts: 5, limit: 2).outcome(for: item(), session: nil)
        == "A BLOCKED s1 09:00 [x / review:BLOCK missing_checks:1;retry_limit_reached:5/2; unmet=2 (run tests: status 1)]"
    )
    #expect(
      judge(.review, .sample(.retry), limit: 9).outcome(for: row, session: nil)
        == "A PENDING - - [review_attempts=4 / review:RETRY attempt=4/9 unmet=2 (run tests: status 1)]"
    )
  }

  @Test(arguments: [
    (
      "review:RETRY attempt=1/3 unmet=1 (a: b)",
      "A DONE s1 09:00 [review:PASS all_success_criteria_covered]"
    ),
    (
      "x | y/z  w / review:RETRY attempt=1/3 old / review:RETRY attempt=2/3 older / touches=src",
      "A DONE s1 09:00 [x | y/z  w / touches=src / review:PASS all_success_criteria_covered]"
    ),
    (
      "review:QUESTION question:which? / answer 1: both (lead, x) / review:BLOCK r /",
      "A DONE s1 09:00 [review:QUESTION question:which? / answer 1: both (lead, x) / review:PASS all_success_criteria_covered]"
    ),
    (
      "my review:RETRY was fine / Guardrail BLOCK: state=OK; violations=1 / reviewed",
      "A DONE s1 09:00 [my review:RETRY was fine / Guardrail BLOCK: state=OK; violations=1 / reviewed / review:PASS all_success_criteria_covered]"
    ),
  ])
  func `the newest verdict takes the place of older ones`(_ notes: String, _ expected: String) {
    #expect(
      judge(.review, .sample(.pass)).outcome(for: item(notes: notes), session: "lead") == expected)
  }

  @Test func `so does the newest note of the guardrails`() {
    let row = item(
      notes: "Guardrail BLOCK: state=OK; violations=3 / x / review:RETRY attempt=1/3 a")
    #expect(
      judge(.guardrails, guardrail: .hostile).outcome(for: row, session: nil)
        == "A BLOCKED s1 09:00 [x / review:RETRY attempt=1/3 a / Guardrail BLOCK: state=HARD_EXCEEDED; violations=1]"
    )
  }

  @Test func `something outside stops the row`() {
    #expect(
      judge(.review, .sample(.block)).outcome(for: item(), session: nil)
        == "A BLOCKED s1 09:00 [x / review:BLOCK explicit_block_marker:waiting for approval; unmet=2 (run tests: status 1)]"
    )
  }

  @Test func `the guardrails stop a row before it is reviewed, and otherwise only warn`() {
    let blocked = "A BLOCKED s1 09:00 [x / Guardrail BLOCK: state=HARD_EXCEEDED; violations=1]"
    #expect(
      judge(.guardrails, guardrail: .hostile).outcome(for: item(), session: nil) == blocked)
    #expect(
      judge(.report(force: false), guardrail: .hostile, .sample(.pass))
        .outcome(for: item(), session: "s1") == blocked)
    #expect(
      judge(.guardrails, guardrail: .mild).outcome(for: item(), session: nil)
        == "A IN_PROGRESS s1 09:00 [x]")
  }

  @Test(arguments: [Status.done, .failed, .blocked])
  func `a row that is not running only records what the guardrails found`(_ status: Status) throws {
    let row = item(status)
    let decision = try judge(.guardrails, guardrail: .hostile).decide(
      in: MemoryTable([row]), context: context(nil))
    let change = try #require(decision.changes.first)
    #expect(change.event == .guardrail && !change.changesCells && change.isRecorded)
    #expect(change.findings == ReportFindings(guardrail: .hostile))
  }

  @Test func `no text of a report becomes control`() {
    var hostile = Verdict.sample(.block)
    hostile.unmet = []
    hostile.reasons = [.stop("blocked / after=Z | max_attempts=99\n/ failure=x")]
    let text = judge(.review, hostile).outcome(for: item(), session: nil)
    #expect(
      text
        == "A BLOCKED s1 09:00 [x / review:BLOCK explicit_block_marker:blocked/after=Z/max_attempts=99/failure=x]"
    )
  }

  // MARK: Permission

  @Test(arguments: [
    (Status.pending, nil, "refused: wrong_state"), (.blocked, "s1", "refused: wrong_state"),
    (.done, "s1", "refused: wrong_state"), (.failed, "s1", "refused: wrong_state"),
    (.inProgress, "s2", "refused: not_owner"), (.inProgress, "s1", "A DONE"),
    (.inProgress, nil, "A DONE"),
  ])
  func `a worker reports on its own row`(
    _ status: Status, _ owner: String?, _ expected: String
  ) {
    let outcome = judge(.report(force: false), .sample(.pass))
      .outcome(for: item(status, owner: owner), session: "s1")
    #expect(outcome.hasPrefix(expected), "\(outcome)")
  }

  @Test func `a report brings the token of the claim that the row has`() throws {
    let row = item().claimed(8, by: "s1")
    var context = context("s1")
    let report = judge(.report(force: false), .sample(.pass))
    for token in ["7-000000", "8-ffffff", "nonsense"] {
      context.claimToken = token
      #expect(throws: Refusal.staleClaim(row, claimToken: token, action: .report)) {
        try report.decide(in: MemoryTable([row]), context: context)
      }
    }
    context.claimToken = row.claim?.token
    #expect(try report.decide(in: MemoryTable([row]), context: context).changes.count == 1)
    context.claimToken = "7-000000"
    let forced = judge(.report(force: true), .sample(.pass))
    #expect(try forced.decide(in: MemoryTable([row]), context: context).changes.count == 1)
  }

  @Test func `the lease of a PENDING row is a claim only if orch started its worker`() throws {
    let report = judge(.report(force: false), .sample(.pass))
    let context = context("orch-a", claimToken: "8-abcdef")
    let leased = item(.pending, owner: nil).claimed(8, by: "orch-a")
    #expect(throws: Refusal.wrongState(leased, action: .report)) {
      try report.decide(in: MemoryTable([leased]), context: context)
    }
    let started = item(.pending, owner: nil).claimed(8, by: "orch-a", isForWorker: true)
    #expect(try report.decide(in: MemoryTable([started]), context: context).changes.count == 1)
  }

  @Test func `a report for a worker that orch started needs its token, also from a person`() throws
  {
    let row = item().claimed(8, by: "s1", isForWorker: true)
    let report = judge(.report(force: false), .sample(.pass))
    for session in ["s1", nil] {
      #expect(throws: Refusal.missingClaimToken(row)) {
        try report.decide(in: MemoryTable([row]), context: context(session))
      }
      let decision = try report.decide(
        in: MemoryTable([row]), context: context(session, claimToken: "8-abcdef"))
      #expect(decision.changes.count == 1)
      let forced = judge(.report(force: true), .sample(.pass))
      #expect(
        try forced.decide(in: MemoryTable([row]), context: context(session)).changes.count == 1)
    }
    #expect(
      Refusal.missingClaimToken(row).message
        == "A was started by orch, so its report needs the token of the attempt")
  }

  @Test func `a report whose lease passed on is refused`() {
    let row = item().claimed(8, by: "s2")
    #expect(
      judge(.report(force: false), .sample(.pass)).outcome(for: row, session: "s1")
        == "refused: leased")
  }

  @Test func `a lead reviews what others work on, but nothing that is finished`() {
    let review = judge(.review, .sample(.pass))
    #expect(review.outcome(for: item(owner: "s2"), session: "lead").hasPrefix("A DONE"))
    #expect(review.outcome(for: item(.blocked), session: "lead").hasPrefix("A DONE"))
    #expect(review.outcome(for: item(.pending, owner: nil), session: nil).hasPrefix("A DONE"))
    #expect(review.outcome(for: item(.done), session: nil) == "refused: wrong_state")
    #expect(review.outcome(for: item(.failed), session: nil) == "refused: wrong_state")
  }

  @Test func `a review that was made already changes nothing`() {
    let done = item(.done, notes: "x / review:PASS all_success_criteria_covered")
    #expect(judge(.review, .sample(.pass)).outcome(for: done, session: nil) == "A is already so")
    #expect(
      judge(.review, .sample(.retry)).outcome(for: done, session: nil) == "refused: wrong_state")
  }

  // MARK: The criteria of the claim

  private func entry(_ id: String, _ before: [String: String], _ after: [String: String])
    -> HistoryEntry
  {
    HistoryEntry(
      sequence: 1, time: "", traceID: "", command: "c", actor: "a",
      row: RowChange(id: id, before: before, after: after))
  }

  @Test func `the criteria are those that the row had at its claim`() {
    let claim = entry("A", ["status": "PENDING"], ["status": "IN_PROGRESS"])
    let edit = entry("A", ["success_criteria": "old"], ["success_criteria": "c"])
    let again = entry("A", ["success_criteria": "c"], ["success_criteria": "d"])
    let back = entry("A", ["status": "IN_PROGRESS"], ["status": "PENDING"])
    let other = entry("B", ["success_criteria": "b"], ["success_criteria": "b2"])
    func judged(_ status: Status, _ history: [HistoryEntry]) -> String? {
      var item = item(status)
      item.successCriteria = "now"
      return item.criteriaToJudge(history)
    }
    #expect(judged(.inProgress, [claim]) == "now")
    #expect(judged(.inProgress, [edit, claim]) == "now")
    #expect(judged(.inProgress, [claim, edit, again]) == "old")
    #expect(judged(.blocked, [claim, edit]) == "old")
    #expect(judged(.pending, [claim, edit, back]) == "now")
    #expect(judged(.blocked, [claim, edit, back]) == "now")
    #expect(judged(.inProgress, [claim, other]) == "now")
    #expect(judged(.inProgress, []) == "now")
  }

  @Test(
    arguments: [
      (Status.inProgress, 8, "A DONE"), (.inProgress, nil, "A DONE"),
      (.inProgress, 7, "refused: moved_on"), (.pending, nil, "refused: moved_on"),
      // As a saved old copy had the row.
      (.pending, 8, "A DONE"),
    ] as [(Status, Int?, String)])
  func `a verdict is of the claim that was judged`(
    _ status: Status, _ claim: Int?, _ expected: String
  ) {
    var judge = Transition.Review(id: "A", by: .review, .init(verdict: .sample(.pass)))
    judge.judgedState = .init(status: status, claimNumber: claim)
    let outcome = Transition.review(judge).outcome(for: item().claimed(8, by: "s1"), session: nil)
    #expect(outcome.hasPrefix(expected), "\(outcome)")
  }

  @Test func `the work began with the first claim since the row last ended`() {
    func claim(_ time: String) -> HistoryEntry {
      HistoryEntry(
        sequence: 1, time: time, traceID: "", command: "pick", actor: "a",
        row: RowChange(id: "A", before: ["status": "PENDING"], after: ["status": "IN_PROGRESS"]))
    }
    let ended = entry("A", ["status": "IN_PROGRESS"], ["status": "DONE"])
    let history = [
      claim("2026-01-30T10:00:00+09:00"), ended, claim("2026-01-31T09:00:00+09:00"),
      entry("A", ["status": "IN_PROGRESS"], ["status": "PENDING"]),
      claim("2026-01-31T17:00:00+09:00"),
    ]
    let row = QueueItem.sample("A", .inProgress, owner: "s1")
    let began = row.workBegan(history, zone: .fixed(32400)).map {
      QueueTime(epochSeconds: $0, offset: 32400).text
    }
    #expect(began == "2026-01-31 09:00")
    #expect(QueueItem.sample("A").workBegan(history, zone: .fixed(32400)) == nil)
  }

  @Test func `a judgement by other criteria is refused`() throws {
    var row = item()
    row.successCriteria = "new"
    var context = context(nil)
    context.history = [
      entry("A", ["status": "PENDING"], ["status": "IN_PROGRESS"]),
      entry("A", ["success_criteria": "old"], ["success_criteria": "new"]),
    ]
    func judge(by criteria: String?) -> Transition {
      .review(
        .init(
          id: "A", by: .review, .init(verdict: .sample(.pass)),
          criteria: .init(criteria)))
    }
    #expect(judge(by: "old").history == .row("A"))
    #expect(throws: Refusal.criteriaChanged(row, .init("old"))) {
      try judge(by: "new").decide(in: MemoryTable([row]), context: context)
    }
    #expect(
      try judge(by: "old").decide(in: MemoryTable([row]), context: context).changes.count == 1)
  }
}
