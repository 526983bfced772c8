import Door
import Model
import Runner
import Text
import Worktrees

/// `orch rm`: removes rows, which `orch restore` brings back.
struct RemoveCommand: QueueCommand {
  static let name = HistoryEntry.removeCommand
  static let summary = Sentence(
    "Remove rows; orch restore brings them back", "행을 제거합니다. orch restore로 되살립니다")
  static let discussion = Sentence(
    """
    All of the rows are removed, or none. A row that is IN_PROGRESS or that other rows wait for is
    removed only with --force, which also ends its worker, as ops cancel does. The brief tasks/ID.md
    stays, and no other row gets the id.
    """,
    """
    모두 제거하거나 하나도 제거하지 않습니다. IN_PROGRESS 행과 다른 행이 기다리는 행은 --force가
    없으면 남습니다. --force를 주면 제거하고 그 워커를 ops cancel처럼 종료합니다. 브리프
    tasks/ID.md는 남고, 다른 행은 그 id를 받지 않습니다.
    """)
  static let result = "`Removed ID` for each row; with `--dry-run` `would remove ID`"
  static var answers: [any Shaped.Type] { [RemoveAnswer.self] }
  static let examples = [
    Example(
      "orch rm ORCH-001 ORCH-002",
      Sentence(
        "removes both; orch restore ORCH-001 brings one back",
        "둘 다 제거. orch restore ORCH-001로 하나를 되살립니다"
      )),
    Example("orch rm ORCH-001 --dry-run", Sentence("whether the row can be removed", "제거할 수 있는지")),
  ]
  static let options: [Option<RemoveCommand>] = [
    .value(
      "--id", "ID", Sentence("a row; separate several with spaces or commas", "행. 여럿이면 단어나 쉼표로"),
      required: true, repeatable: true,
      kind: .several(.row(.all))
    ) { (text, command) throws(InvalidValue) in
      let ids = Dependencies.ids(in: text)
      guard !ids.isEmpty else {
        throw InvalidValue(Sentence("it must not be empty", "비워 둘 수 없습니다"))
      }
      command.ids += ids
    },
    .force(
      Sentence(
        "remove even a row that is IN_PROGRESS or that others wait for",
        "IN_PROGRESS 행과 다른 행이 기다리는 행도")
    ) { $0.force = true },
    .dryRun { $0.isDryRun = true },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var ids: [String] = []
  var force = false
  var isDryRun = false
  var itemID: String? { ids.first }
  /// A dry run is not logged, so figures do not count it.
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
      try context.print(
        RemoveAnswer(removed: rows.map { ZonedItem($0, in: zone) }, isDryRun: isDryRun))
    } else {
      for row in rows {
        try context.print(
          "\(isDryRun ? "would remove" : "Removed") \(row.id.escaped)",
          "\(isDryRun ? "제거하게 됩니다" : "제거했습니다"): \(row.id.escaped)")
      }
    }
  }
}

private struct RemoveAnswer: Shaped {
  let removed: [ZonedItem]
  let isDryRun: Bool

  static var shapeName: StaticString { "rm" }
  static func shape(_ fields: inout Fields<RemoveAnswer>) {
    fields.add("removed", \.removed, "the removed rows, as they were")
    fields.add("dry_run", \.isDryRun, "whether it is a dry run")
  }
}
