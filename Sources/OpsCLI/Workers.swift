public import CommandLineKit
public import CommandSupport
import JSON
import QueueModel

/// `ops workers`: who works on what.
public struct Workers: QueueCommand {
  public static let name = "workers"
  public static let summary = "Show who works on what"
  public static let discussion = "A row in progress that nobody owns stands under the owner '-'."
  public static let result = """
    `workers_active=N in_progress=N`, then a line per owner, or `workers: none`
    """
  public static let json = """
    workers_active: number, how many sessions have rows
    in_progress: number, how many rows are in progress
    workers: list of worker, who has rows

    worker:
    owner: text, the session; `-` for rows without owner
    tasks: number, how many rows it has
    p0: number, how many of them are P0
    p1: number, P1
    p2: number, P2
    ids: list of text, the rows
    oldest_start: text or null, when the first of them began
    """
  public static let examples = [
    Example("ops workers", "a line per session, with its rows and its oldest start")
  ]
  public static let options: [Option<Workers>] = []
  public static let isLogged = false

  public var shared = SharedOptions()

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let items = try context.snapshot().itemsInProgress
    let workers = Worker.all(of: items)
    let active = workers.count { $0.owner != "-" }
    if context.shared.isJSON {
      try context.print([
        "workers_active": .integer(active), "in_progress": .integer(items.count),
        "workers": .array(workers.map(\.json)),
      ])
      return .success
    }
    try context.print("workers_active=\(active) in_progress=\(items.count)")
    if workers.isEmpty {
      try context.print("workers: none")
    } else if context.isOnTerminal {
      let table = WorkerScreen(workers: workers, ages: try context.ages()).table
      try context.write(table.rendered(width: context.width, paint: context.paint))
    } else {
      for worker in workers { try context.print(worker.text.escaped) }
    }
    return .success
  }
}
