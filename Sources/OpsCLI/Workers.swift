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
  public static let examples = [
    Example("ops workers", "a line per session, with its rows and its oldest start")
  ]
  public static let options: [Option<Workers>] = []
  public static let isLogged = false

  public var shared = SharedOptions()

  public init() {}

  public func run(in session: Session) throws(CommandError) -> ExitStatus {
    let items = try session.snapshot().itemsInProgress
    let workers = Worker.all(of: items)
    let active = workers.count { $0.owner != "-" }
    if session.shared.isJSON {
      try session.print([
        "workers_active": .integer(active), "in_progress": .integer(items.count),
        "workers": .array(workers.map(\.json)),
      ])
      return .success
    }
    try session.print("workers_active=\(active) in_progress=\(items.count)")
    if workers.isEmpty {
      try session.print("workers: none")
    } else if session.isOnTerminal {
      let table = WorkerScreen(workers: workers, ages: try session.ages()).table
      try session.write(table.rendered(width: session.width, paint: session.paint))
    } else {
      for worker in workers { try session.print(worker.text.escaped) }
    }
    return .success
  }
}
