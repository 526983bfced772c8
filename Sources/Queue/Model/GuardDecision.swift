/// The guardrails' decision on a report. Source: `docs/routing.md`, "Guardrails".
public struct GuardDecision: Equatable, Sendable {
  /// A rule that the report breaks.
  public struct Violation: Equatable, Sendable {
    public enum Severity: String, CaseIterable, Sendable { case high, medium }

    /// The name of the rule in upper case: `MISSING_SECTION`.
    public let code: String
    public let message: String
    public let severity: Severity
    /// The line of the report, starting at 1; `nil` if something is missing.
    public let line: Int?

    public init(code: String, message: String, severity: Severity, line: Int? = nil) {
      (self.code, self.message, self.severity, self.line) = (code, message, severity, line)
    }
  }

  /// How the tokens of a conversation compare with their limits.
  public enum Budget: String, CaseIterable, Sendable {
    case withinLimits = "OK"
    case softExceeded = "SOFT_EXCEEDED"
    case hardExceeded = "HARD_EXCEEDED"
  }

  /// What happens to the report.
  public enum Action: String, CaseIterable, Sendable {
    case allow = "ALLOW"
    case summarize = "SUMMARIZE"
    case block = "BLOCK"
  }

  public let budget: Budget
  /// The tokens of the conversation, as the caller counts them.
  public let currentTokens: Int
  /// The estimated tokens of the report: a quarter of its characters.
  public let estimatedTokens: Int
  public let violations: [Violation]

  public init(
    budget: Budget, currentTokens: Int, estimatedTokens: Int, violations: [Violation]
  ) {
    self.budget = budget
    self.currentTokens = currentTokens
    self.estimatedTokens = estimatedTokens
    self.violations = violations
  }

  public var action: Action {
    if budget == .hardExceeded || violations.contains(where: { $0.severity == .high }) {
      return .block
    }
    return budget == .softExceeded || !violations.isEmpty ? .summarize : .allow
  }

  /// Why a report is blocked, in the form of a verdict's reasons.
  public var reasons: [Verdict.Reason] {
    violations.map { .guardrail($0.code) }
      + (budget == .hardExceeded ? [.guardrail(budget.rawValue)] : [])
  }

  /// The segment in the notes of a row that the guardrails block.
  var note: String {
    GeneratedNote.guardrail.rawValue
      + "state=\(budget.rawValue); violations=\(violations.count)"
  }
}
