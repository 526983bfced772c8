import Door
import Model
public import Review
public import Text
import Workers

/// The outcome of a review.
public struct ReviewAnswer: Shaped {
  private let outcome: ReviewOutcome
  private let explains: Bool
  private var verdict: Verdict? { outcome.verdict }

  /// - Parameter explains: whether each criterion is shown.
  public init(_ outcome: ReviewOutcome, explaining explains: Bool = false) {
    (self.outcome, self.explains) = (outcome, explains)
  }

  public static var shapeName: StaticString { "review" }
  public static func shape(_ fields: inout Fields<ReviewAnswer>) {
    fields.add("id", \.outcome.id)
    fields.add(
      "verdict", \.outcome.result.rawValue, "for a verdict, like all fields up to `remarks`")
    fields.add("reasons") { $0.outcome.reasons.map(\.code) }
    fields.add("missing_checks") { $0.verdict?.missingChecks ?? [] }
    fields.add("covered_checks") { $0.verdict?.coveredChecks ?? 0 }
    fields.add("total_checks") { $0.verdict?.totalChecks ?? 0 }
    fields.add("to", \.outcome.status.rawValue, "the row's status now")
    fields.add("verified") { $0.verdict?.verified ?? 0 }
    fields.add("reported") { $0.verdict?.reported ?? 0 }
    fields.addIfAny("exit") { $0.verdict.flatMap { $0.exited > 0 ? $0.exited : nil } }
    fields.add("unmet") { ($0.verdict?.unmet ?? []).map(UnmetCriterion.init) }
    fields.addIfNotEmpty("remarks") { $0.verdict?.remarks ?? [] }
    fields.addIfAny(
      "guard", \.outcome.guardrail, "the decision of the guardrails; only for `report`")
    fields.addIfAny(
      "explanation",
      { $0.explains ? $0.outcome.check?.gate : nil }, "only with `--explain`")
  }
}

/// A report that changed no row.
public struct RefusedReport: Shaped {
  fileprivate let id: String?
  fileprivate let refusal: Refusal

  /// Why the report was refused, and where it is kept.
  struct Refusal: Shaped {
    let problem: Problem
    let path: String

    static var shapeName: StaticString { "refusal" }
    static func shape(_ fields: inout Fields<Refusal>) {
      fields.add("code", \.problem.code, "as for an error")
      fields.add("message", \.problem.message, "why")
      fields.add("path", \.path, "where the report is kept")
    }
  }

  public static var shapeName: StaticString { "refused report" }
  public static func shape(_ fields: inout Fields<RefusedReport>) {
    fields.add("id", \.id, "the row, if one is named")
    fields.add("refused", \.refusal, "why the report changed no row")
  }
}

/// A report that was saved and waits.
public struct SpooledReportAnswer: Shaped {
  private let name: String

  public init(name: String) { self.name = name }

  public static var shapeName: StaticString { "report --spool" }
  public static func shape(_ fields: inout Fields<SpooledReportAnswer>) {
    fields.add("spooled", \.name, "the report's name in the inbox")
  }
}

/// What happened to a report.
public enum ReportAnswer: FieldValue {
  case routed(ReviewAnswer)
  case refused(RefusedReport)
  /// Lists contain no such answer, because only a report that is sent alone may wait.
  case waits(SpooledReportAnswer)

  /// - Parameter explains: whether each criterion is shown.
  public init(_ outcome: ReceiveReport.Outcome, explaining explains: Bool = false) {
    switch outcome {
    case .routed(let outcome): self = .routed(ReviewAnswer(outcome, explaining: explains))
    case .refused(let id, let problem, let path):
      self = .refused(
        RefusedReport(id: id, refusal: RefusedReport.Refusal(problem: problem, path: path)))
    case .waits(_, let name): self = .waits(SpooledReportAnswer(name: name))
    }
  }

  public static var form: String { "\(ReviewAnswer.form) or \(RefusedReport.form)" }
  public static var shapes: [any Shaped.Type] { [ReviewAnswer.self, RefusedReport.self] }

  public func write(to output: inout [UInt8]) {
    switch self {
    case .routed(let answer): answer.write(to: &output)
    case .refused(let answer): answer.write(to: &output)
    case .waits(let answer): answer.write(to: &output)
    }
  }
}
