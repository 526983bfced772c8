public import CommandLineKit
import JSON
public import QueueCLI
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
    let items = StatusReport.inProgress(in: try session.snapshot())
    let workers = Dictionary(grouping: items) { $0.ownerSession ?? "-" }
      .map { Worker(owner: $0.key, items: $0.value.sorted { $0.line ?? 0 < $1.line ?? 0 }) }
      .sorted { $0.owner < $1.owner }
    let active = workers.filter { $0.owner != "-" }.count
    if session.shared.isJSON {
      try session.print([
        "workers_active": .integer(active), "in_progress": .integer(items.count),
        "workers": .array(workers.map(\.json)),
      ])
    } else {
      try session.print("workers_active=\(active) in_progress=\(items.count)")
      for worker in workers { try session.print(worker.text.escaped) }
      if workers.isEmpty { try session.print("workers: none") }
    }
    return .success
  }
}

/// One session and the rows it works on.
private struct Worker {
  let owner: String
  let items: [QueueItem]

  var text: String {
    let counts = Priority.known.map { "\($0.text.lowercased())=\(count($0))" }
    return "- \(owner) tasks=\(items.count) \(counts.joined(separator: " ")) "
      + "ids=\(items.map(\.id).joined(separator: ",")) oldest_start=\(oldestStart ?? "-")"
  }

  var json: JSONValue {
    var object: JSONObject = ["owner": .string(owner), "tasks": .integer(items.count)]
    for priority in Priority.known {
      object[priority.text.lowercased()] = .integer(count(priority))
    }
    object["ids"] = .array(items.map { .string($0.id) })
    object["oldest_start"] = JSONValue(oldestStart)
    return .object(object)
  }

  private func count(_ priority: Priority) -> Int {
    items.filter { $0.priority == priority }.count
  }

  /// The earliest start that can be read; texts of this form sort as times do.
  private var oldestStart: String? {
    items.compactMap(\.startedAt).filter { QueueTime($0, offset: 0) != nil }.min()
  }
}
