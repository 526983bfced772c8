import Gate
import Model
import Testing

/// Criteria that the pull request is to show.
@Suite struct LeftToPullRequestTests {
  @Test func `one that is left to the pull request passes, and is neither verified nor reported`() {
    let report = Report(reading: "[REPORT A]\nStatus: DONE\nCriteria:\n3. met: read it\n", of: "A")
    let result = Gate.evaluate(
      criteria: "ci: test; file: a; the text is clear", report: report,
      proofs: [0: .leftToPullRequest, 1: .proved("a: 3 bytes")])
    #expect(result.verdict.result == .pass)
    #expect((result.verdict.coveredChecks, result.verdict.totalChecks) == (3, 3))
    #expect((result.verdict.verified, result.verdict.reported) == (1, 1))
    #expect(result.criteria[0].outcome.reason == Proof.isLeftToPullRequest)
    // A judge has nothing to say to it.
    #expect(result.placesToJudge(mayPass: true) == [2])
  }
}
