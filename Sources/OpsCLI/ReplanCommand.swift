import CommandLineKit
import CommandSupport
import Engine
import QueueModel

/// `ops replan`: blocks a row in progress, or puts another one back to PENDING.
struct ReplanCommand: TransitionCommand {
  static let name = "replan"
  static let summary = "Take a row out of the work in hand, with a reason"
  static let discussion = """
    A row IN_PROGRESS becomes BLOCKED; every other one becomes PENDING, without owner and
    start. DONE needs --force.
    """
  static let result = """
    `ID -> BLOCKED` from IN_PROGRESS, `ID -> PENDING` from the others, owner and start \
    cleared; note `replan:N`; DONE needs `--force`
    """
  static let examples = [
    Example("ops replan --id ORCH-001 --notes 'split into two'", "notes replan:split into two")
  ]
  static let options: [Option<ReplanCommand>] = [
    .row("the row", of: .all) { $1.id = $0 },
    .text("--notes", "N", "the reason, added to the notes") { $1.reason = $0 },
    .force("also when it is DONE") { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var reason = ""
  var force = false
  var itemID: String? { id }
  var endsWorker: Bool { true }

  func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.replan(id: id, reason: reason, force: force))
  }
}
