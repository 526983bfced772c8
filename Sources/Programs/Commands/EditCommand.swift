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
    Only the named fields change; an empty text and - clear one that may be empty. --notes
    replaces what people wrote, and --label the labels; with --append both are added to what is
    there. Other fields in the notes stay. With --editor the row is a form in VISUAL, EDITOR or
    vi; one that is left as it is changes nothing. --changes reads what changes as --json prints
    it, and changes all or nothing: a field that has neither the text of from nor that of to is
    refused. Status and owner are changed by other commands. A session may not edit the row that
    another one works on. An id never changes, but for one that several rows have: --line says
    which row gets a new one. The others keep the id with all that waits for it; the brief is
    copied.
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
    `Edited ID`, then `FIELD: OLD -> NEW` for each changed field; `ID is unchanged` where nothing \
    changes
    """
  static var answers: [any Shaped.Type] { [EditAnswer.self, SeveralAnswers<EditAnswer>.self] }
  static let examples = [
    Example(
      "orch edit ORCH-001 --priority P0 --due '2026-02-01 18:00'",
      Sentence("only these two change", "이 둘만 바뀝니다")),
    Example(
      "orch edit ORCH-001 --after ORCH-002 --notes -",
      Sentence("waits for another; has no notes", "다른 행을 기다리고, notes를 비웁니다")),
    Example(
      "orch edit ORCH-001 ORCH-002 --priority P0",
      Sentence("the same change of two rows", "두 행을 똑같이 고칩니다")),
    Example(
      "orch edit ORCH-001 --append --notes 'see the log of 3 May'",
      Sentence("adds to the notes", "notes에 덧붙입니다")),
    Example(
      "orch edit ORCH-001 ORCH-002 --append --label ui",
      Sentence("one more label of each", "행마다 라벨을 하나 더합니다")),
    Example(
      "orch edit ORCH-001 --changes - < changes.json",
      Sentence("what was changed since is not overwritten", "그사이에 바뀐 것은 덮어쓰지 않습니다")),
    Example("orch edit ORCH-001 --editor", Sentence("the row as a form", "행을 양식으로")),
    Example(
      "orch edit ORCH-001 --brief - < prompt.md",
      Sentence("a brief for a row without one", "브리프가 없는 행에 브리프를 줍니다")),
    Example(
      "orch edit ORCH-001 --line 12 --id ORCH-009",
      Sentence("where two rows have one id, line 12's is new", "두 행의 id가 같을 때 12번째 줄의 행에 새 id를 줍니다")
    ),
  ]
  static let options: [Option<EditCommand>] = [
    .value(
      "--id", "ID",
      Sentence(
        "the row; several may be named; with --line its new id, too",
        "행. 여럿을 지정할 수 있습니다. --line이 있으면 새 id도"), required: true,
      repeatable: true, kind: .row(.all)
    ) { $1.ids.append($0) },
    .field("--task", "T", Sentence("what is to be done", "할 일"), .task),
    .field(
      "--success-criteria", "C", Sentence("how one sees that it is done", "끝난 것을 알 수 있는 기준"),
      .successCriteria),
    .field("--criteria", "C", Sentence("the same", "같은 옵션"), .successCriteria),
    .choice(
      "--priority", Sentence("how urgent it is", "얼마나 급한지"), Priority.known.map(\.text),
      placeholder: "P0|P1|P2"
    ) { $1.texts[.priority] = $0 },
    .field(
      "--due", "T",
      Sentence(
        "when it is due: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow or 2d",
        "마감: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow, 2d 형식"), .dueAt),
    .field("--due-at-kst", "T", Sentence("the same", "같은 옵션"), .dueAt),
    .field(
      "--not-before", "T",
      Sentence(
        "when it may be handed out, in the words of --due; a day from its beginning on",
        "배정할 수 있는 때. --due와 같은 형식이며 날짜는 그날의 시작"), .notBefore),
    .field(
      "--after", "ID",
      Sentence("the rows that must be DONE first, with commas", "먼저 DONE이 되어야 하는 행. 쉼표로 나눕니다"),
      .after,
      kind: .several(.row(.all))),
    .field("--notes", "N", Sentence("what else to know", "그 밖에 알아 둘 것"), .notes),
    .field(
      "--label", "LABELS", Sentence("words to sort rows by, with commas", "행을 분류하는 낱말, 쉼표로 구분"),
      .labels, kind: .several(.label)),
    .value(
      "--brief", "FILE|-",
      Sentence("all that a worker has to know, as tasks/ID.md", "워커가 알아야 할 모든 것. tasks/ID.md로 씁니다"),
      kind: .file
    ) {
      $1.brief = $0
    },
    .flag(
      "--append",
      Sentence("add to notes and labels instead of replacing them", "notes와 라벨을 대신하지 않고 덧붙임")
    ) { $0.appends = true },
    .field(
      "--touches", "PATHS",
      Sentence("the paths that work on it changes, with commas", "작업이 바꾸는 경로. 쉼표로 나눕니다"), .touches),
    .field(
      "--max-attempts", "N", Sentence("how many attempts it may take", "시도할 수 있는 횟수"), .maxAttempts),
    .field(
      "--worker", "NAME",
      Sentence("who does the work, of workers in orch.json", "작업할 워커, orch.json의 workers 중 하나"),
      .worker, kind: .worker),
    .field(
      "--timeout", "TIME",
      Sentence("how long an attempt may take: 90s, 30m, 2h", "시도 한 번의 제한 시간: 90s, 30m, 2h"),
      .timeout),
    .field(
      "--repo", "NAME",
      Sentence(
        "where it is worked, of repositories in orch.json",
        "작업할 저장소, orch.json의 repositories 중 하나"), .repository, kind: .repository),
    .field(
      "--plan", "NAME", Sentence("the plan that it belongs to", "행이 속하는 계획"), .plan, kind: .plan),
    .field(
      "--approval", "start|done",
      Sentence(
        "a person approves its start, or its work once it is done", "시작을, 또는 끝난 작업을 사람이 승인합니다"),
      .approval, kind: .words(Approval.allCases.map(\.rawValue))),
    .field(
      "--on-failure", "continue|cancel",
      Sentence(
        "if it fails: the rows that wait for it start, or are cancelled; else they wait",
        "실패하면 이 행을 기다리는 행을 시작하거나 취소합니다. 없으면 기다립니다"),
      .onFailure, kind: .words(FailurePolicy.allCases.map(\.rawValue))),
    .value(
      "--changes", "FILE|-",
      Sentence(
        "all changes as JSON, each from the text that was seen", "모든 변경을 JSON으로, 본 텍스트부터 새 텍스트까지"),
      kind: .file
    ) {
      $1.changes = $0
    },
    .flag("--editor", Sentence("edit all fields as a form", "모든 필드를 양식으로 고칩니다")) {
      $0.usesEditor = true
    },
    .number(
      "--line", "N",
      Sentence("the line of the row, where several rows have its id", "여러 행의 id가 같을 때 그 행의 줄"),
      in: 1...(.max)
    ) { $1.line = $0 },
    .force(Sentence("also while another session works on it", "다른 세션이 작업 중이어도")) {
      $0.force = true
    },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  /// The row, as a word or `--id`, and with `line` its new id, as `--id`.
  var ids: [String] = []
  var line: Int?
  fileprivate(set) var texts: [EditableField: String] = [:]
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
    if appends, !isAppendable { throw Problem.usage(.appendOfFields) }
    if ids.count > 1 { return try editSeveral(in: context) }
    let outcome: EditedRow
    if usesEditor {
      guard texts.isEmpty, brief == nil else { throw Problem.usage(.editorWithFields) }
      outcome = try editAsForm(in: context)
    } else {
      guard !texts.isEmpty || brief != nil else { throw Problem.usage(.nothingToEdit) }
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
    guard isAlone, ids.count == 1 else { throw Problem.usage(.changesWithOthers) }
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

  /// Makes the same change to several rows.
  private func editSeveral(in context: CommandContext) throws -> ExitStatus {
    if usesEditor { throw Problem.usage(.editorWithRows) }
    if brief != nil { throw Problem.usage(.briefWithRows) }
    guard !texts.isEmpty else { throw Problem.usage(.nothingToEdit) }
    let (policy, zone) = (try context.taskQueue.policy(), context.taskQueue.zoneOfJSON)
    let headings = try context.taskQueue.timeHeadings()
    func outcome(_ decision: Decision) -> EditedRow {
      EditedRow(decision, of: edit(of: decision.itemID ?? ""), policy)
    }
    var notices: [RowNotice] = []
    let results = try context.taskQueue.edit(ids.map { edit(of: $0) }, as: context.caller)
    try context.show(
      results, answers: { [EditAnswer(outcome($0), in: zone)] },
      lines: { decision in
        let outcome = outcome(decision)
        notices += outcome.notices
        return [outcome.output.sentence(context.language)] + outcome.lines(headings)
      })
    for notice in notices { context.show(notice) }
    try results.check()
    return .success
  }

  private func rename(inLine line: Int, _ context: CommandContext) throws {
    guard texts.isEmpty, brief == nil, !usesEditor else {
      throw Problem.usage(.fieldsOfRename)
    }
    guard ids.count == 2 else { throw Problem.usage(ids.count < 2 ? .noNewID : .twoIDs) }
    let newID = ids[1]
    try context.taskQueue.rename(id, inLine: line, to: newID, as: context.caller)
    guard context.shared.isJSON else {
      return try context.print(.renamed(line: line, from: id.escaped, to: newID.escaped))
    }
    let item = try context.taskQueue.row(newID)
    try context.print(
      EditAnswer(renamed: item, from: id, in: context.taskQueue.zoneOfJSON))
  }
}

extension EditedRow {
  fileprivate var output: CommandOutput {
    let id = (decision.itemID ?? "").escaped
    return changes.isEmpty && newBrief == nil ? .asItWas(id: id) : .edited(id: id)
  }

  /// A line for each changed field.
  fileprivate func lines(_ headings: TimeHeadings) -> [String] {
    changes.map { "\($0.field.name(headings)): \($0.from ?? "-") -> \($0.to ?? "-")".escaped }
      + (newBrief.map { ["brief: \($0)".escaped] } ?? [])
  }
}

extension EditableField {
  /// Whether `--append` can add to it.
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

extension Option<EditCommand> {
  fileprivate static func field(
    _ name: String, _ placeholder: String, _ help: Sentence, _ field: EditableField,
    kind: ValueKind = .text
  ) -> Self {
    .value(name, placeholder, help, repeatable: field.separator != nil, kind: kind) {
      (text, command) throws(InvalidValue) in
      let value = try field.value(text)
      guard let before = command.texts[field], before != value else {
        command.texts[field] = value
        return
      }
      guard let separator = field.separator else {
        throw .besides(before)
      }
      command.texts[field] = [before, value].filter { !$0.isEmpty }.joined(separator: separator)
    }
  }
}

extension EditableField {
  /// What stands between the values of a repeated option; `nil` for a field with one value.
  fileprivate var separator: String? {
    switch self {
    case .successCriteria: "; "
    case .notes: " / "
    case .labels, .after, .touches: ","
    case .task, .priority, .dueAt, .notBefore, .maxAttempts, .worker, .timeout, .repository, .plan,
      .approval, .onFailure:
      nil
    }
  }
}
