public import Model
public import Text
import Workers

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
    fields.add("line", \.line, "the line of the report; null if a part is missing")
  }
}

extension Verdict: Shaped {
  public static var shapeName: StaticString { "verdict" }
  public static func shape(_ fields: inout Fields<Verdict>) {
    fields.add("verdict", \.result.rawValue, "`PASS`, `RETRY`, `BLOCK` or `QUESTION`")
    fields.add(
      "reasons", { $0.reasons.map(\.code) },
      "why; `guardrail:CODE` if the guardrails stopped the row")
    fields.add("missing_checks", \.missingChecks, "the criteria that are not met")
    fields.add("covered_checks", \.coveredChecks, "how many criteria are met")
    fields.add("total_checks", \.totalChecks, "how many criteria there are")
    fields.add("verified", \.verified, "how many criteria were proved")
    fields.add("reported", \.reported, "how many criteria only the report or a judge shows")
    fields.addIfAny(
      "exit", { $0.exited > 0 ? $0.exited : nil },
      "how many criteria only the exit status of a program shows, which reports nothing")
    fields.add("unmet", { $0.unmet.map(UnmetCriterion.init) }, "the criteria that are not met")
    fields.addIfAny(
      "attempt", \.attempt?.number, "how many reports were sent back; only in the history")
    fields.addIfAny(
      "max_retries", \.attempt?.limit, "how many reports may be sent back; only in the history")
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
