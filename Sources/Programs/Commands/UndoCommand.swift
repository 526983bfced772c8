import Door
import Model
import QueueStore
import Runner
import Text
import Worktrees

/// `orch undo`: takes back the caller's last command, a row's last change or the merge of a save.
struct UndoCommand: QueueCommand {
  static let name = "undo"
  static let summary = Sentence("Take your last command back", "자신의 마지막 명령을 되돌립니다")
  static let result =
    "`ID -> STATUS (took back COMMAND by WHO, TIME)` for each row, or `ID is removed (…)`; with "
    + "`--list` `time⇥command⇥ids`, and `⇥REASON` if it can't be taken back; with `--merge` `took back the merge of TIME: A,B`"
  static let discussion = Sentence(
    """
    Without an id, undo takes back the last command of your user or, with --owner-session, of that
    session. It takes back the command in all rows that the command changed, with their briefs, or
    in none. If one of the rows was changed since, nothing is taken back; --skip-changed takes back
    the command in the other rows. A claim, a report, and work that was merged or sent can't be
    taken back. If the last command is such a command, nothing changes, and earlier commands are not
    taken back either. What ticks and supervisors do is no command of yours, and a command that
    changed no row, such as fmt, does not count. --list shows your commands, the last one first, and
    why one can't be taken back. With an id it takes back only the last change of that row. Taking
    back is itself a change, and the history keeps both changes; another undo takes back the command
    before. If the worker of a row was ended, the row waits for a new worker. --merge takes back what
    orch put back or kept when it merged an editor's save: then the file is as the editor saved it,
    apart from later changes.
    """,
    """
    id를 쓰지 않으면 자신의 마지막 명령을, --owner-session을 쓰면 그 세션의 마지막 명령을 되돌립니다. 그
    명령이 바꾼 행을 브리프까지 모두 되돌리거나, 하나도 되돌리지 않습니다. 그 뒤에 바뀐 행이 있으면 아무것도
    되돌리지 않으며, --skip-changed를 쓰면 나머지 행만 되돌립니다. 배정, 보고, 병합하거나 보낸 작업은
    되돌릴 수 없습니다. 마지막 명령이 그런 명령이면 아무것도 바뀌지 않고, 그 전의 명령도 되돌리지 않습니다.
    틱과 감독 프로세스가 한 일은 자신의 명령이 아니며, fmt처럼 행을 바꾸지 않은 명령은 세지 않습니다.
    --list는 자신의 명령을 마지막 것부터, 되돌릴 수 없으면 그 이유와 함께 보여 줍니다. id를 쓰면 그 행의
    마지막 변경만 되돌립니다. 되돌리기도 하나의 변경이며 이력에는 둘 다 남습니다. 다시 되돌리면 그 이전의
    명령을 되돌립니다. 워커가 끝난 행은 다른 워커를 기다립니다. --merge는 편집기가 저장한 파일을 병합할 때
    orch가 되돌려 놓거나 남긴 것을 되돌립니다. 파일은 그 뒤의 변경을 빼면 편집기가 저장한 그대로가 됩니다.
    """)
  static var answers: [any Shaped.Type] {
    [UndoAnswer.self, CommandUndone.self, UndoableCommands.self, MergeUndone.self]
  }
  static let examples = [
    Example("orch undo", Sentence("takes your last command back", "자신의 마지막 명령을 되돌립니다")),
    Example("orch undo --list", Sentence("the commands that could be taken back", "되돌릴 수 있는 것")),
    Example(
      "orch undo --id ORCH-001",
      Sentence(
        "takes back the row's last change; a session can take back only its own changes",
        "행의 마지막 변경을 되돌립니다. 세션은 자신의 것만")),
    Example(
      "orch undo --merge",
      Sentence(
        "restores the file as the editor saved it, if the merge was wrong",
        "병합이 원하던 것이 아닐 때, 저장된 그대로의 파일")),
  ]
  static let options: [Option<UndoCommand>] = [
    .row(
      Sentence("only the last change of this row", "이 행의 마지막 변경만"), of: .all,
      required: false
    ) { $1.id = $0 },
    .flag(
      "--list",
      Sentence("show what could be taken back, the last command first", "되돌릴 수 있는 것을 마지막 명령부터 보여 줌")
    ) {
      $0.isListing = true
    },
    .value(
      "--limit", also: "-n", "N",
      Sentence(
        "with --list only the last N commands; 20 by default", "--list에서 마지막 N개의 명령만, 없으면 20개")
    ) {
      (text, undo) throws(InvalidValue) in
      guard let limit = Int(text), limit > 0 else {
        throw InvalidValue(Sentence("use a number of 1 or more", "1 이상의 수를 쓰십시오"))
      }
      undo.limit = limit
    },
    .flag(
      "--skip-changed",
      Sentence("leave out rows that were changed since", "그 뒤에 바뀐 행은 그대로 둠")
    ) {
      $0.skipsChanged = true
    },
    .flag(
      "--merge",
      Sentence(
        "take back the last merge of a save: the file is then as it was saved",
        "저장의 마지막 병합을 되돌림: 파일은 저장된 대로 됩니다")
    ) {
      $0.isOfMerge = true
    },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { isListing ? .reading : .writing(times: true) }
  var id: String?
  var isListing = false
  var limit = 20
  var skipsChanged = false
  var isOfMerge = false
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    guard [id != nil, isListing, skipsChanged, isOfMerge].count(where: { $0 }) < 2 else {
      throw id != nil && isOfMerge
        ? Problem.usage(
          "--merge takes back the merge of a whole save, not of one row",
          "--merge는 한 행이 아니라 저장 전체의 병합을 되돌립니다", hint: Sentence("leave the id out", "id를 빼십시오"))
        : Problem.usage(
          "an id, --list, --skip-changed and --merge can't be combined",
          "id, --list, --skip-changed, --merge는 함께 쓸 수 없습니다",
          hint: Sentence("use one of them", "하나만 쓰십시오"))
    }
    if isOfMerge { return try undoMerge(in: context) }
    if isListing { return try list(in: context) }
    guard let id else { return try undoCommand(in: context) }
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

  private func undoCommand(in context: CommandContext) throws -> ExitStatus {
    let work = try context.taskQueue.undo(
      UndoneCommand(skipsChanged: skipsChanged), as: context.caller)
    let undone = work.changes.compactMap { change in change.undoes.map { (change, $0) } }
    if context.shared.isJSON {
      let zone = context.taskQueue.zoneOfJSON
      let answers = undone.map { UndoAnswer(change: ZonedChange($0, in: zone), undone: $1) }
      if answers.count == 1, work.skipped.isEmpty {
        try context.print(answers[0])
      } else {
        try context.print(CommandUndone(changes: answers, skipped: work.skipped))
      }
      return .success
    }
    for (change, entry) in undone { try context.print(output(change, entry)) }
    for id in work.skipped {
      try context.print(
        "\(id.escaped) was changed since, and stays as it is", "\(id.escaped): 그 뒤에 바뀌어 그대로 둡니다")
    }
    return .success
  }

  private func list(in context: CommandContext) throws -> ExitStatus {
    let commands = try context.taskQueue.commandsToUndo(as: context.caller).prefix(limit)
    if context.shared.isJSON {
      try context.print(UndoableCommands(commands: commands.map(UndoableCommands.Command.init)))
      return .success
    }
    for command in commands {
      guard let last = command.entries.last else { continue }
      let ids = command.ids.map(\.escaped)
      let shown = ids.prefix(Self.mostIDs).joined(separator: ",")
      let rest = ids.count > Self.mostIDs ? ",… (\(ids.count))" : ""
      let line = "\(last.moment)\t\(last.command.escaped)\t\(shown)\(rest)"
      let reason = command.reason.map { "\t\($0.name(context.language))" } ?? ""
      try context.print(line + reason)
    }
    return .success
  }

  /// The most ids that are listed for one command.
  private static let mostIDs = 8

  private func output(_ change: ItemChange, _ undone: HistoryEntry) -> Sentence {
    let id = change.id.escaped
    if change.changesBrief, !change.changesCells {
      return Sentence("took back the brief of \(id)", "\(id)의 설명을 되돌렸습니다")
    }
    guard let item = change.after else {
      return Sentence(
        "\(id) is removed (took back \(undone.summary))",
        "\(id): 제거했습니다 (되돌린 변경: \(undone.summary))")
    }
    return Sentence(
      "\(id) -> \(item.status.rawValue) (took back \(undone.summary))",
      "\(id) -> \(item.status.rawValue) (되돌린 변경: \(undone.summary))")
  }

  private func undoMerge(in context: CommandContext) throws -> ExitStatus {
    let merge = try context.taskQueue.undoMerge(as: context.caller)
    if context.shared.isJSON {
      try context.print(MergeUndone(undone: merge.entry, ids: merge.rows.map(\.id)))
    } else {
      let ids = merge.rows.map(\.id.escaped).joined(separator: ",")
      try context.print(
        "took back the merge of \(merge.entry.moment): \(ids.isEmpty ? "no row changed" : ids)",
        "\(merge.entry.moment)의 병합을 되돌렸습니다: \(ids.isEmpty ? "바뀐 행 없음" : ids)")
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
    fields.add("undone", \.undone, "the change that was taken back")
  }
}

private struct CommandUndone: Shaped {
  let changes: [UndoAnswer]
  let skipped: [String]

  static var shapeName: StaticString { "undo of several rows" }
  static func shape(_ fields: inout Fields<CommandUndone>) {
    fields.add("changes", \.changes, "what became of the rows, and what was taken back of each")
    fields.add("skipped", \.skipped, "the rows that stay, because they were changed since")
  }
}

private struct UndoableCommands: Shaped {
  let commands: [Command]

  struct Command: Shaped {
    let command: UndoableCommand

    static var shapeName: StaticString { "command to undo" }
    static func shape(_ fields: inout Fields<Command>) {
      fields.add("command", { $0.command.entries.last?.command ?? "" }, "the subcommand")
      fields.add("ts", { $0.command.entries.last?.time ?? "" }, "when, in ISO 8601")
      fields.add("ids", \.command.ids, "the rows that the command changed")
      fields.add(
        "can_undo", { $0.command.reason == nil },
        "false for a claim, a report, and work that was merged or sent; only the undo finds out whether its rows were changed since"
      )
      fields.add(
        "why_not", \.command.reason?.code,
        "`claim`, `report`, `renaming`, or `landed` for merged or sent work; null for other commands"
      )
    }
  }

  static var shapeName: StaticString { "undo --list" }
  static func shape(_ fields: inout Fields<UndoableCommands>) {
    fields.add("commands", \.commands, "your commands that were not taken back, the last one first")
  }
}

private struct MergeUndone: Shaped {
  let undone: HistoryEntry
  let ids: [String]

  static var shapeName: StaticString { "undo --merge" }
  static func shape(_ fields: inout Fields<MergeUndone>) {
    fields.add("undone", \.undone, "the entry of the save")
    fields.add("ids", \.ids, "the rows that changed when the merge was taken back")
  }
}
