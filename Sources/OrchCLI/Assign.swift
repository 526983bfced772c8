public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `orch assign`: gives an IN_PROGRESS row to another session.
public struct Assign: TransitionCommand {
  public static let name = "assign"
  public static let summary = "Give an IN_PROGRESS row to a session"
  public static let discussion = """
    The session is --owner-session. A row that has an owner changes hands only when --from
    names that owner, or with --force.
    """
  public static let result = "`ID -> S`; `S` is the session of `--owner-session`"
  public static let examples = [
    Example("orch assign --id ORCH-001 --owner-session worker-b --from worker-a", "hands it over")
  ]
  public static let options: [Option<Assign>] = [
    .row("the row", of: .inProgress) { $1.id = $0 },
    .value("--from", "OLD", "who must own it now", kind: .session) { $1.from = $0 },
    .force("whoever owns it now") { $0.force = true },
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  var id = ""
  var from: String?
  var force = false
  public var itemID: String? { id }
  /// Without force the worker itself hands it over.
  public var endsWorker: Bool { force }

  public init() {}

  public func transition(in context: CommandContext) throws -> Transition {
    let speaker = try context.namedSpeaker(hint: "name the session that gets the row")
    return .assign(id: id, to: speaker, from: from, force: force)
  }

  public func text(for item: QueueItem) -> String? {
    "\(item.id) -> \((item.ownerSession ?? "-").escaped)"
  }
}
