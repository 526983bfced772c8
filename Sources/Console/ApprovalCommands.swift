public import CommandLineKit
import Engine
public import Facts
public import QueueModel
public import Settings

/// `orch approve`: a person accepts the reports of rows.
public struct ApproveCommand: QueueCommand {
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
  public var settingsNeed: SettingsNeed { .writing(times: true) }
  public var itemID: String? { ids.count == 1 ? ids[0] : nil }

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    if ids.count != 1 { return try context.change(ids.map { ($0, Self.approval(of: $0)) }) }
    try context.taskQueue.perform(Self.approval(of: ids[0]), as: context.caller) {
      try context.show($0)
    }
    return .success
  }

  private static func approval(of id: String) -> Transition { .reply(.init(id: id, .approve)) }
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

  public func perform(
    in context: CommandContext, reporting report: (Decision) throws -> Void
  ) throws {
    try context.taskQueue.perform(
      .reply(.init(id: id, .reject(reason: reason))), as: context.caller, reporting: report)
  }
}
