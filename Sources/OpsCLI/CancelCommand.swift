import CommandLineKit
import CommandSupport
import Engine
import QueueModel

/// `ops cancel`: blocks an unfinished row, and ends its worker.
struct CancelCommand: TransitionCommand {
  static let name = "cancel"
  static let summary = "Stop an unfinished row: it becomes BLOCKED"
  static let discussion = """
    A worker that orch started for the row on this machine is ended, with all that it started:
    it is asked to, and killed when it takes longer than spawn.grace_seconds.
    """
  static let result = """
    `ID -> BLOCKED`, note `cancelled_by_operator`; refuses DONE and FAILED
    """
  static let examples = [
    Example("ops cancel --id ORCH-001", "notes cancelled_by_operator; ops retry takes it back")
  ]
  static let options: [Option<CancelCommand>] = [.row("the row", of: .unfinished) { $1.id = $0 }]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  /// The status of the row when a person confirmed this; `nil` without a question.
  var from: Status?
  var itemID: String? { id }
  var endsWorker: Bool { true }

  func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.cancel(id: id, from: from))
  }
}
