public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `ops replan`: blocks a row in progress, or puts another one back to PENDING.
public struct Replan: TransitionCommand {
  public static let name = "replan"
  public static let summary = "Take a row out of the work in hand, with a reason"
  public static let discussion = """
    A row IN_PROGRESS becomes BLOCKED; every other one becomes PENDING, without owner and
    start. DONE needs --force.
    """
  public static let result = """
    `ID -> BLOCKED` from IN_PROGRESS, `ID -> PENDING` from the others, owner and start \
    cleared; note `replan:N`; DONE needs `--force`
    """
  public static let examples = [
    Example("ops replan --id ORCH-001 --notes 'split into two'", "notes replan:split into two")
  ]
  public static let options: [Option<Replan>] = [
    .row("the row", of: .all) { $1.id = $0 },
    .text("--notes", "N", "the reason, added to the notes") { $1.reason = $0 },
    .force("also when it is DONE") { $0.force = true },
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  var id = ""
  var reason = ""
  var force = false
  public var itemID: String? { id }
  public var endsWorker: Bool { true }

  public init() {}

  public func transition(in context: CommandContext) throws -> Transition {
    .replan(id: id, reason: reason, force: force)
  }
}
