import Door
import Model
import Runner
import Text

extension EditCommand {
  static let options: [Option<EditCommand>] = [
    .value(
      "--id", "ID",
      Sentence(
        "the row, or several rows; with --line, the row and its new id",
        "행. 여럿을 지정할 수 있습니다. --line이 있으면 새 id도"), required: true,
      repeatable: true, kind: .row(.all)
    ) { $1.ids.append($0) },
    .field("--task", "T", Sentence("what to do", "할 일"), .task),
    .field(
      "--success-criteria", "C", Sentence("how to tell that it is done", "끝난 것을 알 수 있는 기준"),
      .successCriteria),
    .field("--criteria", "C", Sentence("the same", "같은 옵션"), .successCriteria),
    .choice(
      "--priority", Sentence("how urgent the row is", "얼마나 급한지"), Priority.known.map(\.text),
      placeholder: "P0|P1|P2"
    ) { $1.texts[.priority] = $0 },
    .field(
      "--due", "T",
      Sentence(
        "when the row is due: 2026-11-30 18:00, 2026-11-30, 18:00, tomorrow, friday or 2d",
        "마감: 2026-11-30 18:00, 2026-11-30, 18:00, 내일, 금요일, 2d 형식"), .dueAt),
    .field("--due-at-kst", "T", Sentence("the same", "같은 옵션"), .dueAt),
    .field(
      "--not-before", "T",
      Sentence(
        "the earliest start, in the formats of --due; a date means the start of that day",
        "배정할 수 있는 때. --due와 같은 형식이며 날짜는 그날의 시작"), .notBefore),
    .field(
      "--after", "ID",
      Sentence(
        "the rows that must be DONE first, separated by commas", "먼저 DONE이 되어야 하는 행. 쉼표로 나눕니다"),
      .after,
      kind: .several(.row(.all))),
    .field("--notes", "N", Sentence("what else to know", "그 밖에 알아 둘 것"), .notes),
    .field(
      "--label", "LABELS",
      Sentence("words to sort rows by, separated by commas", "행을 분류하는 낱말, 쉼표로 구분"),
      .labels, kind: .several(.label)),
    .value(
      "--brief", "FILE|-",
      Sentence(
        "what a worker has to know, written to tasks/ID.md", "워커가 알아야 할 모든 것. tasks/ID.md로 씁니다"),
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
      Sentence("the paths that the work changes, separated by commas", "작업이 바꾸는 경로. 쉼표로 나눕니다"),
      .touches),
    .field(
      "--max-attempts", "N", Sentence("how many attempts the row may take", "시도할 수 있는 횟수"),
      .maxAttempts),
    .field(
      "--worker", "NAME",
      Sentence("the worker, one of workers in orch.json", "작업할 워커, orch.json의 workers 중 하나"),
      .worker, kind: .worker),
    .field(
      "--timeout", "TIME",
      Sentence("how long an attempt may take: 90s, 30m, 2h", "시도 한 번의 제한 시간: 90s, 30m, 2h"),
      .timeout),
    .field(
      "--repo", "NAME",
      Sentence(
        "the repository to work in, one of repositories in orch.json",
        "작업할 저장소, orch.json의 repositories 중 하나"), .repository, kind: .repository),
    .field(
      "--plan", "NAME", Sentence("the plan that the row belongs to", "행이 속하는 계획"), .plan,
      kind: .plan),
    .field(
      "--approval", "start|done",
      Sentence(
        "let a person approve the start of the row, or its finished work",
        "시작을, 또는 끝난 작업을 사람이 승인합니다"),
      .approval, kind: .words(Approval.allCases.map(\.rawValue))),
    .field(
      "--on-failure", "continue|cancel",
      Sentence(
        "if it fails, start or cancel the rows that wait for it; by default they keep waiting",
        "실패하면 이 행을 기다리는 행을 시작하거나 취소합니다. 없으면 기다립니다"),
      .onFailure, kind: .words(FailurePolicy.allCases.map(\.rawValue))),
    .value(
      "--changes", "FILE|-",
      Sentence(
        "all changes as JSON, each with its old and its new text", "모든 변경을 JSON으로, 본 텍스트부터 새 텍스트까지"),
      kind: .file
    ) {
      $1.changes = $0
    },
    .flag("--editor", Sentence("edit all fields as a form", "모든 필드를 양식으로 고칩니다")) {
      $0.usesEditor = true
    },
    .number(
      "--line", "N",
      Sentence("the line of the row, if several rows have its id", "여러 행의 id가 같을 때 그 행의 줄"),
      in: 1...(.max)
    ) { $1.line = $0 },
    .force(Sentence("even while another session works on the row", "다른 세션이 작업 중이어도")) {
      $0.force = true
    },
  ]
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
  /// The text that separates the values of a repeated option; `nil` for a field with one value.
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
