public import CommandLineKit
public import CommandSupport
import Host
import JSON
import QueueDocument

/// `orch lint`: lists the problems of the queue file.
public struct Lint: QueueCommand {
  public static let name = "lint"
  public static let summary = "Check the queue file"
  public static let discussion = """
    A problem stops its row and makes the exit status 1; a warning stops nothing. Nothing is
    printed for a file without either.
    """
  public static let result = """
    each finding as `file:line:column: message [rule]`; nothing for a good file
    """
  public static let json = "problems: list of finding, problems and warnings"
  public static let examples = [
    Example("orch lint", "each finding as file:line:column"),
    Example("orch lint && git commit QUEUE.md", "before a commit"),
  ]
  public static let options: [Option<Lint>] = []
  public static let isLogged = false

  public var shared = SharedOptions()

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let findings = try context.document().lint()
    let file = Path.name(of: try context.queuePath())
    if context.shared.isJSON {
      try context.print(["problems": .array(findings.map { $0.json(file: file) })])
    } else {
      for finding in findings { try context.print(finding.place(in: file)) }
    }
    return findings.contains { $0.severity == .problem } ? .refused : .success
  }
}

extension Finding {
  fileprivate func json(file: String) -> JSONValue {
    [
      "file": .string(file), "line": .integer(line), "column": .integer(column),
      "severity": .string(severity.rawValue), "rule": .string(rule.rawValue),
      "message": .string(message),
    ]
  }
}
