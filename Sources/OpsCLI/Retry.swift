public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `ops retry`: puts a FAILED or BLOCKED row back to PENDING.
public struct Retry: TransitionCommand {
  public static let name = "retry"
  public static let summary = "Take a FAILED or BLOCKED row back to PENDING"
  public static let result = """
    `ID -> PENDING` from FAILED or BLOCKED, owner and start cleared; note `retry_requested`; a \
    permanent failure, or a row whose attempts are used up, needs `--force`
    """
  public static let examples = [
    Example("ops retry --id ORCH-001", "notes retry_requested"),
    Example("ops retry ORCH-001 --force", "also a failure that was called permanent"),
  ]
  public static let options: [Option<Retry>] = [
    .row("the row", of: .stopped) { $1.id = $0 },
    .force("also when its failure is permanent, or its attempts are used up") { $0.force = true },
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  var id = ""
  var force = false
  public var itemID: String? { id }

  public init() {}

  public func transition(in context: CommandContext) throws -> Transition {
    .retry(id: id, force: force)
  }
}
