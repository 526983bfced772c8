import Door
import Model
import Runner
import Text
import Worktrees

/// `orch edit`: changes what people write in a row.
struct EditCommand: QueueCommand {
  static let name = "edit"
  static let summary = Sentence("Change the fields of rows", "행의 필드를 고칩니다")
  static let discussion = Sentence(
    """
    Only the fields that you name change. An empty text or - clears a field that may be empty.
    --notes replaces the notes that people wrote, and --label replaces the labels; with --append
    both add to the existing ones. Other fields in the notes stay. --editor opens the row as a form
    in VISUAL, EDITOR or vi; an unchanged form changes nothing. --changes reads changes in the
    format that --json prints and makes all of them or none. A change is refused if the present text
    of the field is neither the change's from nor its to. Other commands change status and owner. A
    session may not edit a row that another session works on. An id can change only if several rows
    have it: then --line names the row that gets a new id. The other rows keep the id, and rows that
    wait for this id still wait for them; the brief is copied.
    """,
    """
    지정한 필드만 바뀝니다. 빈 텍스트와 -는 비어도 되는 필드를 비웁니다. --notes는 사람이 쓴 것을,
    --label은 라벨을 바꾸며, --append가 있으면 둘 다 덧붙입니다. notes에 있는 다른 필드는 남습니다.
    --editor를 주면 행이 VISUAL, EDITOR 또는 vi의 양식이 되며, 그대로 두면 아무것도 바뀌지 않습니다.
    --changes는 --json이 출력하는 형식으로 변경을 읽어 전부 바꾸거나 아무것도 바꾸지 않습니다. 텍스트가
    from과도 to와도 다른 필드가 있으면 거부합니다. 상태와 소유자는 다른 명령이 바꿉니다.
    세션은 다른 세션이 작업 중인 행을 고칠 수 없습니다. id는 바뀌지 않지만, 여러 행의 id가 같으면
    --line으로 새 id를 받을 행을 정합니다. 나머지 행은 id와 그것을 기다리는 행을 그대로 두고,
    브리프는 복사됩니다.
    """)
  static let result = """
    `Edited ID`, then `FIELD: OLD -> NEW` for each changed field; `ID is unchanged` if nothing \
    changes
    """
  static var answers: [any Shaped.Type] { [EditAnswer.self, SeveralAnswers<EditAnswer>.self] }
  static let examples = [
    Example(
      "orch edit ORCH-001 --priority P0 --due '2026-02-01 18:00'",
      Sentence("changes only these two fields", "이 둘만 바뀝니다")),
    Example(
      "orch edit ORCH-001 --after ORCH-002 --notes -",
      Sentence("makes it wait for another row, and clears the notes", "다른 행을 기다리고, notes를 비웁니다")),
    Example(
      "orch edit ORCH-001 ORCH-002 --priority P0",
      Sentence("the same change to two rows", "두 행을 똑같이 고칩니다")),
    Example(
      "orch edit ORCH-001 --append --notes 'see the log of 3 May'",
      Sentence("adds to the notes", "notes에 덧붙입니다")),
    Example(
      "orch edit ORCH-001 ORCH-002 --append --label ui",
      Sentence("adds a label to each row", "행마다 라벨을 하나 더합니다")),
    Example(
      "orch edit ORCH-001 --changes - < changes.json",
      Sentence("does not overwrite what changed since", "그사이에 바뀐 것은 덮어쓰지 않습니다")),
    Example("orch edit ORCH-001 --editor", Sentence("the row as a form", "행을 양식으로")),
    Example(
      "orch edit ORCH-001 --brief - < prompt.md",
      Sentence("a brief for a row without one", "브리프가 없는 행에 브리프를 줍니다")),
    Example(
      "orch edit ORCH-001 --line 12 --id ORCH-009",
      Sentence(
        "if two rows have the same id, the one in line 12 gets a new id",
        "두 행의 id가 같을 때 12번째 줄의 행에 새 id를 줍니다")
    ),
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  /// The rows; with `line`, the row and then its new id.
  var ids: [String] = []
  var line: Int?
  var texts: [EditableField: String] = [:]
  var changes: String?
  var usesEditor = false
  var appends = false
  var brief: String?
  var force = false
  private var id: String { ids.first ?? "" }
  var itemID: String? { id }
  var settingsNeed: SettingsNeed {
    .writing(
      times: changes != nil
        || [.dueAt, .notBefore].contains { texts[$0].map(EditableField.isRelative) ?? false })
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    if let changes {
      try print(edit(by: changes, in: context), in: context)
      return .success
    }
    if let line {
      try rename(inLine: line, context)
      return .success
    }
    let isAppendable = brief == nil && !usesEditor && texts.keys.allSatisfy(\.isAppendable)
    if appends, !isAppendable {
      throw Problem.usage(
        "--append adds to notes and labels only", "--append는 notes와 label에만 더합니다",
        hint: Sentence("change the other fields without it", "다른 필드는 --append 없이 바꾸십시오"))
    }
    if ids.count > 1 { return try editSeveral(in: context) }
    let outcome: EditedRow
    if usesEditor {
      guard texts.isEmpty, brief == nil else {
        throw Problem.usage(
          "--editor can't be combined with options that set fields",
          "--editor는 필드를 지정하는 옵션과 함께 쓸 수 없습니다", hint: .leaveOneOut)
      }
      outcome = try editAsForm(in: context)
    } else {
      guard !texts.isEmpty || brief != nil else { throw Problem.nothingToEdit }
      let brief = try brief.map(context.brief(inFile:))
      outcome = try context.taskQueue.edit(edit(of: id), brief: brief, as: context.caller)
    }
    try print(outcome, in: context)
    return .success
  }

  private func print(_ outcome: EditedRow, in context: CommandContext) throws {
    if context.shared.isJSON {
      try context.print(EditAnswer(outcome, in: context.taskQueue.zoneOfJSON))
    } else {
      try context.print(outcome.output)
      for line in outcome.lines(try context.taskQueue.timeHeadings()) { try context.print(line) }
    }
    for notice in outcome.notices { context.show(notice) }
  }

  private func edit(by changes: String, in context: CommandContext) throws -> EditedRow {
    let isAlone = texts.isEmpty && brief == nil && !usesEditor && line == nil && !appends
    guard isAlone, ids.count == 1 else {
      throw Problem.usage(
        "--changes already sets all changes of one row", "--changes는 한 행의 모든 변경을 지정합니다",
        hint: Sentence("leave the other options and rows out", "다른 옵션과 행을 빼십시오"))
    }
    let text = try context.input(changes, .changes)
    return try context.taskQueue.edit(
      id, FieldChanges(parsing: Array(text.utf8)), force: force, as: context.caller)
  }

  private func edit(of id: String, _ texts: [EditableField: String]? = nil) -> Transition.Edit {
    Transition.Edit(id: id, texts ?? self.texts, appends: appends, force: force)
  }

  private func editAsForm(in context: CommandContext) throws -> EditedRow {
    let queue = context.taskQueue
    try queue.checkWritable()
    let (item, policy) = (try queue.row(id), try queue.policy())
    let form = EditForm(
      item, head: item.formHead.map { $0(context.language) }, policy, try queue.timeHeadings())
    return try form.edit(in: context) { texts in
      var edit = edit(of: id, texts)
      for field in texts.keys { edit.seen[field] = field.text(of: item, policy) ?? "" }
      return try queue.edit(edit, as: context.caller)
    } ?? EditedRow(unchanged: item)
  }

  private func editSeveral(in context: CommandContext) throws -> ExitStatus {
    if usesEditor {
      throw Problem.usage(
        "--editor edits only one row", "--editor는 한 행만 보여 줍니다",
        hint: Sentence("name one row, or set fields with options", "행 하나를 지정하거나 필드를 지정하십시오"))
    }
    if brief != nil {
      throw Problem.usage(
        "--brief sets the brief of one row only", "--brief는 한 행의 것입니다",
        hint: Sentence("name one row", "행 하나를 지정하십시오"))
    }
    guard !texts.isEmpty else { throw Problem.nothingToEdit }
    let (policy, zone) = (try context.taskQueue.policy(), context.taskQueue.zoneOfJSON)
    let headings = try context.taskQueue.timeHeadings()
    func outcome(_ decision: Decision) -> EditedRow {
      EditedRow(decision, of: edit(of: decision.itemID ?? ""), policy)
    }
    var (notices, edited): ([RowNotice], [QueueItem]) = ([], [])
    let results = try context.taskQueue.edit(ids.map { edit(of: $0) }, as: context.caller)
    try context.show(
      results, answers: { [EditAnswer(outcome($0), in: zone)] },
      lines: { decision in
        let outcome = outcome(decision)
        notices += outcome.notices
        if texts[.dueAt] != nil, let item = decision.item { edited.append(item) }
        return [outcome.output(context.language)] + outcome.lines(headings)
      })
    for notice in notices { context.show(notice) }
    for item in edited { context.noticePassedDue(of: item) }
    try results.check()
    return .success
  }

  static func advice(on mistakes: [UsageError], in arguments: [String]) -> Sentence? {
    let namesStatus = mistakes.contains {
      if case .unknownOption("--status", _) = $0 { true } else { false }
    }
    return namesStatus
      ? Sentence(
        "a status is changed by orch done, fail, block and release, and by ops retry and cancel",
        "상태는 orch done, fail, block, release와 ops retry, cancel로 바꿉니다") : nil
  }

  private func rename(inLine line: Int, _ context: CommandContext) throws {
    guard texts.isEmpty, brief == nil, !usesEditor else {
      throw Problem.usage(
        "--line can change only the id", "--line은 id만 바꿉니다",
        hint: Sentence("leave the other fields out", "다른 필드를 빼십시오"))
    }
    guard ids.count == 2 else {
      throw ids.count < 2
        ? Problem.usage(
          "--line needs the new id of the row", "--line의 행에 줄 다른 id가 없습니다",
          hint: Sentence("add --id NEW", "--id NEW로 지정하십시오"))
        : Problem.usage(
          "--line changes the id of one row only", "--line은 한 행의 줄입니다",
          hint: Sentence("name that row's id and its new id", "그 행의 id와 새 id를 지정하십시오"))
    }
    let newID = ids[1]
    try context.taskQueue.rename(id, inLine: line, to: newID, as: context.caller)
    guard context.shared.isJSON else {
      return try context.print(
        "Line \(line): \(id.escaped) -> \(newID.escaped)",
        "\(line)번째 줄: \(id.escaped) -> \(newID.escaped)")
    }
    let item = try context.taskQueue.row(newID)
    try context.print(
      EditAnswer(renamed: item, from: id, in: context.taskQueue.zoneOfJSON))
  }
}

extension Problem {
  fileprivate static var nothingToEdit: Problem {
    .usage(
      "there is nothing to change", "바꿀 것이 없습니다",
      hint: Sentence(
        "name a field, such as --priority P0, or use --editor",
        "--priority P0처럼 필드를 지정하거나 --editor를 쓰십시오"))
  }
}

extension EditedRow {
  fileprivate var output: Sentence {
    let id = (decision.itemID ?? "").escaped
    return changes.isEmpty && newBrief == nil
      ? Sentence("\(id) is unchanged", "\(id): 바뀐 것이 없습니다")
      : Sentence("Edited \(id)", "고쳤습니다: \(id)")
  }

  fileprivate func lines(_ headings: TimeHeadings) -> [String] {
    changes.map { "\($0.field.name(headings)): \($0.from ?? "-") -> \($0.to ?? "-")".escaped }
      + (newBrief.map { ["brief: \($0)".escaped] } ?? [])
  }
}

extension EditableField {
  fileprivate var isAppendable: Bool {
    switch self {
    case .notes, .labels: true
    case .task, .successCriteria, .priority, .dueAt, .notBefore, .after, .touches, .maxAttempts,
      .worker,
      .timeout, .repository, .plan, .approval, .onFailure:
      false
    }
  }
}

extension QueueItem {
  /// The lines above the fields of the form in which the row is edited.
  fileprivate var formHead: [Sentence] {
    let row = "\(id.escaped), \(status.rawValue)"
    return [
      Sentence(
        "\(row): change the text after the colons, save, and leave the editor.",
        "\(row): 콜론 뒤의 내용을 고치고 저장한 뒤 편집기를 끝내십시오."),
      Sentence(
        "An unchanged form changes nothing; an empty text or - clears a field.",
        "그대로 두면 아무것도 바뀌지 않습니다. 빈 텍스트나 -는 필드를 비웁니다."),
    ]
  }
}
