import CommandLineKit
import Console
import Engine
import QueueModel

/// `orch assign`: gives an IN_PROGRESS row to another session.
struct AssignCommand: TransitionCommand {
  static let name = "assign"
  static let summary = "Give an IN_PROGRESS row to a session"
  static let discussion = """
    The session is --owner-session. A row that has an owner changes hands only when --from
    names that owner, or with --force.
    """
  static let result = "`ID -> S`; `S` is the session of `--owner-session`"
  static let examples = [
    Example("orch assign --id ORCH-001 --owner-session worker-b --from worker-a", "hands it over")
  ]
  static let options: [Option<AssignCommand>] = [
    .row("the row", of: .inProgress) { $1.id = $0 },
    .value("--from", "OLD", "who must own it now", kind: .session) { $1.from = $0 },
    .force("also a row of another owner") { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var from: String?
  var force = false
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    let session = try context.requiredSession(for: .newOwner)
    try context.taskQueue.perform(
      .assign(id: id, to: session, from: from, force: force), as: context.caller,
      reporting: report)
  }

  func output(for item: QueueItem) -> CommandOutput? {
    .assigned(id: item.id, owner: item.ownerSession)
  }
}
