import Model
import Testing

/// The reasons of a verdict, as notes, the history and the files of attempts have them.
@Suite struct VerdictReasonTests {
  @Test(arguments: [
    ("all_success_criteria_covered", Verdict.Reason.allCovered),
    ("fault:no_status", .fault("no_status")),
    ("missing_checks:2", .unmet(2)), ("failure_markers:PARTIAL,failed", .failure("PARTIAL,failed")),
    ("explicit_block_marker:no access: 403", .stop("no access: 403")),
    ("question:which one: a or b?", .question("which one: a or b?")), ("question:", .question("")),
    ("awaits_approval:it has no success criteria", .approval("it has no success criteria")),
    ("retry_limit_reached:3/3", .attemptsUsedUp(3, limit: 3)),
    ("secret_in_output:docs/한글: x.md:3", .secretInOutput("docs/한글: x.md:3")),
    ("judge_failed:timeout", .judgeFailed("timeout")), ("ui_validation_passed", .pagePassed),
    ("ui:ui_missing_terms:Save", .pageFailed("ui_missing_terms:Save")),
    ("guardrail:HARD_EXCEEDED", .guardrail("HARD_EXCEEDED")),
  ])
  func `a reason is its code`(_ code: String, _ reason: Verdict.Reason) {
    #expect(reason.code == code)
    #expect(Verdict.Reason(code: code) == reason)
  }

  @Test func `the guardrails have reasons, too`() {
    let violation = GuardDecision.Violation(code: "EMPTY", message: "nothing", severity: .high)
    let guardrail = GuardDecision(
      budget: .hardExceeded, currentTokens: 1, estimatedTokens: 1, violations: [violation])
    #expect(guardrail.reasons == [.guardrail("EMPTY"), .guardrail("HARD_EXCEEDED")])
  }

  @Test(arguments: [
    "", "ok", "missing_checks", "missing_checks:", "missing_checks:02", "missing_checks:2…",
    "retry_limit_reached:3", "retry_limit_reached:3/3/3", "retry_limit_reached:3/…",
    "all_success_criteria_covered:1", "Missing_checks:2",
  ])
  func `another code stays as it is`(_ code: String) {
    #expect(Verdict.Reason(code: code) == .other(code))
    #expect(Verdict.Reason(code: code).code == code)
  }
}
