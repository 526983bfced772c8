import CommandLineKit
import Console
import Engine
import Facts
import Intake
import QueueModel
import Settings

/// `orch intake`: turns a request in plain words into rows.
struct IntakeCommand: QueueCommand {
  static let name = "intake"
  static let summary = "Turn a request in plain words into rows"
  static let discussion = """
    plan shows the rows and needs no queue; submit adds all of them in one change, or none.
    Entries of a list are a row each; other text is divided where one task ends and another
    begins. A request that is one task is one row; with --phases, or --parallel above 1, it
    becomes phases, which wait for each other. Checked entries are no work. A sequence that the
    request states makes each row wait for the one before it. Words such as "urgent" and "by
    tomorrow 18:00" fill the priority and the due time of their row, unless an option does. A
    request with invisible characters is refused, with their places.
    """
  static let result = """
    plan: `request: …`, `parallel: N`, then `1. TASK` lines; submit: `created=N ids=A,B,C`, then \
    a line `1. ID | TASK` for each row
    """
  static let json = """
    intake plan
    request: text
    ordered: true or false, whether the rows wait for each other
    items: list of text, the tasks
    rows: list of planned row, what would be added
    template?: true or false, true where a single task became phases

    intake submit
    created: number, how many rows were added
    ids: list of text
    ordered: true or false, whether they wait for each other
    items: list of item
    template?: true or false, true where a single task became phases

    planned row:
    task: text
    priority: text
    success_criteria: text
    due_at_kst: text or null
    after: list of number, the rows that it waits for, counting from 1: they have no ids yet
    due_at?: text or null, in ISO 8601, where times are those of `tz`
    """
  static let examples = [
    Example(
      "orch intake plan --request 'Fix the login, update the docs, and bump the version'",
      "what would be added"),
    Example("orch intake submit --from tasks.txt --priority P0", "a list in a file"),
  ]
  static let options: [Option<IntakeCommand>] = [
    .choice(
      "ACTION", "what to do with the request", Action.allCases.map(\.rawValue), required: true
    ) { $1.chosen = Action(rawValue: $0) ?? .plan },
    .value("--request", "TEXT|-", "what is to be done; - reads standard input") {
      $1.request = $0
    },
    .value("--from", "FILE", "a file that says it", kind: .file) { $1.file = $0 },
    .number(
      "--parallel", "N", "divide a single task into so many phases at most", in: 1...(.max)
    ) { $1.parallel = $0 },
    .flag("--phases", "divide a single task into phases: as --parallel 3") { $0.inPhases = true },
    .choice(
      "--priority", "how urgent the rows are, else as the request says, else P1",
      Priority.known.map(\.text), placeholder: "P0|P1|P2"
    ) { $1.priority = Priority($0) },
    .due("when the rows are due, as of add, else as the request says") {
      $1.due = $0
    },
    .text("--success-criteria", "C", "how one sees that each of them is done", required: false) {
      $1.criteria = $0
    },
    .flag("--allow-hidden", "take a request with hidden characters, too") {
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
      throw Problem.usage(.emptyRequest)
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
      try context.print(plan.json(of: items, in: context.taskQueue.zoneOfJSON))
    } else {
      try context.print(added: items)
    }
    context.noticeMissingProofs(items)
  }

  /// The request, from an argument, a file or standard input.
  private func text(in context: CommandContext) throws -> String {
    let text: String
    switch (request, file) {
    case (let request?, nil): text = request == "-" ? try context.input("-", "request") : request
    case (nil, let file?): text = try context.input(file, "request")
    case (nil, nil):
      throw Problem.usage(.noRequest)
    case (.some, .some):
      throw Problem.usage(.twoRequests)
    }
    if !allowsHidden { try checkVisible(text) }
    return text
  }

  /// The number of hidden characters that the error lists.
  private static let shown = 5

  private func checkVisible(_ text: String) throws {
    let hidden = HiddenCharacter.places(in: text, where: \.isDeceptive)
    guard !hidden.isEmpty else { return }
    let places = hidden.prefix(Self.shown).map {
      Problem.HiddenCharacterPlace(
        String($0.scalar).escaped, line: $0.line, column: $0.column)
    }
    throw Problem.input(.hiddenCharacters(places, more: hidden.count - places.count))
  }
}
