import CommandLineKit
import Console
import Engine
import QueueModel

/// `orch release`: makes an IN_PROGRESS row PENDING again.
struct ReleaseCommand: TransitionCommand {
  static let name = "release"
  static let summary = "Hand an IN_PROGRESS row back, so that anybody may pick it"
  static let result = "`ID -> PENDING`"
  static let examples = [
    Example("orch release --id ORCH-001 --owner-session worker-a", "its owner hands it back"),
    Example("orch release ORCH-001 --force", "frees a row whose owner is gone"),
  ]
  static let options: [Option<ReleaseCommand>] = [
    .row("the row", of: .inProgress) { $1.id = $0 },
    .force("also a row of another owner") { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var force = false
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    try context.taskQueue.perform(
      .release(id: id, force: force), as: context.caller, reporting: report)
  }
}
