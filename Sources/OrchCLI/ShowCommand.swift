import CommandLineKit
import CommandSupport
import JSON

/// `orch show`: prints one row, with all that belongs to it.
struct ShowCommand: QueueCommand {
  static let name = "show"
  static let summary = "Show one row: its fields, what it waits for, who has it, its history"
  static let result =
    "every field, what the row waits for, its attempts, its lease, its history"
  static let json = """
    item: item
    waits_for: list of blocker, what a PENDING row waits for
    history: list of entry, the changes of the row, oldest first
    brief: text or null, the file with its brief
    evidence: text or null, the folder with its reports and proofs
    log: text or null, the log of its worker
    """
  static let examples = [
    Example("orch show --id ORCH-001", "everything about a row"),
    Example("orch show ORCH-001 --json | jq .waits_for", "what keeps it waiting, for a script"),
  ]
  static let options: [Option<ShowCommand>] = [.row("the row to show", of: .all) { $1.id = $0 }]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var id = ""

  func run(in context: CommandContext) throws -> ExitStatus {
    let view = try context.view(ofRow: id)
    if context.shared.isJSON {
      try context.print(view.json)
    } else if context.isOnTerminal {
      let screen = view.screen(width: context.width, context.paint, try context.ages())
      try context.write(screen)
    } else {
      try context.write(view.text(context.paint))
    }
    return .success
  }
}
