import ReviewerGate
import Testing

/// The goals of the gate on labelled cases.
struct LabelledCaseTests {
  @Test(
    "At least 95 of 100 verdicts and 90 of 100 lists of missing criteria are right",
    arguments: LabelledCase.files)
  func goals(file: String) throws {
    let cases = try LabelledCase.all(in: file)
    let reviews = cases.map { Gate.review(criteria: $0.criteria, report: $0.report) }
    let verdicts = zip(cases, reviews).count { $0.expect == $1.verdict }
    let missing = zip(cases, reviews).count { $0.missing == $1.missing }
    #expect(cases.count >= 60)
    #expect(verdicts * 100 >= cases.count * 95)
    #expect(missing * 100 >= cases.count * 90)
  }

  @Test("Nothing unfinished passes", arguments: LabelledCase.files)
  func falsePasses(file: String) throws {
    for one in try LabelledCase.all(in: file) where one.expect != .pass {
      let review = Gate.review(criteria: one.criteria, report: one.report)
      #expect(review.verdict != .pass, "\(one.id)")
    }
  }

  @Test(
    "Only a PASS has no missing criteria and no reason against it", arguments: LabelledCase.files)
  func consistency(file: String) throws {
    for one in try LabelledCase.all(in: file) {
      let review = Gate.review(criteria: one.criteria, report: one.report)
      #expect((review.verdict == .pass) == (review.reasons == ["all_success_criteria_covered"]))
      #expect(review.coveredCount + review.missing.count == review.totalCount)
      #expect(review.explanation.count == review.criteria.count + review.markers.count)
    }
  }
}
