import Door
import Model
import Runner
import Text
import Work
import Workers

/// `orch task`: prints the message for a worker, or adds a team's tasks.
struct TaskCommand: QueueCommand {
  static let name = "task"
  static let summary = Sentence(
    "Print the [TASK ID] message for a worker, or add a team's tasks",
    "워커에게 줄 [TASK ID] 메시지를 출력하거나 팀의 작업을 추가합니다")
  static let discussion = Sentence(
    """
    The message says what the row asks for, by which criteria its report is judged, how many tokens
    the worker may use, and how to report. The command changes nothing: claim the row first with
    orch pick or orch dispatch. With --from it adds the tasks of a team from JSON, all or none of
    them: an object or an array of objects as in templates/team_task_template.json.
    """,
    """
    메시지에는 행이 요구하는 것, 보고서를 판정하는 기준, 쓸 수 있는 토큰, 보고하는 방법이 있습니다.
    아무것도 바꾸지 않습니다. 먼저 orch pick이나 orch dispatch가 행을 배정합니다. --from을 주면
    JSON에서 팀의 작업을 모두 추가하거나 하나도 추가하지 않습니다: templates/team_task_template.json
    같은 객체나 객체의 배열입니다.
    """)
  static let result = "the message; with `--from`, `created=N ids=A,B,C` and a line for each row"
  static var answers: [any Shaped.Type] { [SentTask.self, AddedTasks.self, TaskMessage.self] }
  static let examples = [
    Example(
      "orch task --id ORCH-001 --worker worker_a",
      Sentence("the message to send to a worker", "워커에게 보낼 것")
    ),
    Example(
      "orch task --from tasks.json", Sentence("adds the tasks that a lead wrote", "리드가 쓴 작업을 추가합니다")
    ),
  ]
  static let options: [Option<TaskCommand>] = [
    .row(Sentence("the row to work on", "작업할 행"), of: .unfinished, required: false) { $1.id = $0 },
    .value("--worker", "W", Sentence("the worker that is to do the work", "누가 할지")) {
      $1.worker = $0
    },
    .choice(
      "--format",
      Sentence(
        "the message as text, or as a JSON document with a JSON Schema of the report",
        "메시지, 또는 보고서의 JSON Schema가 든 JSON 문서"),
      ["text", "json"], fallback: Sentence(same: "text")
    ) { $1.isDocument = $0 == "json" },
    .value(
      "--from", "FILE",
      Sentence(
        "add the tasks of this JSON; - reads standard input", "이 JSON의 작업을 추가. -는 표준 입력을 읽습니다"),
      kind: .file
    ) {
      $1.file = $0
    },
  ]
  static let positional: String? = "--id"

  var shared = SharedOptions()
  var id: String?
  var worker: String?
  var isDocument = false
  var file: String?
  var itemID: String? { id }

  func run(in context: CommandContext) throws -> ExitStatus {
    switch (id, file) {
    case (let id?, nil): try printMessage(of: id, in: context)
    case (nil, let file?): try addTasks(from: file, in: context)
    case (nil, nil), (_?, _?):
      throw Problem.usage(
        "--id or --from is required", "--id와 --from 중 하나가 필요합니다",
        hint: Sentence(
          "--id prints a row's message, --from adds a team's tasks",
          "--id는 행의 메시지를 출력하고, --from은 팀의 작업을 추가합니다"))
    }
    return .success
  }

  private func printMessage(of id: String, in context: CommandContext) throws {
    let message = try context.taskQueue.task(for: id, worker: worker)
    if isDocument {
      try context.print(message)
    } else if context.shared.isJSON {
      try context.print(SentTask(id: id, message: message.text))
    } else {
      try context.write(message.text)
    }
  }

  private func addTasks(from file: String, in context: CommandContext) throws {
    let tasks = try tasks(context.input(file, .tasks), file)
    let items: [QueueItem]
    let briefs = tasks.compactMap { task in task.brief.map { (id: task.id, text: $0) } }
    do {
      items = try context.taskQueue.add(
        tasks.map { $0.newItem(priority: .p1) }, briefs: briefs, as: context.caller)
    } catch {
      throw Self.hinting(context.problem(error), ofTasksIn: file)
    }
    if context.shared.isJSON {
      let zone = context.taskQueue.zoneOfJSON
      return try context.print(AddedTasks(items: items, zone: zone))
    }
    try context.print(added: items)
  }

  private func tasks(_ text: String, _ file: String) throws -> [TeamTask] {
    let json = try Self.json(text, file)
    do { return try TeamTask.tasks(in: json) } catch {
      throw error.problem(in: file)
    }
  }

  private static func json(_ text: String, _ file: String) throws -> JSONValue {
    do { return try JSONValue(parsing: Array(text.utf8)) } catch {
      throw Problem.adapter(
        .malformedTasks, Sentence(same: "\(file): \(error)"),
        hint: Sentence("it must be JSON", "JSON이어야 합니다"))
    }
  }

  private static func hinting(_ error: Problem, ofTasksIn file: String) -> Problem {
    switch error.refusal {
    case .alreadyExists:
      .hinted(
        error, Sentence("give it another id in \(file)", "\(file)에서 다른 id를 주십시오"))
    case .dependencyCycle:
      .hinted(
        error,
        Sentence(
          "remove one of them from dependencies in \(file)",
          "\(file)의 dependencies에서 그중 하나를 빼십시오"))
    case .notFound:
      .hinted(
        error,
        Sentence(
          "in dependencies of \(file), name rows of the queue or other tasks of the file",
          "\(file)의 dependencies에는 큐에 있는 행이나 그 파일의 다른 작업을 적으십시오"))
    default: error
    }
  }
}

extension CommandContext {
  func print(added items: [QueueItem]) throws {
    try print("created=\(items.count) ids=\(items.map(\.id).joined(separator: ","))")
    for (index, item) in items.enumerated() {
      try print("\(index + 1). \(item.id) | \((item.task ?? "-").escaped)")
    }
  }
}

private struct SentTask: Shaped {
  let id, message: String

  static var shapeName: StaticString { "task --id" }
  static func shape(_ fields: inout Fields<SentTask>) {
    fields.add("id", \.id)
    fields.add("message", \.message, "the message that a worker is sent")
  }
}

private struct AddedTasks: Shaped {
  let items: [QueueItem]
  let zone: QueueZone?

  static var shapeName: StaticString { "task --from" }
  static func shape(_ fields: inout Fields<AddedTasks>) {
    fields.add("created", \.items.count, "how many rows were added")
    fields.add("ids") { $0.items.map(\.id) }
    fields.add("items") { answer in answer.items.map { ZonedItem($0, in: answer.zone) } }
  }
}

extension TeamTask.Mistake {
  func problem(in file: String) -> Problem {
    let (sentence, hint) = problem.words
    let prefix = place.isEmpty ? "\(file): " : "\(file): \(place): "
    return .adapter(.malformedTasks, sentence.map { prefix + $0 }, hint: hint)
  }
}

extension TeamTask.Problem {
  fileprivate var words: Words {
    switch self {
    case .noTasks:
      (
        Sentence("there are no tasks", "작업이 없습니다"),
        Sentence("write an array of objects", "객체의 배열을 적으십시오")
      )
    case .notAnObject:
      (
        Sentence("not an object", "객체가 아닙니다"),
        Sentence(
          "templates/team_task_template.json has one",
          "templates/team_task_template.json에 예가 있습니다")
      )
    case .notPending:
      (
        Sentence("a new task must be PENDING", "새 작업은 PENDING이어야 합니다"),
        Sentence("leave status out, or write PENDING", "status를 빼거나 PENDING으로 적으십시오")
      )
    case .illFormedID:
      (Sentence("ill-formed", "형식이 잘못되었습니다"), ItemID.hint)
    case .unknownMember(let known):
      (
        Sentence("unknown member", "알 수 없는 항목입니다"),
        Sentence(
          "use one of \(known.joined(separator: ", "))",
          "쓸 수 있는 항목: \(known.joined(separator: ", "))")
      )
    case .noText:
      (Sentence("missing or empty", "없거나 비어 있습니다"), Sentence("write a text", "텍스트를 적으십시오"))
    case .noTexts:
      (
        Sentence("missing", "없습니다"),
        Sentence("write an array of texts", "텍스트의 배열을 적으십시오")
      )
    case .notTexts:
      (
        Sentence("not an array of texts", "텍스트의 배열이 아닙니다"),
        Sentence("write [\"…\"]", "[\"…\"]처럼 적으십시오")
      )
    case .noRole:
      (
        Sentence("missing or unknown", "없거나 알 수 없는 값입니다"),
        Sentence(
          "write one of \(TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", "))",
          "다음 중 하나를 적으십시오: "
            + TeamTask.Role.allCases.map(\.rawValue).joined(separator: ", "))
      )
    case .notACount:
      (
        Sentence("not a whole number above 0", "0보다 큰 정수가 아닙니다"),
        Sentence("write a number, or leave it out", "숫자를 적거나 빼십시오")
      )
    case .separatorInCriterion:
      (
        Sentence("contains ; or •, which separate criteria", "기준을 나누는 ; 또는 •가 들어 있습니다"),
        Sentence("use a comma instead", "쉼표를 쓰십시오")
      )
    }
  }
}
