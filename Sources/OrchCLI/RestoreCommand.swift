import CommandLineKit
import Console
import Engine
import Facts
import QueueModel

/// `orch restore`: brings a deleted row back.
struct RestoreCommand: TransitionCommand {
  static let name = "restore"
  static let summary = "Bring back a row that was deleted"
  static let result = "`ID -> STATUS`: the row stands where it stood"
  static let discussion = """
    The row comes back as it was, where it stood. What was deleted in an editor is known
    when orch had changed the table before; orch history lists it. Attempts that ops gc
    moved beside the archive come back, too.
    """
  static let examples = [
    Example("orch restore --id ORCH-001", "the row stands in the table again")
  ]
  static let options: [Option<RestoreCommand>] = [
    .value("--id", "ID", "the row", required: true, kind: .deletedRow) { $1.id = $0 }
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id = ""
  var itemID: String? { id }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    try report(context.taskQueue.restore(id, as: context.caller))
  }
}
