public import CommandLineKit
public import CommandSupport
public import QueueModel

/// `orch release`: makes an IN_PROGRESS row PENDING again.
public struct Release: TransitionCommand {
  public static let name = "release"
  public static let summary = "Hand an IN_PROGRESS row back, so that anybody may pick it"
  public static let result = "`ID -> PENDING`"
  public static let examples = [
    Example("orch release --id ORCH-001 --owner-session worker-a", "its owner hands it back"),
    Example("orch release ORCH-001 --force", "frees a row whose owner is gone"),
  ]
  public static let options: [Option<Release>] = [
    .row("the row", of: .inProgress) { $1.id = $0 },
    .force("whoever owns it") { $0.force = true },
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  var id = ""
  var force = false
  public var itemID: String? { id }
  /// Without force the worker itself releases it.
  public var endsWorker: Bool { force }

  public init() {}

  public func transition(in context: CommandContext) throws -> Transition {
    .release(id: id, force: force)
  }
}
