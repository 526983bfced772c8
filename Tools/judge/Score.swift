import Gate
import Intake
import Model
import Text

/// How many cases of a set have the result that their label says.
struct Score {
  let summary: String
  let meetsGoal: Bool

  /// - Parameters:
  ///   - cases: the cases of one file.
  ///   - isVerbose: whether each case with another result is printed.
  init(of cases: CaseSet, isVerbose: Bool) {
    self =
      cases.reviews.isEmpty
      ? Score(ofIntake: cases.intakes, isVerbose) : Score(ofReviews: cases.reviews, isVerbose)
  }

  /// `38/40 95.0 %`
  private static func share(_ part: Int, of total: Int) -> String {
    let tenths = total == 0 ? 0 : part * 1000 / total
    return "\(part)/\(total) \(tenths / 10).\(tenths % 10) %"
  }

  // MARK: The reviewer gate

  private init(ofReviews cases: [ReviewCase], _ isVerbose: Bool) {
    var (rightWords, rightMissing) = (0, 0)
    var falsePasses: [String] = []
    /// The counts by expected and given verdict.
    var counts: [Verdict.Result: [Verdict.Result: Int]] = [:]
    for one in cases {
      let result = Gate.evaluate(
        criteria: one.criteria, report: Report(reading: one.report, of: one.row))
      let word = result.verdict.result
      if word == one.expected { rightWords += 1 }
      if result.missing == one.missing { rightMissing += 1 }
      if word == .pass, one.expected != .pass { falsePasses.append(one.id) }
      counts[one.expected, default: [:]][word, default: 0] += 1
      if isVerbose, word != one.expected || result.missing != one.missing {
        print(Self.difference(one, result))
      }
    }
    let words = Verdict.Result.allCases
    summary =
      ([
        "verdict \(Self.share(rightWords, of: cases.count))",
        "missing \(Self.share(rightMissing, of: cases.count))",
        "false PASS \(falsePasses.count) \(falsePasses.joined(separator: " "))",
        "expected   " + words.map(\.rawValue).joined(separator: "  "),
      ]
      + words.map { expected in
        let given = words.map { "\(counts[expected]?[$0] ?? 0)" }
        return "\(expected.rawValue)  " + given.joined(separator: "  ")
      }).joined(separator: "\n")
    // The goal is lower for prose, which is only a fallback, than for claims. No unfinished work
    // may be called done.
    let goal = cases.allSatisfy { $0.row != nil } ? 99 : 80
    meetsGoal = rightWords * 100 >= cases.count * goal && falsePasses.isEmpty
  }

  private static func difference(_ one: ReviewCase, _ result: GateResult) -> String {
    let verdict = result.verdict
    let head =
      "\(one.id): \(one.expected.rawValue) \(one.missing), given \(verdict.result.rawValue) "
      + "\(result.missing) \(verdict.reasons)"
    return ([head] + result.explanation.map { "    \($0)" }).joined(separator: "\n")
  }

  // MARK: The intake

  private init(ofIntake cases: [IntakeCase], _ isVerbose: Bool) {
    var right = 0
    for one in cases {
      let proposal = Proposal.propose(one.request)
      if proposal.texts == one.items, proposal.isOrdered == one.isOrdered {
        right += 1
      } else if isVerbose {
        print(
          """
          \(one.id): \(JSONValue.string(one.request))
              given \(Self.text(proposal.texts, proposal.isOrdered))
              label \(Self.text(one.items, one.isOrdered))
          """)
      }
    }
    summary = "items " + Self.share(right, of: cases.count)
    meetsGoal = right * 100 >= cases.count * 90
  }

  private static func text(_ items: [String], _ isOrdered: Bool) -> String {
    (isOrdered ? "in order " : "") + JSONValue.array(items.map { .string($0) }).description
  }
}
