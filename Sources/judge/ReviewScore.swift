import ReviewerGate

/// How many cases came out as they are labelled.
struct ReviewScore: Score {
  private var total = 0
  private var rightVerdicts = 0
  private var rightMissing = 0
  private var falsePasses: [String] = []
  /// By expected and given verdict.
  private var confusion: [Verdict: [Verdict: Int]] = [:]

  init(_ cases: [ReviewCase], isVerbose: Bool) {
    for one in cases {
      let review = Gate.review(criteria: one.criteria, report: one.report)
      count(one, review)
      if isVerbose, review.verdict != one.expect || review.missing != one.missing {
        print(Self.difference(one, review))
      }
    }
  }

  private mutating func count(_ one: ReviewCase, _ review: Review) {
    total += 1
    if review.verdict == one.expect { rightVerdicts += 1 }
    if review.missing == one.missing { rightMissing += 1 }
    if review.verdict == .pass, one.expect != .pass { falsePasses.append(one.id) }
    confusion[one.expect, default: [:]][review.verdict, default: 0] += 1
  }

  /// Verdicts 95 in 100, missing criteria 90 in 100, and no unfinished work called done.
  var meetsGoals: Bool {
    rightVerdicts * 100 >= total * 95 && rightMissing * 100 >= total * 90 && falsePasses.isEmpty
  }

  var summary: String {
    var lines = [
      "verdict \(Self.share(rightVerdicts, of: total))",
      "missing \(Self.share(rightMissing, of: total))",
      "false PASS \(falsePasses.count) \(falsePasses.joined(separator: " "))",
      "expected   " + Verdict.allCases.map(\.rawValue).joined(separator: "  "),
    ]
    for expected in Verdict.allCases {
      let counts = Verdict.allCases.map { "\(confusion[expected]?[$0] ?? 0)" }
      lines.append("\(expected.rawValue)  " + counts.joined(separator: "  "))
    }
    return lines.joined(separator: "\n")
  }

  private static func difference(_ one: ReviewCase, _ review: Review) -> String {
    let head =
      "\(one.id): \(one.expect.rawValue) \(one.missing), given \(review.verdict.rawValue) \(review.missing) \(review.reasons)"
    let criteria = review.criteria.map { "    \($0.text) -> \($0.outcome)" }
    let markers = review.markers.map {
      "    [\($0.text)] \($0.kind) \($0.meaning): \($0.quotation.sentence)"
    }
    return ([head] + criteria + markers).joined(separator: "\n")
  }
}
