import CommandLineKit
import CommandSupport
import Engine
import QueueModel

/// `orch approve`: a person accepts the report of a row.
struct ApproveCommand: TransitionCommand {
  static let name = "approve"
  static let summary = "Accept the report of a row that awaits approval: it becomes DONE"
  static let discussion = """
    The report of a row without success criteria ends BLOCKED, with awaits=approval in the
    notes: without criteria only a person can decide that it is done.
    """
  static let result = "`ID -> DONE`"
  static let examples = [Example("orch approve ORCH-001", "accepts what was reported")]
  static let options: [Option<ApproveCommand>] = [
    .row("the row that awaits approval", of: .stopped) { $1.id = $0 }
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var itemID: String? { id }

  func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.reply(.init(id: id, .approve)))
  }
}

/// `orch reject`: a person sends a row back.
struct RejectCommand: TransitionCommand {
  static let name = "reject"
  static let summary = "Send back a row that awaits approval, with a reason"
  static let discussion = """
    The row becomes PENDING, no attempt is counted, and the reason stands in the notes that the
    next worker reads.
    """
  static let result = "`ID -> PENDING`"
  static let examples = [
    Example("orch reject ORCH-001 --reason 'the page has no title'", "sends it back")
  ]
  static let options: [Option<RejectCommand>] = [
    .row("the row that awaits approval", of: .stopped) { $1.id = $0 },
    .text("--reason", "R", "what is missing") { $1.reason = $0 },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var reason = ""
  var itemID: String? { id }

  func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.reply(.init(id: id, .reject(reason: reason))))
  }
}
