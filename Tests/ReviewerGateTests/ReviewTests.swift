import ReviewerGate
import Testing

struct ReviewTests {
  private let report = """
    [REPORT ORCH-170]
    Status: DONE
    Files:
    - src/api/limits.ts
    Diff-Summary:
    - Added rate limiting to the API
    - The limits are not documented in README yet
    Validation:
    - npm test: 61 passed, 2 failed
    Risks:
    - None
    Next:
    - Show the limits on the dashboard
    """
  private let criteria = """
    Add rate limiting to the API
    Document the limits in README
    Show the limits on the dashboard
    Add screenshots
    """

  @Test func `A verdict is explained in full`() {
    let review = Gate.review(criteria: criteria, report: report)
    #expect(review.verdict == .retry)
    #expect(review.reasons == ["missing_checks:3", "failure_markers:not documented,failed"])
    #expect(review.missing == [1, 2, 3])
    #expect(
      review.missingTexts == [
        "Document the limits in README", "Show the limits on the dashboard", "Add screenshots",
      ])
    #expect(
      review.explanation == [
        "1. Add rate limiting to the API: covered; line 6 says \"Added rate limiting to the API\".",
        "2. Document the limits in README: not covered; line 7 denies it: \"The limits are not documented in README yet\".",
        "3. Show the limits on the dashboard: not covered; line 13 only plans it: \"Show the limits on the dashboard\".",
        "4. Add screenshots: not covered; no statement has \"screenshots\".",
        "Line 7, \"not documented\": counts as a failure: \"The limits are not documented in README yet\"",
        "Line 9, \"failed\": counts as a failure: \"npm test: 61 passed, 2 failed\"",
      ])
  }

  @Test func `A block wins over everything`() {
    let review = Gate.review(
      criteria: "Run the migration",
      report: "Status: FAILED\nCannot proceed: the credentials are missing. 3 tests failed.")
    #expect(review.verdict == .block)
    #expect(review.reasons == ["explicit_block_marker:cannot proceed,credentials are missing"])
    #expect(review.missing == [0])
  }

  @Test func `A pass has one reason`() {
    let review = Gate.review(
      criteria: "update README; run tests", report: "updated README and run tests complete")
    #expect(review.verdict == .pass)
    #expect(review.reasons == ["all_success_criteria_covered"])
    #expect(review.reportedCount == 2)
    #expect(review.verifiedCount == 0)
  }

  @Test func `A proof decides its criterion, whatever the report claims`() {
    let criteria = "file: docs/a.md; cmd: test; Add a page"
    let report = "Added a page. cmd test passes. docs/a.md is written."
    let proved = Gate.review(
      criteria: criteria, report: "Added a page.",
      proofs: [0: .proved("docs/a.md has 12 bytes"), 1: .proved("test ended with 0")])
    #expect(proved.verdict == .pass)
    #expect(proved.verifiedCount == 2)
    #expect(proved.reportedCount == 1)
    #expect(
      proved.explanation[0]
        == "1. file: docs/a.md: covered; its own proof holds: docs/a.md has 12 bytes.")
    let failed = Gate.review(
      criteria: criteria, report: report, proofs: [1: .failed("unchanged since the claim")])
    #expect(failed.verdict == .retry)
    #expect(failed.missing.contains(1))
    #expect(
      failed.criteria[1].outcome.wording
        == "not covered; its own proof does not hold: unchanged since the claim.")
  }

  @Test func `A proof that was not run leaves its criterion to the report`() {
    let proofs = [0: ProofResult.notRun("not allowed")]
    let criterion = "file: docs/setup.md"
    #expect(
      Gate.review(criteria: criterion, report: "Wrote docs/setup.md.", proofs: proofs).verdict
        == .pass)
    #expect(
      Gate.review(criteria: criterion, report: "Wrote docs/other.md.", proofs: proofs).verdict
        == .retry)
  }

  @Test(
    "A limit is kept by the figure that the report has",
    arguments: [
      ("p95 under 200 ms", "p95 went from 900 ms to 120 ms.", true),
      ("p95 under 200 ms", "p95 is at 730 ms.", false),
      ("p95 under 200 ms", "p95 is under 200 ms.", true),
      ("검증 정확도 90% 이상", "검증 정확도는 92.3%입니다.", true),
      ("검증 정확도 90% 이상", "검증 정확도는 88%입니다.", false), ("빌드 시간 5분 이내", "빌드 시간은 8분에서 3분으로 줄었습니다.", true),
    ])
  func limits(criterion: String, report: String, isKept: Bool) {
    #expect((Gate.review(criteria: criterion, report: report).verdict == .pass) == isKept)
  }

  @Test func `A path that a criterion names may stand under Files`() {
    let report = """
      [REPORT X]
      Status: DONE
      Files:
      - docs/failover.md
      Diff-Summary:
      - Documented the failover steps
      """
    let criterion = "Document the failover steps in"
    #expect(Gate.review(criteria: criterion + " docs/failover.md", report: report).verdict == .pass)
    #expect(Gate.review(criteria: criterion + " docs/other.md", report: report).verdict == .retry)
    #expect(Gate.review(criteria: "file: docs/failover.md", report: report).verdict == .retry)
  }

  @Test func `What stands in a fence is sample output`() {
    let report = "Added a page.\n```\n3 tests failed\n```\nThe tests pass."
    #expect(Gate.review(criteria: "Add a page", report: report).verdict == .pass)
    let only = "```\nAdded a page.\n```"
    #expect(Gate.review(criteria: "Add a page", report: only).verdict == .retry)
  }
}
