public import CommandLineKit
public import CommandSupport
public import Engine
public import QueueModel

/// `orch restore`: brings a deleted row back.
public struct Restore: TransitionCommand {
  public static let name = "restore"
  public static let summary = "Bring back a row that was deleted"
  public static let result = "`ID -> STATUS`: the row stands where it stood"
  public static let discussion = """
    The row comes back as it was, where it stood. What was deleted in an editor is known
    when orch had changed the table before; orch history lists it.
    """
  public static let examples = [
    Example("orch restore --id ORCH-001", "the row stands in the table again")
  ]
  public static let options: [Option<Restore>] = [
    .value("--id", "ID", "the row", required: true, kind: .deletedRow) { $1.id = $0 }
  ]
  public static let positional: String? = "--id"

  public var shared = SharedOptions()
  var id = ""
  public var itemID: String? { id }

  public init() {}

  public func transition(in context: CommandContext) throws -> Transition {
    .restore(id: id)
  }

  public func perform(_ transition: Transition, on queue: Queue) throws -> Decision {
    try RestoreWork(queue: queue)(id: id)
  }
}
