public import CommandLineKit
import Engine
public import QueueModel

/// `orch approve`: a person accepts the report of a row.
public struct ApproveCommand: TransitionCommand {
  public static let name = "approve"
  public static let summary = "Accept the report of a row that awaits approval: it becomes DONE"
  public static let discussion = """
    The report of a row without success criteria ends BLOCKED, with awaits=approval in the
    notes: without criteria only a person can decide that it is done.
    """
  public static let result = "`ID -> DONE`"
  public static let examples = [Example("orch approve ORCH-001", "accepts what was reported")]
  public static let options: [Option<ApproveCommand>] = [
    .row("the row that awaits approval", of: .stopped) { $1.id = $0 }
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  public var id = ""
  public var itemID: String? { id }

  public init() {}

  public func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.reply(.init(id: id, .approve)))
  }
}

/// `orch reject`: a person sends a row back.
public struct RejectCommand: TransitionCommand {
  public static let name = "reject"
  public static let summary = "Send back a row that awaits approval, with a reason"
  public static let discussion = """
    The row becomes PENDING, no attempt is counted, and the reason stands in the notes that the
    next worker reads.
    """
  public static let result = "`ID -> PENDING`"
  public static let examples = [
    Example("orch reject ORCH-001 --reason 'the page has no title'", "sends it back")
  ]
  public static let options: [Option<RejectCommand>] = [
    .row("the row that awaits approval", of: .stopped) { $1.id = $0 },
    .text("--reason", "R", "what is missing") { $1.reason = $0 },
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  public var id = ""
  public var reason = ""
  public var itemID: String? { id }

  public init() {}

  public func perform(in context: CommandContext) throws -> Decision {
    try context.queue().perform(.reply(.init(id: id, .reject(reason: reason))))
  }
}
