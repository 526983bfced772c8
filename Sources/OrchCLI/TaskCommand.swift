import CommandLineKit
import Console
import Engine
import Facts
import JSON
import QueueModel
import Representation
import TeamProtocol
import Wording

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
  static let json = """
    task --id
    id: text
    message: text, what a worker is sent

    task --from
    created: number, how many rows were added
    ids: list of text
    items: list of item

    task --format json
    id: text
    worker: text or null, who is to do it
    project: text or null, the text of `ORCH.md`
    task: text
    criteria: list of criterion, by which the report is judged
    brief: text or null, the text of `tasks/ID.md`
    notes: text or null, what people wrote
    due: text or null, when it is due
    inputs: list of input, what the rows before it changed
    previous: previous review or null, why the last report was sent back
    failure: failed attempt or null, how the last attempt failed without a report
    questions: list of answered question, what workers asked
    queue: text, the queue, from the project root
    attempt: text or null, the token of the row's claim
    budget: budget, the tokens of the conversation
    report_schema: document, a JSON Schema of the report

    criterion:
    n: number, its number, from 1
    text: text, the criterion
    checked: true or false, whether orch checks it itself

    input:
    id: text
    status: text
    changes: list of text, what its report says changed
    files: list of text, the files that its report names

    previous review:
    sent_back: number or null, how many reports were sent back
    limit: number or null, how many may be
    unmet: list of unmet criterion, what was not met
    reasons: list of text, why

    failed attempt:
    class: text, why it failed
    attempt: text or null, the token of its claim
    reason: text or null, what happened
    output: text or null, the end of what its worker printed

    answered question:
    question: text or null, what a worker asked
    answer: text or null, what a person answered

    budget:
    soft: number, above these the report is to be summarized
    hard: number, above these the row is stopped
    """
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
      try context.print(message.json)
    } else if context.shared.isJSON {
      try context.print(["id": .string(id), "message": .string(message.text)])
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
      try context.print([
        "created": .integer(items.count), "ids": .array(items.map { .string($0.id) }),
        "items": .array(items.map { $0.json(in: zone) }),
      ])
      return
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
