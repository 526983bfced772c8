public import CommandLineKit
import Engine
public import Facts
public import QueueModel

/// `orch approve`: a person accepts the reports of rows.
public struct ApproveCommand: TransitionCommand {
  public static let name = "approve"
  public static let summary = "Accept the reports of rows that await approval: they become DONE"
  public static let discussion = """
    The report of a row without success criteria ends BLOCKED, with awaits=approval in the
    notes: without criteria only a person can decide that it is done.
    """
  public static let result = """
    `ID -> DONE` for each row. A row that is refused stops none of the others, and makes the status 1
    """
  public static var json: String { jsonOfSeveral }
  public static let examples = [
    Example("orch approve ORCH-001", "accepts what was reported"),
    Example("orch approve ORCH-001 ORCH-002", "the same for two rows"),
  ]
  public static let options: [Option<ApproveCommand>] = [
    .row("the row that awaits approval; several may be named", of: .stopped, repeatable: true) {
      if !$1.ids.contains($0) { $1.ids.append($0) }
    }
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  public var ids: [String] = []
  public var itemID: String? { ids.count == 1 ? ids[0] : nil }

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    if ids.count == 1 { return try runOnOneRow(in: context, endingWorker: endsWorker) }
    return try change(ids.map { ($0, .reply(.init(id: $0, .approve))) }, in: context)
  }

  public func perform(in context: CommandContext) throws -> Decision {
    try context.taskQueue.perform(.reply(.init(id: ids[0], .approve)), as: context.caller)
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
    try context.taskQueue.perform(
      .reply(.init(id: id, .reject(reason: reason))), as: context.caller)
  }
}
