public import Gate
public import Text

// What guardrails, gate and judge find in a report.

extension GateResult: Shaped {
  public static var shapeName: StaticString { "explanation" }
  public static func shape(_ fields: inout Fields<GateResult>) {
    fields.add("criteria", \.criteria, "all faults, criteria and remarks")
    fields.add("faults", \.faults, "the faults in the form of the report")
  }
}

extension Report.Fault: Shaped {
  public static var shapeName: StaticString { "fault of form" }
  public static func shape(_ fields: inout Fields<Report.Fault>) {
    fields.add("code", \.code, "the kind of fault")
    fields.add("message", \.message)
  }
}

extension CriterionFinding: Shaped {
  public static var shapeName: StaticString { "judged criterion" }
  public static func shape(_ fields: inout Fields<CriterionFinding>) {
    fields.add("text", \.text, "the criterion")
    fields.add("covered", \.outcome.isMet, "whether the criterion is met")
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
      "the finding of the proof, the words that contradict the report, or the judge's answer")
    fields.add(
      "sentence", \.outcome.parts.quotation?.sentence, "where the report mentions the criterion")
    fields.add("line", \.outcome.parts.quotation?.line, "the line of that place")
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
