import CommandLineKit
import CommandSupport
import Dispatching
import Host
import JSON
import MarkdownStore
import QueueDocument

/// `orch lint`: lists the problems of the queue file.
struct LintCommand: QueueCommand {
  static let name = "lint"
  static let summary = "Check the queue file"
  static let discussion = """
    A problem stops its row and makes the exit status 1; a warning stops nothing. Nothing is
    printed for a file without either. With workers in orch.json a worker that is not there is a
    problem, too.
    """
  static let result = """
    each finding as `file:line:column: message [rule]`; nothing for a good file
    """
  static let json = "problems: list of finding, problems and warnings"
  static let examples = [
    Example("orch lint", "each finding as file:line:column"),
    Example("orch lint && git commit QUEUE.md", "before a commit"),
  ]
  static let options: [Option<LintCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    // What is wrong in the settings is not said here.
    let workers = (try? context.fileSettings())?.workers
    let roster = workers.flatMap { $0.profiles.isEmpty ? nil : $0.roster() }
    let findings = try context.fileStore().document().lint(roster)
    let file = Path.name(of: try context.queuePath())
    try context.print(
      ["problems": .array(findings.map { .object($0.json(file: file)) })],
      or: findings.map { $0.place(in: file, messages: context.messages) })
    return findings.contains { $0.severity == .problem } ? .refused : .success
  }
}
