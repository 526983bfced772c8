import Door
import Intake
import Model
import Runner
import Text

/// `orch intake`: turns a request in plain words into rows.
struct IntakeCommand: QueueCommand {
  static let name = "intake"
  static let summary = Sentence("Turn a request in plain words into rows", "말로 쓴 요청을 행으로 바꿉니다")
  static let discussion = Sentence(
    """
    plan shows the rows and needs no queue; submit adds all of them in one change, or none. Each
    entry of a list becomes a row, unless it is checked off; other text is divided where one task
    ends and another begins. A request for one task becomes one row; with --phases, or --parallel
    above 1, it becomes phases that wait for each other. If the request states a sequence, each row
    waits for the one before it. Words such as "urgent" and "by tomorrow 18:00" set the priority and
    the due time of a row, unless an option sets these. A request with invisible characters is
    refused, and the error says where they are.
    """,
    """
    plan은 행을 보여 주며 큐가 필요 없습니다. submit은 모두 한 번에 추가하거나 하나도 추가하지
    않습니다. 목록의 항목은 각각 한 행이 되고, 다른 글은 작업이 끝나고 시작하는 곳에서 나눕니다.
    작업 하나인 요청은 한 행입니다. --phases를 주거나 --parallel이 1보다 크면 서로를 기다리는
    단계들이 됩니다. 체크된 항목은 작업이 아닙니다. 요청에 순서가 적혀 있으면 각 행이 앞 행을
    기다립니다. "긴급", "내일 18:00까지" 같은 말은 옵션이 없는 한 그 행의 우선순위와 마감이
    됩니다. 보이지 않는 문자가 있는 요청은 그 위치와 함께 거절합니다.
    """)
  static let result = """
    plan: `request: …`, `parallel: N`, then `1. TASK` lines; submit: `created=N ids=A,B,C`, then \
    a line `1. ID | TASK` for each row
    """
  static var answers: [any Shaped.Type] { [PlanAnswer.self, SubmittedPlan.self] }
  static let examples = [
    Example(
      "orch intake plan --request 'Fix the login, update the docs, and bump the version'",
      Sentence("shows what would be added", "무엇이 추가될지")),
    Example(
      "orch intake submit --from tasks.txt --priority P0", Sentence("a list in a file", "파일에 든 목록")),
  ]
  static let options: [Option<IntakeCommand>] = [
    .choice(
      "ACTION", Sentence("what to do with the request", "요청으로 할 일"),
      Action.allCases.map(\.rawValue), required: true
    ) { $1.chosen = Action(rawValue: $0) ?? .plan },
    .value(
      "--request", "TEXT|-",
      Sentence("what to do; - reads standard input", "할 일. -는 표준 입력을 읽습니다")
    ) {
      $1.request = $0
    },
    .value("--from", "FILE", Sentence("a file with the request", "할 일이 적힌 파일"), kind: .file) {
      $1.file = $0
    },
    .number(
      "--parallel", "N",
      Sentence("divide a single task into at most N phases", "작업 하나를 최대 이만큼의 단계로 나눔"),
      in: 1...(.max)
    ) { $1.parallel = $0 },
    .flag(
      "--phases",
      Sentence(
        "divide a single task into phases, as --parallel 3 does", "작업 하나를 단계로 나눔. --parallel 3과 같음")
    ) { $0.inPhases = true },
    .choice(
      "--priority",
      Sentence(
        "how urgent the rows are; by default as the request says, else P1",
        "행의 우선순위. 없으면 요청에 적힌 대로, 그것도 없으면 P1"),
      Priority.known.map(\.text), placeholder: "P0|P1|P2"
    ) { $1.priority = Priority($0) },
    .due(
      Sentence(
        "when the rows are due, as for orch add; by default as the request says",
        "행의 마감. orch add와 같은 형식이며, 없으면 요청에 적힌 대로")
    ) {
      $1.due = $0
    },
    .text(
      "--success-criteria", "C",
      Sentence("how to tell that each row is done", "각각이 끝난 것을 알 수 있는 기준"), required: false
    ) {
      $1.criteria = $0
    },
    .flag(
      "--allow-hidden",
      Sentence("accept a request with hidden characters", "보이지 않는 문자가 있는 요청도 받음")
    ) {
      $0.allowsHidden = true
    },
  ]
  static let action: String? = "ACTION"

  enum Action: String, CaseIterable {
    case plan, submit
  }

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .writing(times: true, newIDs: chosen == .submit) }
  var chosen = Action.plan
  var request: String?
  var file: String?
  var parallel: Int?
  var inPhases = false
  var priority: Priority?
  var due: String?
  var criteria: String?
  var allowsHidden = false
  var isDry: Bool {
    switch chosen {
    case .plan: true
    case .submit: false
    }
  }

  func run(in context: CommandContext) throws -> ExitStatus {
    let now = try context.taskQueue.now()
    let plan = IntakePlan(
      request: try text(in: context), parallel: parallel, inPhases: inPhases, now: now,
      priority: priority,
      due: due.flatMap { QueueTime(due: $0, at: now) }, criteria: criteria)
    guard !plan.rows.isEmpty else {
      throw Problem.emptyRequest
    }
    if let dropped = plan.droppedPhases { context.warn(dropped) }
    switch chosen {
    case .plan: try plan.show(in: context)
    case .submit: try submit(plan, context)
    }
    return .success
  }

  private func submit(_ plan: IntakePlan, _ context: CommandContext) throws {
    let items = try context.taskQueue.add(
      plan.rows, inSequence: plan.isSequence, as: context.caller)
    if context.shared.isJSON {
      try context.print(
        SubmittedPlan(plan: plan, items: items, zone: context.taskQueue.zoneOfJSON))
    } else {
      try context.print(added: items)
    }
    for notice in items.flatMap(\.malformedProofs) { context.show(notice) }
    context.noticeMissingProofs(items)
  }

  /// The request, from an argument, a file or standard input.
  private func text(in context: CommandContext) throws -> String {
    let text: String
    switch (request, file) {
    case (let request?, nil): text = request == "-" ? try context.input("-", .request) : request
    case (nil, let file?): text = try context.input(file, .request)
    case (nil, nil):
      throw Problem.usage(
        "there is no request", "요청이 없습니다",
        hint: Sentence(
          "give it with --request, or in a file with --from", "--request로 적거나 --from으로 파일을 지정하십시오"))
    case (.some, .some):
      throw Problem.usage(
        "--request and --from both give the request", "--request와 --from이 모두 할 일을 말합니다",
        hint: .leaveOneOut)
    }
    if !allowsHidden { try Self.checkVisible(text) }
    return text
  }

  /// The number of hidden characters that the error lists.
  private static let shown = 5

  static func checkVisible(_ text: String) throws {
    let hidden = HiddenCharacter.places(in: text, where: \.isDeceptive)
    guard !hidden.isEmpty else { return }
    let places = hidden.prefix(shown)
    let more = hidden.count - places.count
    throw Problem.adapter(
      .hiddenCharacters,
      Sentence(
        "the request has invisible characters: "
          + places.map { "\(String($0.scalar).escaped) in line \($0.line), column \($0.column)" }
          .joined(separator: ", ") + (more > 0 ? ", and \(more) more" : ""),
        "요청에 보이지 않는 문자가 있습니다: "
          + places.map { "\(String($0.scalar).escaped) (\($0.line)번째 줄 \($0.column)번째 칸)" }.joined(
            separator: ", ") + (more > 0 ? " 외 \(more)개" : "")),
      hint: Sentence(
        "remove them, or accept them with --allow-hidden",
        "지우거나, --allow-hidden으로 그대로 받으십시오"))
  }
}
