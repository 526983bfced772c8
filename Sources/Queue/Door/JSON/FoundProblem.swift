public import Model
public import QueueStore
public import Text

/// A finding, and the file in which it was found.
public struct FoundProblem: Shaped {
  private let file: String
  private let place: (line: Int, column: Int, endColumn: Int)?
  private let severity, rule, message: String

  public init(_ finding: Finding, in file: String, _ language: Language = .english) {
    self.file = file
    place = (finding.line, finding.column, finding.endColumn)
    severity = finding.severity.rawValue
    (rule, message) = (finding.rule.rawValue, finding.sentence(language))
  }

  /// A problem of a whole file, without line and column.
  public init(_ problem: Verification.Problem, in file: String) {
    self.file = file
    place = nil
    severity = problem.severity.rawValue
    (rule, message) = (problem.rule.rawValue, problem.message)
  }

  public static var shapeName: StaticString { "finding" }
  public static func shape(_ fields: inout Fields<FoundProblem>) {
    fields.add("file", \.file)
    fields.add("line", \.place?.line, "the line, from 1")
    fields.add("column", \.place?.column, "the column, in Unicode scalars, from 1")
    fields.add("end_column", \.place?.endColumn, "the column behind its last character")
    fields.add("severity", \.severity, "`problem` or `warning`")
    fields.add("rule", \.rule, "the rule: [queue-file.md](queue-file.md#what-is-malformed)")
    fields.add("message", \.message)
  }
}

/// What `orch lint` finds in the queue file and in the settings.
public struct LintAnswer: Shaped {
  private let problems: [FoundProblem]

  public init(_ findings: [(file: String, finding: Finding)], _ language: Language = .english) {
    problems = findings.map { FoundProblem($0.finding, in: $0.file, language) }
  }

  public static var shapeName: StaticString { "lint" }
  public static func shape(_ fields: inout Fields<LintAnswer>) {
    fields.add("problems", \.problems, "problems and warnings")
  }
}
