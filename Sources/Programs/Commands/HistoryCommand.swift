import Door
import Model
import Plans
import QueueStore
import Runner
import Text

/// `orch history`: the changes of the queue or of one row.
struct HistoryCommand: QueueCommand {
  static let name = "history"
  static let summary = Sentence("Show who changed what, and when", "누가 언제 무엇을 바꿨는지 보여 줍니다")
  static let result =
    "one change per line, newest last: `time⇥id⇥command⇥who⇥what changed`; on a terminal a table "
    + "with the changed words of long texts"
  static let discussion = Sentence(
    """
    Prints a line for each change, newest last: time, id, command, who, and the cells that changed
    or a fact, such as the end of a plan, separated by tabs. On a terminal it is an aligned table,
    in which a changed long text is shown as [-words that went-] and {+new words+}. 'external_edit'
    is a save by another program. 'Who' is the session, or user@host if there is no session.
    --conflicts shows only conflicts: texts that both a save and a command changed. ops status
    counts the conflicts until you have seen them.
    """,
    """
    변경마다 한 줄이며 최신이 마지막입니다: 시각, id, 명령, 누가, 바뀐 셀이나 계획의 끝 같은 사실을
    탭으로 나누고, 터미널에서는 열을 맞춘 표로 보여 주며, 바뀐 긴 텍스트는 [-사라진 단어-]와
    {+새 단어+}로 보여 줍니다. 'external_edit'은 다른 프로그램의 저장입니다. 누가 바꿨는지는 세션으로, 없으면 user@host로
    적습니다. --conflicts이면 저장과 명령이 함께 바꾼 것만 보여 줍니다. ops status는 보여 줄 때까지
    그것을 셉니다.
    """)
  static var answers: [any Shaped.Type] { [HistoryAnswer.self] }
  static let examples = [
    Example("orch history --limit 20", Sentence("the last twenty changes", "마지막 스무 개의 변경")),
    Example("orch history ORCH-001", Sentence("what happened to one row", "한 행에 있었던 일")),
    Example(
      "orch history --since 2h --who worker-a",
      Sentence("what a session did in the last two hours", "한 세션이 지난 두 시간 동안 한 일")),
    Example(
      "orch history --conflicts",
      Sentence(
        "the texts that were kept and dropped when saves were merged", "저장을 병합할 때 무엇 대신 무엇을 남겼는지")),
    Example(
      "orch history --json | jq -r '.entries[] | select(.command == \"done\") | .id'",
      Sentence("the finished rows, for a script", "끝난 것. 스크립트에서")),
  ]
  static let options: [Option<HistoryCommand>] = [
    .row(Sentence("only this row", "이 행만"), of: .all, required: false) { $1.filter.id = $0 },
    .value("--limit", also: "-n", "N", Sentence("only the last N changes", "마지막 N개의 변경만")) {
      (text, history) throws(InvalidValue) in
      guard let limit = Int(text), limit > 0 else {
        throw InvalidValue(Sentence("use a number of 1 or more", "1 이상의 수를 쓰십시오"))
      }
      history.filter.limit = limit
    },
    .since { $1.filter.since = $0 },
    .value(
      "--who", "NAME",
      Sentence(
        "only changes by this session or person; for user@host, user is enough",
        "이 세션이나 사람의 변경만. user@host에서 user만 써도 됩니다"),
      kind: .session
    ) { $1.filter.who = $0 },
    .ofPlan { $1.plan = $0 },
    .value(
      "--trace", "ID",
      Sentence("only changes by commands with this trace id", "이 추적 id를 가진 명령의 변경만")
    ) { $1.filter.trace = $0 },
    .flag(
      "--full",
      Sentence(
        "show whole texts, old and new, on a terminal, too; other output always has them",
        "터미널에서 이전 텍스트와 새 텍스트 전체. 다른 곳에서는 언제나 전체입니다")
    ) {
      $0.isFull = true
    },
    .flag(
      "--conflicts",
      Sentence(
        "only the texts that were kept and dropped when a save was merged",
        "저장을 병합할 때 무엇 대신 무엇을 남겼는지만")
    ) {
      $0.filter.onlyConflicts = true
    },
  ]
  static let positional: String? = "--id"
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var filter = HistoryFilter()
  var plan: String?
  var isFull = false

  func run(in context: CommandContext) throws -> ExitStatus {
    // The conflicts are read before the history: conflicts recorded later are not shown, so they
    // stay unread.
    let edits = (try? context.taskQueue.store())?.externalEdits
    let conflicts = try? edits?.recordedConflicts()
    var filter = filter
    filter.plan = try plan.map { ($0, try context.taskQueue.ids(ofPlan: $0)) }
    if context.shared.isJSON {
      try context.print(listNamed: "entries") { element in
        try visit(filter, context) { entry in try element { entry.write(to: &$0) } }
      }
    } else if context.isOnTerminal {
      try context.write(try screen(context.taskQueue.history(matching: filter), context))
    } else {
      let headings = try context.taskQueue.timeHeadings()
      try visit(filter, context) { try context.print(line($0, headings)) }
    }
    if edits?.hasUnrecordedEdit ?? false {
      context.warn(
        "the file was edited since; the next change records the edit",
        "그 뒤에 파일이 편집되었습니다. 다음 변경이 그 편집을 기록합니다")
    }
    if filter.onlyConflicts, !filter.isPart, let edits, let conflicts {
      do { try edits.markConflictsRead(conflicts) } catch {
        let problem = Problem(error)
        context.warn(
          "ops status still counts these: \(problem.message)",
          "ops status가 계속 셉니다: \(problem.sentence.korean)")
      }
    }
    return .success
  }

  /// Passes the changes to `show`, one at a time, so that memory does not grow with the history.
  private func visit(
    _ filter: HistoryFilter, _ context: CommandContext, _ show: (HistoryEntry) throws -> Void
  ) throws {
    var failure: (any Error)?
    try context.taskQueue.visitHistory(matching: filter) { entry in
      if failure != nil { return }
      do { try show(entry) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private func line(_ entry: HistoryEntry, _ headings: TimeHeadings) -> String {
    let cells = [
      entry.moment, entry.id ?? "-", entry.command, entry.actor, entry.changes(headings),
    ]
    return cells.map { $0.onOneLine }.joined(separator: "\t")
  }

  private func screen(
    _ entries: [HistoryEntry], _ context: CommandContext
  ) throws -> String {
    if entries.isEmpty {
      let output: Sentence =
        filter.onlyConflicts
        ? Sentence("No conflicts", "충돌이 없습니다") : Sentence("No changes", "변경이 없습니다")
      return output(context.language) + "\n"
    }
    let screen = HistoryScreen(
      entries: entries, ages: try context.ages(),
      headings: try context.taskQueue.timeHeadings(), isFull: isFull, language: context.language)
    return screen.text(width: context.width, context.paint)
  }
}

extension String {
  /// The text with spaces in place of tabs, because tabs separate the fields of a line.
  var onOneLine: String {
    let tab = UInt8(ascii: "\t")
    guard utf8.contains(tab) else { return self }
    return String(decoding: utf8.map { $0 == tab ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }
}
