import CommandLineKit
import CommandSupport
import Engine
import QueueModel

/// `ops retry`: puts a FAILED or BLOCKED row back to PENDING.
struct RetryCommand: TransitionCommand {
  static let name = "retry"
  static let summary = "Take a FAILED or BLOCKED row back to PENDING"
  static let result = """
    `ID -> PENDING` from FAILED or BLOCKED, owner and start cleared; note `retry_requested`; a \
    permanent failure, or a row whose attempts are used up, needs `--force`
    """
  static let examples = [
    Example("ops retry --id ORCH-001", "notes retry_requested"),
    Example("ops retry ORCH-001 --force", "also a failure that was called permanent"),
  ]
  static let options: [Option<RetryCommand>] = [
    .row("the row", of: .stopped) { $1.id = $0 },
    .force("also when its failure is permanent, or its attempts are used up") { $0.force = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var force = false
  var itemID: String? { id }

  func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.retry(id: id, force: force))
  }
}
