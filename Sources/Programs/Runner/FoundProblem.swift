import Door
public import Model
public import QueueStore
public import Text

/// A finding and the file that it is in.
public struct FoundProblem: Shaped {
  private let file: String
  private let place: (line: Int, column: Int)?
  private let severity, rule, message: String

  public init(_ finding: Finding, in file: String) {
    self.file = file
    place = (finding.line, finding.column)
    severity = finding.severity.rawValue
    (rule, message) = (finding.rule.rawValue, finding.sentence.english)
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
    fields.add("severity", \.severity, "`problem` or `warning`")
    fields.add("rule", \.rule, "the rule: [queue-file.md](queue-file.md#what-is-malformed)")
    fields.add("message", \.message)
  }
}
