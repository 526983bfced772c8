import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation
import Settings

/// `orch pick`: claims a row.
struct PickCommand: QueueCommand {
  static let name = "pick"
  static let summary = "Claim the next row and print its id"
  static let discussion = """
    The next row is the PENDING one with the highest priority that stands first in the table,
    waits for nothing, does not back off and is leased to no other session. It becomes IN_PROGRESS;
    however many pick at once, each row is handed out once. A session gets a lease with it,
    and with --json the claim's token: who names it with --attempt is refused once the claim
    is over. With nothing to pick it prints 'No pending tasks' and succeeds; also while the queue
    is paused, which a warning says then.
    """
  static let result = "the id, or `No pending tasks`"
  static let json = "as claim"
  static let examples = [
    Example("orch pick --owner-session worker-a", "claims a row for a session"),
    Example("id=$(orch pick --exit-code) || exit 0", "in a script: stop when there is nothing"),
  ]
  static let options: [Option<PickCommand>] = [
    .row("this row and no other", of: .pending, required: false) { $1.id = $0 },
    .flag("--exit-code", "exit with 3 when there is nothing to pick") { $0.usesExitCode = true },
    .force("also while the queue is paused") { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: true) }
  var id: String?
  var usesExitCode = false
  var force = false
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    let item = try context.taskQueue.pick(id, force: force, as: context.caller)
    if let item {
      try context.print(item.claimJSON(in: context.taskQueue.zoneOfJSON), or: item.id)
    } else {
      try context.print(["item": nil], or: .noPendingTasks)
      if context.console.errors.isTerminal, !context.shared.isQuiet {
        try context.taskQueue.warnOfIdleRows(as: context.caller)
      }
    }
    return item == nil && usesExitCode ? .nothingToDo : .success
  }
}
