public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `ops cancel`: blocks an unfinished row, and ends its worker.
public struct Cancel: TransitionCommand {
  public static let name = "cancel"
  public static let summary = "Stop an unfinished row: it becomes BLOCKED"
  public static let discussion = """
    A worker that orch started for the row on this machine is ended, with all that it started:
    it is asked to, and killed when it takes longer than spawn.grace_seconds.
    """
  public static let result = """
    `ID -> BLOCKED`, note `cancelled_by_operator`; refuses DONE and FAILED
    """
  public static let examples = [
    Example("ops cancel --id ORCH-001", "notes cancelled_by_operator; ops retry takes it back")
  ]
  public static let options: [Option<Cancel>] = [.row("the row", of: .unfinished) { $1.id = $0 }]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  var id = ""
  /// The status of the row when a person confirmed this; `nil` without a question.
  var from: Status?
  public var itemID: String? { id }
  public var endsWorker: Bool { true }

  public init() {}

  public func transition(in context: CommandContext) throws -> Transition {
    .cancel(id: id, from: from)
  }
}
