import Model
import QueueStore

// Rows with a reviewed report.

extension StoreConformance {
  private static let guardrail = GuardDecision(
    budget: .softExceeded, currentTokens: 2500, estimatedTokens: 7,
    violations: [
      .init(
        code: "SECTION_ORDER", message: "Risks: stands before Files:", severity: .medium, line: 3)
    ])
  private static let hostile = GuardDecision(
    budget: .hardExceeded, currentTokens: 4000, estimatedTokens: 7, violations: [])

  private static func review(
    _ verdict: Verdict.Result, _ reason: Verdict.Reason, missing: [String] = []
  ) -> Verdict {
    Verdict(
      verdict, reasons: [reason],
      unmet: missing.map { .init(number: 2, criterion: $0, reason: "nothing shows it") },
      coveredChecks: 2 - missing.count, totalChecks: 2, verified: 1, reported: 1)
  }

  private static func judged(
    _ name: String, _ findings: ReportFindings, on item: QueueItem = item(.inProgress),
    by source: Transition.Review.Source = .report(force: false), to row: QueueItem,
    history: [String], found: [ReportFindings]
  ) -> Case {
    Case(testDescription: "judge: \(name)", items: [item] + bystanders) { scene in
      let transition = Transition.review(.init(id: "A", by: source, findings))
      try scene.expectAnswer("changed: \(item.rowText)\ninto: \(row.rowText)", to: transition)
      try scene.expectRows(([row] + bystanders).map(\.rowText))
      let entries = try scene.store.history(of: "A")
      try scene.expect(
        entries.filter { !$0.before.isEmpty }.map(\.text),
        history.map { "2026-01-31T18:00:00+09:00 trace-1 test tester A: \($0)" }, "the history")
      try scene.expect(
        "\(entries.compactMap(\.findings?.guardrail))", "\(found.compactMap(\.guardrail))",
        "what the guardrails found")
      try scene.expect(
        "\(entries.compactMap(\.findings?.verdict))", "\(found.compactMap(\.verdict))",
        "what the review found")
    }
  }

  private static let passed = review(.pass, .allCovered)
  private static let stopped = review(.block, .stop("no access"), missing: ["b"])
  private static let passNote =
    "x / touches=src / review:PASS verified=1 reported=1 all_success_criteria_covered"
  private static let blockNote =
    "x / touches=src / review:BLOCK verified=1 reported=1 explicit_block_marker:no access; "
    + "unmet=2 (b: nothing shows it)"
  private static let guardNote =
    "x / touches=src / Guardrail BLOCK: state=HARD_EXCEEDED; violations=0"

  static let judging: [Case] = [
    judged(
      "a report that covers all ends the row",
      ReportFindings(guardrail: guardrail, verdict: passed),
      to: owned(.done, notes: passNote),
      history: ["status IN_PROGRESS > DONE, notes x / touches=src > \(passNote)"],
      found: [ReportFindings(guardrail: guardrail, verdict: passed)]),
    judged(
      "something outside stops the row", ReportFindings(verdict: stopped), by: .review,
      to: owned(.blocked, notes: blockNote),
      history: ["status IN_PROGRESS > BLOCKED, notes x / touches=src > \(blockNote)"],
      found: [ReportFindings(verdict: stopped)]),
    judged(
      "the guardrails stop the row", ReportFindings(guardrail: hostile, verdict: passed),
      to: owned(.blocked, notes: guardNote),
      history: ["status IN_PROGRESS > BLOCKED, notes x / touches=src > \(guardNote)"],
      found: [ReportFindings(guardrail: hostile)]),
    judged(
      "the guardrails only warn", ReportFindings(guardrail: guardrail), by: .guardrails,
      to: item(.inProgress), history: [], found: [ReportFindings(guardrail: guardrail)]),
    judged(
      "the guardrails leave a finished row", ReportFindings(guardrail: hostile), on: item(.done),
      by: .guardrails, to: item(.done), history: [], found: [ReportFindings(guardrail: hostile)]),
    Case(testDescription: "judge: undo takes a verdict back", items: [item(.inProgress)]) { scene in
      try scene.perform(.review(.init(id: "A", by: .review, .init(verdict: passed))))
      try scene.perform(.undo(id: "A"))
      try scene.expectRows([item(.inProgress).rowText])
    },
    Case(testDescription: "judge: what is missing sends the row back", items: [item(.inProgress)]) {
      scene in
      let missing = review(.retry, .unmet(1), missing: ["b"])
      let judge = Transition.review(.init(id: "A", by: .review, .init(verdict: missing)))
      for attempt in 1...3 {
        try scene.perform(judge)
        try scene.expect(scene.states(), ["A PENDING -"], "the row")
        try scene.expect("\(scene.attempts())", "\(attempt)", "the attempts")
      }
      try scene.perform(judge)
      try scene.expect(scene.states(), ["A BLOCKED -"], "the row")
      let last = try scene.store.history(of: "A").compactMap(\.findings?.verdict).last
      try scene.expect(
        last?.reasons.codes(separator: ";") ?? "", "missing_checks:1;retry_limit_reached:3/3",
        "the reasons")
    },
    Case(testDescription: "judge: a report of another claim changes nothing", items: [item()]) {
      scene in
      try scene.perform(.pick(id: "A"))
      let before = try scene.rows()
      let report = Transition.review(
        .init(id: "A", by: .report(force: false), .init(verdict: passed)))
      let answer = try scene.answer(to: report, claimToken: "0-000000")
      try scene.expect(
        answer,
        "refused: stale_attempt: The attempt 0-000000 of A is over: the row is IN_PROGRESS, "
          + "owned by s1", "the answer")
      try scene.expectRows(before)
    },
  ]
}
