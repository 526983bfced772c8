import CommandLineKit
import Console
import Engine
import Facts
import QueueModel
import QueueStore
import Representation
import Settings
import Shaping
import Wording

/// `orch undo`: takes back a row's last change, or the merge of a save.
struct UndoCommand: QueueCommand {
  static let name = "undo"
  static let summary = Sentence("Take the last change of a row back", "행의 마지막 변경을 되돌립니다")
  static let result =
    "`ID -> STATUS (took back COMMAND by WHO, TIME)`, or `ID is removed (…)`; with `--merge` "
    + "`took back the merge of TIME: A,B`"
  static let discussion = Sentence(
    """
    Without an id it is your own last change: the last one of your user's, or with
    --owner-session of that session's. Taking back is a change of its own, and the history
    keeps both; undoing again goes one further back. A row that was changed since is refused.
    With --merge it is what orch put back or kept when an editor saved the file: then the file is
    as it was saved, but for what happened since.
    """,
    """
    id가 없으면 자신의 마지막 변경입니다: 사용자의 마지막 변경, --owner-session이 있으면 그 세션의
    것입니다. 되돌리기도 하나의 변경이며 이력에는 둘 다 남습니다. 다시 되돌리면 그 이전의
    변경을 되돌립니다. 그 뒤에 바뀐 행은 거절합니다. --merge이면 편집기가 파일을 저장했을 때 orch가 되돌려
    놓거나 남긴 것입니다: 그러면 파일은 그 뒤에 일어난 일 말고는 저장된 대로입니다.
    """)
  static var answers: [any Shaped.Type] { [UndoAnswer.self, MergeUndone.self] }
  static let examples = [
    Example("orch undo", Sentence("takes back what you did last", "자신이 마지막에 한 일을 되돌립니다")),
    Example(
      "orch undo --id ORCH-001",
      Sentence(
        "takes back the row's last change; a session only its own", "행의 마지막 변경을 되돌립니다. 세션은 자신의 것만")),
    Example(
      "orch undo --merge",
      Sentence(
        "the file as it was saved, when a merge was not what you want",
        "병합이 원하던 것이 아닐 때, 저장된 그대로의 파일")),
  ]
  static let options: [Option<UndoCommand>] = [
    .row(
      Sentence("the row; else the one that you changed last", "행. 없으면 자신이 마지막으로 바꾼 행"), of: .all,
      required: false
    ) { $1.id = $0 },
    .flag(
      "--merge",
      Sentence(
        "take the last merge of a save back: the file is as it was saved",
        "저장의 마지막 병합을 되돌림: 파일은 저장된 대로 됩니다")
    ) {
      $0.isOfMerge = true
    },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: true) }
  var id: String?
  var isOfMerge = false
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    if isOfMerge { return try undoMerge(in: context) }
    guard
      case .change(let change) = try context.taskQueue.perform(.undo(id: id), as: context.caller),
      let undone = change.undoes
    else { return .success }
    if context.shared.isJSON {
      let zone = context.taskQueue.zoneOfJSON
      try context.print(UndoAnswer(change: ZonedChange(change, in: zone), undone: undone))
    } else {
      try context.print(output(change, undone))
    }
    return .success
  }

  private func output(_ change: ItemChange, _ undone: HistoryEntry) -> CommandOutput {
    let id = change.id.escaped
    guard let item = change.after else { return .removed(id: id, undone: undone.summary) }
    return .changed(id: id, status: item.status.rawValue, undone: undone.summary)
  }

  private func undoMerge(in context: CommandContext) throws -> ExitStatus {
    guard id == nil else {
      throw Problem.usage(.mergeOfOneRow)
    }
    let merge = try context.taskQueue.undoMerge(as: context.caller)
    if context.shared.isJSON {
      try context.print(MergeUndone(undone: merge.entry, ids: merge.rows.map(\.id)))
    } else {
      let ids = merge.rows.map(\.id.escaped).joined(separator: ",")
      try context.print(.mergeUndone(moment: merge.entry.moment, ids: ids))
    }
    return .success
  }
}

extension HistoryEntry {
  /// `done by me@4711, 2026-01-31 18:00`.
  fileprivate var summary: String { "\(command) by \(actor), \(moment)".escaped }
}

private struct UndoAnswer: Shaped {
  let change: ZonedChange
  let undone: HistoryEntry

  static var shapeName: StaticString { "undo" }
  static func shape(_ fields: inout Fields<UndoAnswer>) {
    fields.addAll { $0.change }
    fields.add("undone", \.undone, "what was taken back")
  }
}

private struct MergeUndone: Shaped {
  let undone: HistoryEntry
  let ids: [String]

  static var shapeName: StaticString { "undo --merge" }
  static func shape(_ fields: inout Fields<MergeUndone>) {
    fields.add("undone", \.undone, "the entry of the save")
    fields.add("ids", \.ids, "the rows that changed by it")
  }
}
