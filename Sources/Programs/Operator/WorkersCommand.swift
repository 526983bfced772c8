import Door
import Model
import Monitoring
import Runner
import Text

/// `ops workers`: the sessions, and the rows in progress of each.
struct WorkersCommand: QueueCommand {
  static let name = "workers"
  static let summary = Sentence("Show who works on what", "누가 무엇을 작업하는지 보여 줍니다")
  static let discussion = Sentence(
    "A row in progress without an owner is listed under the owner '-'.",
    "소유자가 없는 작업 중인 행은 소유자 '-' 아래에 있습니다.")
  static let result = """
    `workers_active=N in_progress=N`, then a line per owner, or `workers: none`
    """
  static var answers: [any Shaped.Type] { [WorkersAnswer.self] }
  static let examples = [
    Example(
      "ops workers",
      Sentence("a line per session, with its rows and its oldest start", "세션마다 한 줄: 행의 수와 가장 이른 시작")
    )
  ]
  static let options: [Option<WorkersCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    let items = try context.taskQueue.snapshot().itemsInProgress
    let workers = Worker.all(of: items)
    let active = workers.count { $0.owner != "-" }
    if context.shared.isJSON {
      try context.print(
        WorkersAnswer(active: active, inProgress: items.count, workers: workers))
      return .success
    }
    try context.print("workers_active=\(active) in_progress=\(items.count)")
    if workers.isEmpty {
      try context.print(Sentence.noWorkers)
    } else if context.isOnTerminal {
      let table = Self.table(of: workers, try context.ages(), context.language)
      try context.write(table.rendered(width: context.width, paint: context.paint))
    } else {
      for worker in workers { try context.print(worker.text.escaped) }
    }
    return .success
  }

  /// The table for a terminal.
  private static func table(
    of workers: [Worker], _ ages: Ages, _ language: Language
  ) -> TextTable {
    var columns: [TextTable.Column] = [
      .init(Heading.owner.label(language), minimum: 16),
      .init(Heading.tasks.label(language), .right, dropOrder: 5),
    ]
    for priority in Priority.known { columns.append(.init(priority.text, .right, dropOrder: 2)) }
    columns.append(.init(Heading.age.label(language), .right, dropOrder: 4))
    columns.append(.init(Heading.oldestStart.label(language), dropOrder: 1))
    columns.append(.init(Heading.ids.label(language), minimum: 16))
    var table = TextTable(columns)
    for worker in workers {
      let start = worker.oldestStart
      var texts = [worker.owner.escaped, String(worker.items.count)]
      for priority in Priority.known { texts.append(String(worker.count(priority))) }
      texts.append(start.map(ages.text(since:)) ?? "")
      texts.append(start ?? "")
      texts.append(worker.items.map(\.id).joined(separator: ",").escaped)
      table.append(texts.map { TextTable.Cell($0) })
    }
    return table
  }
}

/// A session and its rows in progress.
struct Worker {
  let owner: String
  let items: [QueueItem]

  /// The rows grouped by owner, sorted by name; `-` for rows without an owner.
  static func all(of items: [QueueItem]) -> [Worker] {
    Dictionary(grouping: items) { $0.ownerSession ?? "-" }
      .map { Worker(owner: $0.key, items: $0.value.sorted { $0.line ?? 0 < $1.line ?? 0 }) }
      .sorted { $0.owner < $1.owner }
  }

  var text: String {
    let counts = Priority.known.map { "\($0.text.lowercased())=\(count($0))" }
    return "- \(owner) tasks=\(items.count) \(counts.joined(separator: " ")) "
      + "ids=\(items.map(\.id).joined(separator: ",")) oldest_start=\(oldestStart ?? "-")"
  }

  func count(_ priority: Priority) -> Int {
    items.count { $0.priority == priority }
  }

  /// The earliest valid start; texts of this form sort as times do.
  var oldestStart: String? {
    items.compactMap(\.startedAt).filter { QueueTime($0, offset: 0) != nil }.min()
  }
}

private struct WorkersAnswer: Shaped {
  let active: Int
  let inProgress: Int
  let workers: [Worker]

  static var shapeName: StaticString { "workers" }
  static func shape(_ fields: inout Fields<WorkersAnswer>) {
    fields.add("workers_active", \.active, "how many sessions have rows")
    fields.add("in_progress", \.inProgress, "how many rows are in progress")
    fields.add("workers", \.workers, "the sessions that have rows")
  }
}

extension Worker: Shaped {
  static var shapeName: StaticString { "busy session" }
  static func shape(_ fields: inout Fields<Worker>) {
    fields.add("owner", \.owner, "the session; `-` for rows without owner")
    fields.add("tasks", \.items.count, "how many rows the session has")
    fields.add("p0", { $0.count(.p0) }, "how many of these rows are P0")
    fields.add("p1", { $0.count(.p1) }, "P1")
    fields.add("p2", { $0.count(.p2) }, "P2")
    fields.add("ids", { $0.items.map(\.id) }, "the rows")
    fields.add("oldest_start", \.oldestStart, "when the work on the first of these rows began")
  }
}

extension Sentence {
  static let noWorkers = Sentence("workers: none", "workers: 없음")
}
