import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation
import Settings

/// `orch rm`: removes rows, which `orch restore` brings back.
struct RemoveCommand: QueueCommand {
  static let name = HistoryEntry.removeCommand
  static let summary = "Remove rows; orch restore brings each back"
  static let discussion = """
    All of them go, or none. A row IN_PROGRESS and one for which others wait stay, unless with
    --force; its worker is then ended, as by ops cancel. The brief tasks/ID.md
    stays, and no other row gets the id.
    """
  static let result = "`Removed ID` for each row; with `--dry-run` `would remove ID`"
  static let json = """
    removed: list of item, as the rows were
    dry_run: true or false, whether it is a dry run
    """
  static let examples = [
    Example("orch rm ORCH-001 ORCH-002", "both go; orch restore ORCH-001 brings one back"),
    Example("orch rm ORCH-001 --dry-run", "whether it may go"),
  ]
  static let options: [Option<RemoveCommand>] = [
    .value(
      "--id", "ID", "a row; several as words or with commas", required: true, repeatable: true,
      kind: .several(.row(.all))
    ) { (text, command) throws(InvalidValue) in
      let ids = Dependencies.ids(in: text)
      guard !ids.isEmpty else { throw InvalidValue("it must not be empty") }
      command.ids += ids
    },
    .force("also a row IN_PROGRESS, and one for which others wait") { $0.force = true },
    .dryRun { $0.isDryRun = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var ids: [String] = []
  var force = false
  var isDryRun = false
  var itemID: String? { ids.first }
  /// What is only tried counts in no figure.
  var isLoggedRun: Bool { !isDryRun }
  var settingsNeed: SettingsNeed { .writing(times: false) }

  func run(in context: CommandContext) throws -> ExitStatus {
    let removal = Transition.remove(ids, force: force)
    if isDryRun {
      try show(context.taskQueue.preview(removal, as: context.caller), in: context)
    } else {
      try context.taskQueue.perform(removal, as: context.caller) { try show($0, in: context) }
    }
    return .success
  }

  private func show(_ decision: Decision, in context: CommandContext) throws {
    let rows = decision.changes.compactMap(\.before)
    if context.shared.isJSON {
      let zone = context.taskQueue.zoneOfJSON
      try context.print([
        "removed": .array(rows.map { $0.json(in: zone) }), "dry_run": .bool(isDryRun),
      ])
    } else {
      for row in rows {
        try context.print(.removedRow(id: row.id.escaped, isDryRun: isDryRun))
      }
    }
  }
}
