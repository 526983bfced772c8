import Attempts
import Door
import Gate
import Model
import Runner
import Text
import Work
import Workers

/// `ops worker`: shows the workers of `orch.json`, ends the pause of one, or tries one.
struct WorkerCommand: QueueCommand {
  static let name = "worker"
  static let summary = Sentence(
    "Show the workers of orch.json, end a worker's pause, or try a worker",
    "orch.json의 워커를 보여 주고, 일시 정지를 끝내거나, 워커를 시험합니다")
  static let discussion = Sentence(
    """
    list shows whether each worker can start now, and how many rows each one has. A worker is paused
    if its starts fail three times in a row, or if its login is not valid. The first pause lasts
    five minutes, and each further one twice as long, up to four hours; resume ends the pause. test
    sends a worker a one-line task, outside the queue, and shows the worker's answer and whether its
    report can be read. Testing an agent costs as much as a run. You can test a paused worker; a
    test does not end the pause.
    """,
    """
    list는 워커마다 지금 시작할 수 있는지와 맡은 행의 수를 보여 줍니다. 시작이 세 번 연속 실패하거나
    로그인이 유효하지 않은 워커는 5분 동안, 다음에는 그 두 배씩 네 시간까지 일시 정지됩니다. resume이
    그것을 끝냅니다. test는 큐와 관계없이 워커에게 한 줄짜리 작업을 보내고, 무엇을 답하는지와 보고서를
    읽을 수 있는지를 말합니다. 에이전트는 한 번 실행하는 만큼 비용이 듭니다. 일시 정지된 워커도 시험할
    수 있으며, 그것으로 일시 정지가 끝나지는 않습니다.
    """)
  static let result = """
    `list`, or no action: a line `NAME⇥ADAPTER⇥PROGRAM⇥STATE⇥RUNNING/MAX` for each worker, where \
    STATE is `ready`, `paused until …` or why it can't start, or `workers: none`; `resume`: \
    `resumed NAME`, or `NAME is not paused`; `test`: the output of the worker, or the report of an \
    agent, then whether the report was understood; exit status 1 if it was not
    """
  static var answers: [any Shaped.Type] {
    [WorkersAnswer.self, WorkerResumed.self, WorkerTested.self]
  }
  static let examples = [
    Example("ops worker list", Sentence("which workers can start now", "지금 시작할 수 있는 워커")),
    Example(
      "ops worker resume claude", Sentence("when the worker's login works again", "로그인이 다시 될 때")),
    Example("ops worker test notes", Sentence("before the first row", "첫 행 전에")),
  ]
  static let options: [Option<WorkerCommand>] = [
    .choice("ACTION", Sentence("what to do", "할 일"), Action.allCases.map(\.rawValue)) {
      $1.chosen = Action(rawValue: $0) ?? .list
    },
    .value(
      "--worker", "NAME", Sentence("the worker, as orch.json names it", "orch.json에 적힌 워커의 이름"),
      kind: .worker
    ) {
      $1.worker = $0
    },
  ]
  static let action: String? = "ACTION"
  static let positional: String? = "--worker"
  static let isLogged = false

  enum Action: String, CaseIterable { case list, resume, test }

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .all }
  var chosen = Action.list
  var worker: String?

  func run(in context: CommandContext) throws -> ExitStatus {
    switch chosen {
    case .list: try list(in: context)
    case .resume: try resume(in: context)
    case .test: return try test(in: context)
    }
    return .success
  }

  /// The worker that is named.
  private var name: String {
    get throws {
      guard let worker else {
        throw Problem.usage(
          "no worker is named", "워커 이름이 없습니다",
          hint: Sentence("ops worker list shows the workers", "ops worker list가 보여 줍니다"))
      }
      return worker
    }
  }

  // MARK: list

  private func list(in context: CommandContext) throws {
    if let worker { _ = try context.taskQueue.worker(named: worker) }
    let workers = try context.taskQueue.workers()
      .filter { worker == nil || $0.profile.name == worker }
    if context.shared.isJSON {
      return try context.print(WorkersAnswer(workers, context.commandLine))
    }
    if workers.isEmpty { return try context.print(Sentence.noWorkers) }
    guard context.isOnTerminal else {
      for worker in workers { try context.print(worker.line(at: context.taskQueue.now())) }
      return
    }
    let table = try Self.table(of: workers, in: context)
    try context.write(table.rendered(width: context.width, paint: context.paint))
    // The lines are printed whole, so that each command can be copied.
    for worker in workers {
      guard let problem = worker.problem.map(context.problem) else { continue }
      let text = problem.sentenceWithHint(context.language)
      let lines = Paragraph(text.escaped).lines(width: max(context.width - 2, 20))
      try context.write(lines.map { "  \(context.paint($0, .yellow))\n" }.joined())
    }
  }

  private static func table(
    of workers: [WorkerState], in context: CommandContext
  ) throws -> TextTable {
    let language = context.language
    var table = TextTable([
      .init(Heading.worker.label(language)), .init(Heading.adapter.label(language), dropOrder: 2),
      .init(Heading.program.label(language), minimum: 12, dropOrder: 1),
      .init(Heading.running.label(language), .right),
      .init(Heading.state.label(language), minimum: 16),
    ])
    for worker in workers {
      let color: Paint.Color = worker.problem == nil ? .green : .yellow
      table.append([
        .init(worker.profile.name.escaped), .init(worker.profile.adapter.rawValue),
        .init(worker.profile.programName?.escaped ?? ""),
        .init("\(worker.running.count)/\(worker.limit)"),
        .init(worker.condition.sentence(language), color),
      ])
    }
    return table
  }

  // MARK: resume

  private func resume(in context: CommandContext) throws {
    let name = try name
    let pause = try context.taskQueue.resumeWorker(name, as: context.caller)
    try context.print(
      WorkerResumed(name: name, pause: pause),
      or: pause == nil
        ? Sentence("\(name.escaped) is not paused", "\(name.escaped): 일시 정지 상태가 아닙니다")
        : Sentence("resumed \(name.escaped)", "\(name.escaped): 다시 시작합니다"))
  }

  // MARK: test

  private func test(in context: CommandContext) throws -> ExitStatus {
    let trial = try context.taskQueue.tryWorker(
      name,
      beforeStart: { profile in
        if profile.adapter.isBilled {
          context.printNotice(
            "\(profile.name.escaped) starts now, outside the queue and its budget: it costs what a run costs",
            "\(profile.name.escaped)을(를) 큐와 예산에 관계없이 지금 시작합니다. 한 번 실행하는 만큼 비용이 듭니다")
        }
      }, retrying: { context.printNotice($0, $0) })
    let ending = trial.result.ending
    let report = trial.result.report.map { Report(reading: $0, of: nil) }
    if context.shared.isJSON {
      try context.print(WorkerTested(trial: trial, status: report?.status?.rawValue))
    } else {
      // An agent's lines are not meant for people, but they may say why there is no report.
      let said = trial.result.transcript == nil ? nil : trial.result.report
      for line in (said ?? trial.said).split(
        separator: "\n", omittingEmptySubsequences: false)
      {
        try context.print(String(line).escaped)
      }
      try context.print(ending.sentence(of: trial.profile.name, report?.status?.rawValue))
    }
    return ending.failure == nil ? .success : .refused
  }
}

extension WorkerEnding {
  /// The result of a test; `status` is the status in the report.
  fileprivate func sentence(of name: String, _ status: String?) -> Sentence {
    switch self {
    case .finished:
      Sentence(
        "\(name.escaped) works: its report was understood\(status.map { ", Status: \($0)" } ?? "")",
        "\(name.escaped): 작동합니다. 보고서를 읽었습니다\(status.map { ", Status: \($0)" } ?? "")")
    case .handedOver(let session):
      Sentence(
        "\(name.escaped) works: the test was handed over"
          + (session.map { " to \($0.escaped)" } ?? "") + "; reports on it are refused",
        "\(name.escaped): 작동합니다. 시험을 넘겼습니다"
          + (session.map { " (\($0.escaped))" } ?? "") + ". 그 보고서는 거절됩니다")
    case .failed(let failure):
      Sentence(
        "\(name.escaped) does not work: \(failure.note.escaped) (\(failure.failureClass.rawValue))",
        "\(name.escaped): 작동하지 않습니다: \(failure.note.escaped) (\(failure.failureClass.rawValue))")
    }
  }
}

extension WorkerState.Condition {
  fileprivate var sentence: Sentence {
    switch self {
    case .ready: Sentence("ready", "준비됨")
    case .paused: Sentence("paused", "일시 정지")
    case .cannotStart: Sentence("can't start", "시작할 수 없음")
    }
  }
}

extension WorkerState {
  /// `NAME⇥ADAPTER⇥PROGRAM⇥STATE⇥RUNNING/MAX`, for scripts.
  fileprivate func line(at now: QueueTime) -> String {
    [
      profile.name, profile.adapter.rawValue, profile.programName ?? "-",
      problem.map { $0.state.english } ?? "ready", "\(running.count)/\(limit)",
    ].map(\.escaped).joined(separator: "\t")
  }
}

// MARK: JSON

private struct WorkerTested: Shaped {
  let trial: WorkerTrial
  let status: String?

  private var session: String? {
    if case .handedOver(let key) = trial.result.ending { return key }
    return trial.result.transcript?.session
  }

  static var shapeName: StaticString { "worker tested" }
  static func shape(_ fields: inout Fields<WorkerTested>) {
    fields.add("worker", \.trial.profile.name)
    fields.add(
      "worked",
      { $0.trial.result.ending.failure == nil }, "whether the worker's report was understood")
    fields.add(
      "said", \.trial.said, "the output of the worker without secrets, with lines that orch added")
    fields.add("report", \.trial.result.report, "the report that was read")
    fields.add("status", \.status, "the status in the report: `DONE`, `FAILED`")
    fields.add(
      "session", \.session, "the session that has the work for `openclaw`, or the agent's own")
    fields.add("failure", \.trial.result.ending.failure?.note, "why the test failed")
    fields.add("class", \.trial.result.ending.failure?.failureClass.rawValue, "the failure class")
  }
}
