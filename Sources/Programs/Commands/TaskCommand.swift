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
    The message says what the row asks for, by which criteria its report is judged, how many
    tokens there are, and how to report. It changes nothing: orch pick or orch dispatch claims
    the row first. With --from the tasks of a team are added from JSON, all or none of them: an
    object or an array of objects as in templates/team_task_template.json.
    """,
    """
    메시지에는 행이 요구하는 것, 보고서를 판정하는 기준, 쓸 수 있는 토큰, 보고하는 방법이 있습니다.
    아무것도 바꾸지 않습니다. 먼저 orch pick이나 orch dispatch가 행을 배정합니다. --from을 주면
    JSON에서 팀의 작업을 모두 추가하거나 하나도 추가하지 않습니다: templates/team_task_template.json
    같은 객체나 객체의 배열입니다.
    """)
  static let result = "the message; with `--from`, `created=N ids=A,B,C`, a line a row"
  static var answers: [any Shaped.Type] { [SentTask.self, AddedTasks.self, TaskMessage.self] }
  static let examples = [
    Example(
      "orch task --id ORCH-001 --worker worker_a", Sentence("what to send to a worker", "워커에게 보낼 것")
    ),
    Example(
      "orch task --from tasks.json", Sentence("adds the tasks that a lead wrote", "리드가 쓴 작업을 추가합니다")
    ),
  ]
  static let options: [Option<TaskCommand>] = [
    .row(Sentence("the row to work on", "작업할 행"), of: .unfinished, required: false) { $1.id = $0 },
    .value("--worker", "W", Sentence("who is to do it", "누가 할지")) { $1.worker = $0 },
    .choice(
      "--format",
      Sentence(
        "the message, or the same as a JSON document with a JSON Schema of the report",
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
      throw Problem.usage(.taskWithoutSource)
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

  /// Adds all tasks of the file, or none.
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
      throw Problem.input(.tasks(file: file, error))
    }
  }

  private static func json(_ text: String, _ file: String) throws -> JSONValue {
    do { return try JSONValue(parsing: Array(text.utf8)) } catch {
      throw Problem.input(.tasksAreNoJSON(file: file, error))
    }
  }

  /// Returns the error with a hint for a file of tasks.
  private static func hinting(_ error: Problem, ofTasksIn file: String) -> Problem {
    switch error.refusal {
    case .alreadyExists:
      .hinted(
        error, Sentence("give it another id in \(file)", "\(file)에서 다른 id를 주십시오"))
    case .dependencyCycle:
      .hinted(
        error,
        Sentence(
          "leave one of them out of dependencies in \(file)",
          "\(file)의 dependencies에서 그중 하나를 빼십시오"))
    case .notFound:
      .hinted(
        error,
        Sentence(
          "dependencies in \(file) name rows that are there, or other tasks of it",
          "\(file)의 dependencies에는 큐에 있는 행이나 그 파일의 다른 작업을 적으십시오"))
    default: error
    }
  }
}

extension CommandContext {
  /// Prints the number of added rows, their ids, and a line for each.
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
    fields.add("message", \.message, "what a worker is sent")
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
