/// One finding of `lint` at a place in the file.
public struct Finding: Equatable, Sendable {
  public enum Severity: String, Sendable {
    /// Stops the row, and makes `lint` fail.
    case problem
    /// Stops nothing.
    case warning
  }

  public let severity: Severity
  /// Counting from 1; columns in Unicode scalars.
  public let line: Int
  public let column: Int
  public let rule: Rule
  public let message: String

  init(_ rule: Rule, line: Int, column: Int, _ message: String) {
    severity = rule.severity
    self.line = line
    self.column = column
    self.rule = rule
    self.message = message
  }

  public enum Rule: String, CaseIterable, Sendable {
    case cellCount = "cell-count"
    case unknownStatus = "unknown-status"
    case emptyID = "empty-id"
    case illFormedID = "ill-formed-id"
    case repeatedID = "repeated-id"
    case dependencyCycle = "dependency-cycle"
    case unknownDependency = "unknown-dependency"
    case unknownPriority = "unknown-priority"
    case unreadableTime = "unreadable-time"
    case deceptiveCharacter = "deceptive-character"
    case htmlComment = "html-comment"
    case rowOutsideTable = "row-outside-table"

    public var severity: Severity {
      switch self {
      case .cellCount, .unknownStatus, .emptyID, .illFormedID, .repeatedID, .dependencyCycle:
        .problem
      case .unknownDependency, .unknownPriority, .unreadableTime, .deceptiveCharacter,
        .htmlComment, .rowOutsideTable:
        .warning
      }
    }
  }
}
