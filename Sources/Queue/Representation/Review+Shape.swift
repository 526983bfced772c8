public import Gate
public import Model
public import Text
import Workers

// What guardrails, gate and judge find in a report.

extension GuardDecision: Shaped {
  public static var shapeName: StaticString { "guardrail" }
  public static func shape(_ fields: inout Fields<GuardDecision>) {
    fields.add("state", \.budget.rawValue, "`OK`, `SOFT_EXCEEDED` or `HARD_EXCEEDED`")
    fields.add("action", \.action.rawValue, "`ALLOW`, `SUMMARIZE` or `BLOCK`")
    fields.add("current_tokens", \.currentTokens, "the tokens of the conversation")
    fields.add("estimated_tokens", \.estimatedTokens, "the tokens of the report")
    fields.add("violations", \.violations)
  }
}

extension GuardDecision.Violation: Shaped {
  public static var shapeName: StaticString { "violation" }
  public static func shape(_ fields: inout Fields<GuardDecision.Violation>) {
    fields.add("code", \.code, "the rule: [routing.md](routing.md#guardrails)")
    fields.add("message", \.message)
    fields.add("severity", \.severity.rawValue, "`high` or `medium`")
    fields.add("line", \.line, "where; null for what is missing")
  }
}

extension Verdict: Shaped {
  public static var shapeName: StaticString { "verdict" }
  public static func shape(_ fields: inout Fields<Verdict>) {
    fields.add("verdict", \.result.rawValue, "`PASS`, `RETRY`, `BLOCK` or `QUESTION`")
    fields.add(
      "reasons", { $0.reasons.map(\.code) },
      "why; `guardrail:CODE` where the guardrails stopped the row")
    fields.add("missing_checks", \.missingChecks, "the criteria that are not met")
    fields.add("covered_checks", \.coveredChecks, "how many criteria are met")
    fields.add("total_checks", \.totalChecks, "how many there are")
    fields.add("verified", \.verified, "how many proved themselves")
    fields.add("reported", \.reported, "how many only the report or a judge shows")
    fields.add("unmet", { $0.unmet.map(UnmetCriterion.init) }, "each that is not met")
    fields.addIfAny(
      "attempt", \.attempt?.number, "how many reports were sent back; only in the history")
    fields.addIfAny("max_retries", \.attempt?.limit, "how many may be; only in the history")
    fields.addIfNotEmpty(
      "remarks", \.remarks,
      """
      what was noticed besides: `outputs_missing:PATHS`, `outputs_outside:PATHS`, \
      `context_changed:task.json`
      """)
    fields.addIfAny(
      "awaits", \.awaited?.rawValue, "`answer`, `approval` or `merge`; only in the history")
  }
}

extension GateResult: Shaped {
  public static var shapeName: StaticString { "explanation" }
  public static func shape(_ fields: inout Fields<GateResult>) {
    fields.add("criteria", \.criteria, "all of them")
    fields.add("faults", \.faults, "what is wrong with the report's form")
  }
}

extension Report.Fault: Shaped {
  public static var shapeName: StaticString { "fault of form" }
  public static func shape(_ fields: inout Fields<Report.Fault>) {
    fields.add("code", \.code, "which one")
    fields.add("message", \.message)
  }
}

extension CriterionFinding: Shaped {
  public static var shapeName: StaticString { "judged criterion" }
  public static func shape(_ fields: inout Fields<CriterionFinding>) {
    fields.add("text", \.text, "the criterion")
    fields.add("covered", \.outcome.isMet, "whether it is met")
    fields.add(
      "outcome", \.outcome.parts.name,
      """
      met: `proved`, `claimed`, `reported` (by prose), `passed_by_judge`, \
      `left_to_pull_request` (whose checks are to show it); not met: `disproved`, \
      `denied`, `no_evidence`, `repeated`, `failed`, `absent`, `needs_approval`, `turned_down` (by \
      the judge)
      """)
    fields.add(
      "detail", \.outcome.parts.detail,
      "what the proof found, the words that contradict, or what the judge said")
    fields.add("sentence", \.outcome.parts.quotation?.sentence, "where the report speaks of it")
    fields.add("line", \.outcome.parts.quotation?.line, "the line of that")
  }
}

extension CriterionFinding.Outcome {
  fileprivate var parts: (name: String, detail: String?, quotation: CriterionFinding.Quotation?) {
    switch self {
    case .proved(let found): ("proved", found, nil)
    case .leftToPullRequest: ("left_to_pull_request", nil, nil)
    case .disproved(let reason): ("disproved", reason, nil)
    case .claimed(let quotation): ("claimed", nil, quotation)
    case .reported(let quotation): ("reported", nil, quotation)
    case .denied(let quotation): ("denied", nil, quotation)
    case .noEvidence: ("no_evidence", nil, nil)
    case .repeated(let quotation): ("repeated", nil, quotation)
    case .failed(let words, let quotation): ("failed", words, quotation)
    case .absent: ("absent", nil, nil)
    case .needsApproval(let why): ("needs_approval", why, nil)
    case .turnedDown(let why): ("turned_down", why, nil)
    case .passedByJudge(let why): ("passed_by_judge", why, nil)
    }
  }
}
