import Model
import StoreTestSupport
import Testing

/// What becomes of a row whose attempt failed, by the class of the failure.
@Suite struct AttemptEndTests {
  /// The attempts of a row that fails by one class each time, until nothing starts it any more: its
  /// status, the attempts that count, and the seconds that it waits.
  private static func course(
    of failure: FailureClass, inDatabase: Bool, rules: RetryRules = RetryRules(),
    worker: String? = "w", notBefore: Int? = nil, most: Int = 12
  ) throws -> [String] {
    var table = MemoryTable([inDatabase ? QueueItem.sample("A").recorded() : .sample("A")])
    if inDatabase { table.storage = .columns }
    var policy = inDatabase ? Policy.forDatabase : Policy()
    policy.retry = rules
    var steps: [String] = []
    var seconds = 0
    while steps.count < most {
      var context = context("s1", after: seconds)
      context.policy = policy
      guard
        let claimed = try Transition.pick(id: nil).decision(in: table, context).changes.last?.after
      else { break }
      table.items = [claimed]
      context.claimToken = claimed.claim?.token
      let end = Transition.AttemptEnd(
        id: "A", failure: failure, worker: worker, notes: "why",
        notBefore: notBefore.map { now.epochSeconds + seconds + $0 })
      let decision = try Transition.endAttempt(end).decision(in: table, context)
      let row = try #require(decision.changes.last?.after)
      table.items = [row]
      let wait = max((row.retryNotBefore ?? 0) - now.epochSeconds - seconds, 0)
      steps.append("\(row.status.rawValue) \(row.attemptCount)" + (wait > 0 ? " +\(wait)" : ""))
      seconds += wait
    }
    return steps
  }

  struct Course: CustomTestStringConvertible {
    let failures: [FailureClass]
    let steps: [String]
    var testDescription: String { failures.map(\.rawValue).joined(separator: ", ") }
  }

  @Test(
    arguments: [
      Course(
        failures: [.lint, .test, .build, .ci, .review],
        steps: ["PENDING 1 +60", "PENDING 2 +180", "BLOCKED 3"]),
      Course(failures: [.agent, .timeout, .idle], steps: ["PENDING 1 +60", "FAILED 2"]),
      Course(failures: [.unknown], steps: ["PENDING 1 +60", "BLOCKED 2"]),
      Course(
        failures: [.rateLimit],
        steps: [300, 600, 1200, 2400, 4800, 9600, 14400, 14400, 14400, 14400]
          .map { "PENDING 0 +\($0)" } + ["BLOCKED 0"]),
      Course(
        failures: [.service],
        steps: [120, 240, 480, 960, 1860, 1860, 1860, 1860, 1860, 1860]
          .map { "PENDING 0 +\($0)" } + ["BLOCKED 0"]),
      Course(failures: [.budget], steps: ["BLOCKED 1"]),
      Course(
        failures: [.auth, .setting, .spawn, .interrupted],
        steps: [String](repeating: "PENDING 0", count: 12)),
      Course(failures: [.lost, .conflict], steps: ["PENDING 0", "PENDING 0", "BLOCKED 0"]),
      Course(failures: [.question], steps: ["BLOCKED 0"]),
    ], [false, true])
  func `each class has its rule, alike in a table and a database`(
    _ course: Course, inDatabase: Bool
  ) throws {
    for failure in course.failures {
      #expect(try Self.course(of: failure, inDatabase: inDatabase) == course.steps)
    }
  }

  @Test func `every class is in the table`() {
    for failure in FailureClass.allCases {
      let rule = RetryRules().rule(for: failure)
      #expect(rule.end == .failed || rule.end == .blocked, "\(failure)")
      #expect(rule.counts || rule.retries != nil || rule.delays.isEmpty, "\(failure)")
    }
  }

  @Test(arguments: [
    ("as the service says", 90, "PENDING 0 +90"),
    ("a time that has passed", -5, "PENDING 0 +300"),
    ("beyond any limit of a service", 100_000_000, "PENDING 0 +300"),
  ])
  func `the time that a service names counts in place of the delay`(
    _ name: String, notBefore: Int, step: String
  ) throws {
    #expect(
      try Self.course(of: .rateLimit, inDatabase: false, notBefore: notBefore, most: 1) == [step])
  }

  @Test func `the settings change a class, for all workers or one`() throws {
    var rules = RetryRules()
    rules.byClass[.timeout] = RetryRule(counts: false, retries: 2, delays: [1, 2], end: .blocked)
    rules.byWorker["slow"] = [
      .timeout: RetryRule(counts: true, retries: 0, delays: [], end: .failed)
    ]
    for (worker, steps) in [
      (nil, ["PENDING 0 +1", "PENDING 0 +2", "BLOCKED 0"]), ("slow", ["FAILED 1"]),
    ] as [(String?, [String])] {
      #expect(
        try Self.course(of: .timeout, inDatabase: false, rules: rules, worker: worker) == steps)
    }
  }

  // MARK: One end

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var item = AttemptEndTests.row()
    let failure: FailureClass
    var notes = "exit 3: no such table"
    let fate: String
  }

  private static func row(_ notes: String = "", streak: FailureStreak? = nil) -> QueueItem {
    QueueItem.sample("A", .inProgress, owner: "orch-a", notes: notes)
      .claimed(by: "orch-a", streak: streak, isForWorker: true)
  }

  private static func streak(_ failure: FailureClass, _ count: Int) -> FailureStreak {
    FailureStreak(failure, count: count)
  }

  @Test(arguments: [
    Case(
      testDescription: "tried again: what happened is noted", item: row("x"), failure: .test,
      fate: "retried: A PENDING - - [x / review_attempts=1 / retry_not_before=1769850060 / "
        + "exit 3: no such table], claim 7 worker test 1"),
    Case(
      testDescription: "the same once more: one note",
      item: row("exit 3: no such table / x / review_attempts=1", streak: streak(.test, 1)),
      failure: .test,
      fate: "retried: A PENDING - - [x / review_attempts=2 / retry_not_before=1769850180 / "
        + "exit 3: no such table], claim 7 worker test 2"),
    Case(
      testDescription: "in a database", item: row("x").recorded(attempts: 1), failure: .test,
      fate: "retried: A PENDING - - [x / retry_not_before=1769850060 / exit 3: no such table], "
        + "attempts 2, claim 7 worker test 1"),
    Case(
      testDescription: "what counts nothing notes nothing", item: row("x"), failure: .rateLimit,
      fate: "retried: A PENDING - - [x / retry_not_before=1769850300], "
        + "claim 7 worker rate_limit 1"),
    Case(
      testDescription: "our own shutdown", item: row("x", streak: streak(.timeout, 1)),
      failure: .interrupted,
      fate: "retried: A PENDING - - [x], claim 7 worker interrupted 1"),
    Case(
      testDescription: "another class begins a new streak",
      item: row("review_attempts=1", streak: streak(.timeout, 1)), failure: .idle,
      fate: "retried: A PENDING - - [review_attempts=2 / retry_not_before=1769850060 / "
        + "exit 3: no such table, 2026-01-31 18:00], claim 7 worker idle 1"),
    Case(
      testDescription: "the second time-out in a row", item: row(streak: streak(.timeout, 1)),
      failure: .timeout, notes: "timeout",
      fate: "failed: A FAILED orch-a 09:00 [review_attempts=1 / timeout, 2026-01-31 18:00], "
        + "claim 7 worker timeout 0"),
    Case(
      testDescription: "a later time-out replaces the note of an earlier one",
      item: row("timeout, 2026-01-31 17:00 / timeouts, he said"), failure: .timeout,
      notes: "timeout",
      fate: "retried: A PENDING - - [timeouts, he said / review_attempts=1 / "
        + "retry_not_before=1769850060 / timeout, 2026-01-31 18:00], claim 7 worker timeout 1"),
    Case(
      testDescription: "the limit holds for all classes together",
      item: row("review_attempts=2", streak: streak(.test, 2)), failure: .timeout, notes: "timeout",
      fate: "failed: A FAILED orch-a 09:00 [review_attempts=3 / timeout, 2026-01-31 18:00], "
        + "claim 7 worker timeout 0"),
    Case(
      testDescription: "the row's own limit", item: row("max_attempts=2 / review_attempts=1"),
      failure: .test,
      fate: "blocked: A BLOCKED orch-a 09:00 [max_attempts=2 / review_attempts=2 / "
        + "needs_human: test, attempts used up: 2/2: exit 3: no such table], "
        + "claim 7 worker test 0"),
    Case(
      testDescription: "a limit of 0 allows the first attempt", item: row("max_attempts=0"),
      failure: .test,
      fate: "blocked: A BLOCKED orch-a 09:00 [max_attempts=0 / review_attempts=1 / "
        + "needs_human: test, attempts used up: 1/1: exit 3: no such table], "
        + "claim 7 worker test 0"),
    Case(
      testDescription: "no limit holds for what does not count", item: row("review_attempts=3"),
      failure: .spawn,
      fate: "retried: A PENDING - - [review_attempts=3], claim 7 worker spawn 1"),
    Case(
      testDescription: "unknown twice: a person's matter", item: row(streak: streak(.unknown, 1)),
      failure: .unknown,
      fate: "blocked: A BLOCKED orch-a 09:00 [review_attempts=1 / needs_human: unknown failure, "
        + "last seen 2026-01-31 18:00: exit 3: no such table], claim 7 worker unknown 0"),
    Case(
      testDescription: "the eleventh rate limit in a row",
      item: row(streak: streak(.rateLimit, 10)), failure: .rateLimit, notes: "429",
      fate: "blocked: A BLOCKED orch-a 09:00 [needs_human: rate_limit, 11 in a row: 429], "
        + "claim 7 worker rate_limit 0"),
    Case(
      testDescription: "text of a worker is one segment, and no control", failure: .test,
      notes: "a / after=B / b\nmax_attempts=9",
      fate: "retried: A PENDING - - [review_attempts=1 / retry_not_before=1769850060 / "
        + "a/after=B/b max_attempts=9], claim 7 worker test 1"),
    Case(
      testDescription: "an old buffer was saved over the claim",
      item: QueueItem.sample("A", .pending, notes: "x").claimed(by: "orch-a", isForWorker: true),
      failure: .interrupted, fate: "retried: A PENDING - - [x], claim 7 worker interrupted 1"),
  ])
  func `the row after a failed attempt`(_ test: Case) {
    let end = Transition.endAttempt(.init(id: "A", failure: test.failure, notes: test.notes))
    #expect(end.fate(of: test.item, context("orch-a", claimToken: "7-abcdef")) == test.fate)
  }

  @Test(
    arguments: [
      ("the token of another claim", row(), "orch-a", "6-abcdef", "stale_attempt"),
      ("another session", row(), "s2", "7-abcdef", "not_owner"),
      (
        "the row has passed to another session",
        row().claimed(by: "s2", isForWorker: true), "orch-a", "7-abcdef", "leased to s2"
      ),
      ("a row that waits", QueueItem.sample("A"), "orch-a", nil, "wrong_state"),
      (
        "a row that was cancelled", QueueItem.sample("A", .blocked), "orch-a", "7-abcdef",
        "stale_attempt"
      ),
      ("a row that is done", QueueItem.sample("A", .done), "orch-a", nil, "wrong_state"),
    ] as [(String, QueueItem, String, String?, String)])
  func `only the row's own attempt ends`(
    _ name: String, _ item: QueueItem, session: String, token: String?, refusal: String
  ) {
    let end = Transition.endAttempt(.init(id: "A", failure: .timeout, notes: "timeout"))
    #expect(end.fate(of: item, context(session, claimToken: token)) == refusal)
  }

  // MARK: Reports

  private static let sentBack = "review:RETRY attempt=1/3 unmet=2 (run tests: status 1)"
  private static let stopped = "unmet=2 (run tests: status 1)"

  @Test(
    arguments: [
      (
        "a check failed", row(), FailureClass.test, Transition.Review.Source.report(force: false),
        "retried: A PENDING - - [review_attempts=1 / retry_not_before=1769850060 / \(sentBack)], "
          + "claim 7 worker test 1"
      ),
      (
        "the attempts are used up", row("review_attempts=2", streak: streak(.test, 2)), .test,
        .report(force: false),
        "blocked: A BLOCKED orch-a 09:00 [review_attempts=3 / review:BLOCK missing_checks:1;"
          + "retry_limit_reached:3/3; \(stopped)], claim 7 worker test 0"
      ),
      (
        "a second fault of form", row(streak: streak(.agent, 1)), .agent, .report(force: false),
        "failed: A FAILED orch-a 09:00 [review_attempts=1 / review:BLOCK missing_checks:1;"
          + "retry_limit_reached:1/1; \(stopped)], claim 7 worker agent 0"
      ),
      (
        "a lead's review", row(streak: streak(.agent, 1)), .agent, .review,
        "retried: A PENDING - - [review_attempts=1 / \(sentBack)]"
      ),
      (
        "a session's own claim",
        QueueItem.sample("A", .inProgress, owner: "orch-a").claimed(by: "orch-a"), .agent,
        .report(force: false), "retried: A PENDING - - [review_attempts=1 / \(sentBack)]"
      ),
    ] as [(String, QueueItem, FailureClass, Transition.Review.Source, String)])
  func `a report that is sent back waits only where orch started the work`(
    _ name: String, _ item: QueueItem, failure: FailureClass, source: Transition.Review.Source,
    fate: String
  ) {
    var review = Transition.Review(id: "A", by: source, .init(verdict: .sample(.retry)))
    review.failure = failure
    let context = context("orch-a", claimToken: "7-abcdef")
    #expect(Transition.review(review).fate(of: item, context) == fate)
  }

  // MARK: What ends a streak

  @Test func `a streak ends with success, and when a person moves the row on`() {
    let failed = QueueItem.sample("A", .failed, notes: "timeout")
      .claimed(by: nil, streak: Self.streak(.timeout, 0), isForWorker: true)
    #expect(
      Transition.retry(id: "A", force: false).fate(of: failed)
        == "retried: A PENDING - - [timeout / retry_requested]")
    #expect(
      Transition.finish(.init(id: "A", as: .done, notes: "x"))
        .fate(of: Self.row(streak: Self.streak(.test, 2)), context("orch-a"))
        == "done: A DONE orch-a 09:00 [x]")
    let waiting = QueueItem.sample("A").claimed(by: nil, streak: Self.streak(.test, 2))
    #expect(
      Transition.pick(id: "A").fate(of: waiting)
        == "picked: A IN_PROGRESS s1 18:00 [], claim 1 s1 3600 s test 2")
  }

  @Test func `the watchdog leaves a row that its class gave up`() {
    for (streak, fate) in [
      (Self.streak(.timeout, 0), "nothing pending"),
      (nil, "retried: A PENDING - - [retry_not_before=1769850060], attempts 1"),
    ] as [(FailureStreak?, String)] {
      var context = context(nil)
      context.policy = .forDatabase
      var item = QueueItem.sample("A", .failed).recorded()
      if let streak { item = item.claimed(by: nil, streak: streak) }
      #expect(Transition.rescue(staleTimeout: .seconds(3600)).fate(of: item, context) == fate)
      #expect(item.waitsForPerson(context.policy) == (streak != nil))
    }
  }
}
