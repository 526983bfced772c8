import Door
import Model
import Runner
import Text
import Workers

/// `orch add`: a new row at the end of the table.
struct AddCommand: TransitionCommand {
  static let name = "add"
  static let summary = Sentence("Add a row", "행을 추가합니다")
  static let discussion = Sentence(
    """
    You can give the task without --task: orch add 'Fix the login'. The row is PENDING and goes to
    the end of the table. Line breaks, tabs and pipes in the texts become spaces and slashes; only
    pipes in proofs, such as grep: a|b in FILE, stay. You can repeat the options for criteria,
    notes, labels and --after.
    If a row has no success criteria, nothing can show that it is done, so a report on it waits for
    orch approve. A row with --after waits until the rows named there are DONE. If several rows have
    the same --idempotency-key, only the first row is worked on. When that row is DONE, orch pick
    closes the other rows as DONE, too. A text that is too long for a cell can be the row's brief: it
    is written to tasks/ID.md beside the queue, where people can edit it, and workers receive it
    with the task. A script that does not know whether its call succeeded can repeat the call with
    the same --key: the row is added only once. The repeated call prints the row again, even if the
    row has been finished, archived or removed since. A call with the same key and other fields is
    refused.
    """,
    """
    할 일은 --task 없이 쓸 수 있습니다: orch add 'Fix the login'. 행은 PENDING 상태로 표의 맨 끝에
    놓입니다. 텍스트의 줄 바꿈, 탭, 파이프는 공백과 슬래시가
    됩니다. 다만 grep: a|b in FILE 같은 증거의 파이프는 남습니다. 완료 기준, notes, 라벨, --after를 여러 번
    주면 모두 모읍니다. 완료 기준이 없는 행은 끝났음을 보일 수 없어, 보고서가 orch approve를 기다립니다.
    --after가 있는 행은 그 행들이 DONE이 될 때까지 기다립니다. --idempotency-key가 같은
    행은 첫 번째만 작업하고, 그것이 DONE이 되면 orch pick이 나머지도 DONE으로 닫습니다. 셀에
    담기에 긴 내용은 브리프입니다: 큐 옆의 tasks/ID.md에 쓰이며, 사람이 고칠 수 있고, 워커가
    받는 메시지에 들어갑니다. 호출이 성공했는지 모르는 스크립트는 같은 --key로 되풀이하면 됩니다. 행은 한
    번만 추가되고, 그사이 완료, 보관, 제거되었더라도 다시 출력됩니다. 같은 키로 필드가 다르면 거부합니다.
    """)
  static let result = """
    `Added ID`; without `--id`, ID is `PREFIX-NNN` with a number above every number used before
    """
  static let examples = [
    Example(
      "orch add 'Fix the login'",
      Sentence(
        "a P1 row without criteria; orch edit can add criteria",
        "완료 기준이 없는 P1 행. orch edit으로 기준을 더합니다")),
    Example(
      "orch add --priority P1 --task 'Update the README' --success-criteria 'README names the new flag'",
      Sentence("a row with the next free id", "다음 빈 id로 행을 추가")),
    Example(
      "orch add 'Fix the login' --key issue-812",
      Sentence("repeating the call with the same key adds nothing", "같은 키로 되풀이해도 추가하지 않습니다")),
    Example(
      "orch add --id REL-2 --priority P0 --task Release --success-criteria 'tag pushed' --after REL-1",
      Sentence("a row that waits for another", "다른 행을 기다리는 행")),
  ]
  static let options: [Option<AddCommand>] = [
    .value(
      "--id", "ID",
      Sentence(
        "the row's id; by default the next free PREFIX-NNN (id_prefix)",
        "행의 id. 없으면 id_prefix에 따라 다음 빈 PREFIX-NNN")
    ) { $1.new.id = $0 },
    .choice(
      "--priority", Sentence("how urgent the row is", "얼마나 급한지"), Priority.known.map(\.text),
      placeholder: "P0|P1|P2",
      fallback: Sentence(same: Priority.p1.text)
    ) { $1.new.priority = Priority($0) },
    .text("--task", "T", Sentence("what to do", "할 일")) { $1.new.task = $0 },
    .text(
      "--success-criteria", "C", Sentence("how to tell that it is done", "끝난 것을 알 수 있는 기준"),
      required: false, repeatable: true
    ) {
      $1.new.successCriteria = $1.new.successCriteria.gathering($0, by: "; ")
    },
    .text(
      "--criteria", "C", Sentence("the same", "같은 옵션"), required: false, repeatable: true
    ) {
      $1.new.successCriteria = $1.new.successCriteria.gathering($0, by: "; ")
    },
    .value(
      "--brief", "FILE|-",
      Sentence(
        "what a worker has to know, written to tasks/ID.md", "워커가 알아야 할 모든 것. tasks/ID.md로 씁니다"),
      kind: .file
    ) {
      $1.brief = $0
    },
    .due(
      Sentence(
        "when the row is due: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow, friday or 2d",
        "마감: 2026-11-30 18:00, 2026-11-30, 18:00, 내일, 금요일, 2d 형식")
    ) { (due, add) throws(InvalidValue) in try add.setDue(due) },
    .due(as: "--due", Sentence("the same", "같은 옵션")) { (due, add) throws(InvalidValue) in
      try add.setDue(due)
    },
    .due(
      as: "--not-before",
      Sentence(
        "the earliest start, in the formats of --due; a date means the start of that day",
        "배정할 수 있는 때. --due와 같은 형식이며 날짜는 그날의 시작")
    ) { $1.new.deferral = $0 },
    .value("--notes", "N", Sentence("what else to know", "그 밖에 알아 둘 것"), repeatable: true) {
      $1.new.notes = $1.new.notes.gathering($0, by: " / ")
    },
    .value(
      "--after", "ID",
      Sentence("a row that must be DONE first; several with commas", "먼저 DONE이 되어야 하는 행. 여럿이면 쉼표로"),
      repeatable: true,
      kind: .several(.row(.all))
    ) {
      $1.new.after += Dependencies.ids(in: $0)
    },
    .label(Sentence("a word to sort rows by; several with commas", "행을 분류하는 낱말. 여러 개는 쉼표로 구분")) {
      $1.new.labels += $0
    },
    .value(
      "--idempotency-key", "K",
      Sentence(
        "the key of the work: rows with the same key are done only once", "같은 작업인 행을 표시. 한 번만 합니다")
    ) {
      (text, add) throws(InvalidValue) in
      guard IdempotencyKey.isWellFormed(text) else {
        throw InvalidValue(.ruleOfIdempotencyKeys)
      }
      add.new.idempotencyKey = text
    },
    .value(
      "--key", "K",
      Sentence(
        "a name for this call; a call repeated with the same key adds nothing more",
        "이 호출의 이름. 같은 키로 되풀이하면 더 추가하지 않습니다")
    ) {
      (text, add) throws(InvalidValue) in
      guard let key = RequestKey(text) else { throw InvalidValue(RequestKey.rule) }
      add.key = key
    },
    .number(
      "--max-attempts", "N", Sentence("how many attempts the row may take", "시도할 수 있는 횟수"),
      in: 0...(.max),
      or: Settings.maxAttempts.description
    ) { $1.new.maxAttempts = $0 },
    .value(
      "--worker", "NAME",
      Sentence("the worker, one of workers in orch.json", "작업할 워커, orch.json의 workers 중 하나"),
      kind: .worker
    ) {
      $1.new.worker = $0
    },
    .value(
      "--timeout", "TIME",
      Sentence("how long an attempt may take: 90s, 30m, 2h", "시도 한 번의 제한 시간: 90s, 30m, 2h")
    ) {
      (text, add) throws(InvalidValue) in
      add.new.timeoutSeconds = try EditableField.timeout(text)
    },
    .value(
      "--repo", "NAME",
      Sentence(
        "the repository to work in, one of repositories in orch.json",
        "작업할 저장소, orch.json의 repositories 중 하나"), kind: .repository
    ) { $1.new.repository = $0 },
    .value(
      "--plan", "NAME", Sentence("the plan that the row belongs to", "행이 속하는 계획"), kind: .plan
    ) {
      (text, add) throws(InvalidValue) in
      try EditableField.checkPlan(text)
      add.new.plan = text
    },
    .choice(
      "--approval",
      Sentence(
        "let a person approve the start of the row, or its finished work",
        "시작을, 또는 끝난 작업을 사람이 승인합니다"),
      Approval.allCases.map(\.rawValue), placeholder: "start|done"
    ) { $1.new.approval = Approval(rawValue: $0) },
    .choice(
      "--on-failure",
      Sentence(
        "if it fails, start or cancel the rows that wait for it; by default they keep waiting",
        "실패하면 이 행을 기다리는 행을 시작하거나 취소합니다. 없으면 기다립니다"),
      FailurePolicy.allCases.map(\.rawValue), placeholder: "continue|cancel"
    ) { $1.new.failurePolicy = FailurePolicy(rawValue: $0) },
  ]

  static let positional: String? = "--task"

  var shared = SharedOptions()
  var new = Transition.NewItem(priority: .p1, task: "", successCriteria: "")
  var key: RequestKey?
  var brief: String?
  var itemID: String? { new.id }
  var settingsNeed: SettingsNeed {
    .writing(
      times: [new.due, new.deferral].contains { $0.map(EditableField.isRelative) ?? false },
      newIDs: new.id == nil)
  }

  static func advice(on mistakes: [UsageError], in arguments: [String]) -> Sentence? {
    let words = mistakes.compactMap { mistake -> String? in
      if case .unexpectedArgument(let word) = mistake { word } else { nil }
    }
    guard let first = words.first, let place = arguments.firstIndex(of: first), place > 1 else {
      return nil
    }
    let task = ([arguments[place - 1]] + words).joined(separator: " ")
    // The word before may be the value of an option.
    let isPlain = !task.contains("'") && !arguments[place - 2].hasPrefix("-")
    let line = "orch add '\(isPlain ? task : "TASK")'"
    return Sentence("put the task in quotes: \(line)", "할 일을 따옴표로 묶으십시오: \(line)")
  }

  private mutating func setDue(_ due: String?) throws(InvalidValue) {
    if let before = new.due, before != due { throw .besides(before) }
    new.due = due
  }

  func perform(in context: CommandContext, reporting report: (Decision) throws -> Void) throws {
    let brief = try brief.map { try context.brief(inFile: $0) }
    let decision = try add(with: brief, context.taskQueue, context.caller)
    if let item = decision.item { warn(of: item, in: context) }
    try report(decision)
  }

  /// A repeated call prints what the first call printed, with the row as it is now.
  private func add(
    with brief: String?, _ queue: TaskQueue, _ caller: Caller
  ) throws(Problem) -> Decision {
    guard let key else { return try queue.add(new, brief: brief, as: caller) }
    let added = try queue.add(new, brief: brief, key: key, as: caller)
    return added.rows.first.map { .change(ItemChange(.added, before: nil, after: $0)) }
      ?? .unchanged
  }

  private func warn(of item: QueueItem, in context: CommandContext) {
    for notice in new.notices(of: item) { context.show(notice) }
    if new.due != nil { context.noticePassedDue(of: item) }
    context.noticeMissingProofs([item])
  }

  func output(for item: QueueItem) -> Sentence? { .added(item.id) }
}

extension CommandContext {
  /// Reads a row's brief from a file; `-` is standard input.
  func brief(inFile name: String) throws -> String {
    let text = try input(name, .brief)
    if !text.contains(where: { !$0.isWhitespace }) {
      throw Problem.usage(
        "the brief is empty", "브리프가 비어 있습니다",
        hint: Sentence("leave --brief out if the row has no brief", "없으면 --brief를 빼십시오"))
    }
    if text.utf8.count > TaskMessage.briefLimit {
      let (bytes, limit) = (text.utf8.count, TaskMessage.briefLimit)
      warn(
        "the brief has \(bytes) bytes; a worker is sent the first \(limit)",
        "브리프가 \(bytes)바이트입니다. 워커는 앞의 \(limit)바이트만 받습니다")
    }
    return text
  }
}

extension Sentence {
  static func added(_ id: String) -> Sentence { Sentence("Added \(id)", "추가했습니다: \(id)") }
}
