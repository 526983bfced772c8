import QueueModel
import ReviewerGate

/// How many cases came out as they are labelled.
struct ReviewScore: Score {
  /// Of 100 verdicts: claims are read by rule, prose is a fallback.
  private let goal: Int
  private var total = 0
  private var rightVerdicts = 0
  private var rightMissing = 0
  private var falsePasses: [String] = []
  /// By expected and given verdict.
  private var confusion: [Verdict.Word: [Verdict.Word: Int]] = [:]

  init(_ cases: [ReviewCase], isVerbose: Bool) {
    goal = cases.allSatisfy { $0.row != nil } ? 99 : 80
    for one in cases {
      let review = Gate.review(
        criteria: one.criteria, report: Report(reading: one.report, of: one.row))
      count(one, review)
      if isVerbose, review.verdict.word != one.expect || review.missing != one.missing {
        print(Self.difference(one, review))
      }
    }
  }

  private mutating func count(_ one: ReviewCase, _ review: Review) {
    total += 1
    if review.verdict.word == one.expect { rightVerdicts += 1 }
    if review.missing == one.missing { rightMissing += 1 }
    if review.verdict.word == .pass, one.expect != .pass { falsePasses.append(one.id) }
    confusion[one.expect, default: [:]][review.verdict.word, default: 0] += 1
  }

  /// So many right verdicts, and no unfinished work called done.
  var meetsGoals: Bool { rightVerdicts * 100 >= total * goal && falsePasses.isEmpty }

  var summary: String {
    var lines = [
      "verdict \(Self.share(rightVerdicts, of: total))",
      "missing \(Self.share(rightMissing, of: total))",
      "false PASS \(falsePasses.count) \(falsePasses.joined(separator: " "))",
      "expected   " + Verdict.Word.allCases.map(\.rawValue).joined(separator: "  "),
    ]
    for expected in Verdict.Word.allCases {
      let counts = Verdict.Word.allCases.map { "\(confusion[expected]?[$0] ?? 0)" }
      lines.append("\(expected.rawValue)  " + counts.joined(separator: "  "))
    }
    return lines.joined(separator: "\n")
  }

  private static func difference(_ one: ReviewCase, _ review: Review) -> String {
    let head =
      "\(one.id): \(one.expect.rawValue) \(one.missing), given \(review.verdict.word.rawValue) \(review.missing) \(review.verdict.reasons)"
    return ([head] + review.explanation.map { "    \($0)" }).joined(separator: "\n")
  }
}
