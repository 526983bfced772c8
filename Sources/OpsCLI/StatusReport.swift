public import CommandLineKit
public import CommandSupport
import JSON
import QueueModel

/// `ops status`: how many rows stand where, and what is being worked on.
public struct StatusReport: QueueCommand {
  public static let name = "status"
  public static let summary = "Count the rows by status, and show what is in progress"
  public static let discussion = """
    Shows the rows that are IN_PROGRESS by priority, then by place in the table; as many as
    ORCH_TOP_IN_PROGRESS says, five by default. Rows that wait for a FAILED or BLOCKED one
    follow, under 'stuck:'.
    """
  public static let result = """
    `summary PENDING=… IN_PROGRESS=… BLOCKED=… FAILED=… DONE=…`, then `top_in_progress:` and up \
    to `ORCH_TOP_IN_PROGRESS` rows by priority, or `top_in_progress: none`; where rows wait for a \
    FAILED or BLOCKED one, `stuck:` and a line each. ` conflicts=N` behind the summary counts what \
    saves and commands both changed, until `orch history --conflicts` has shown it
    """
  public static let json = """
    summary: map of number, how many rows have each status
    top_in_progress: list of item, the first rows in progress, by priority
    stuck: list of stuck row, the rows that wait for a FAILED or BLOCKED one
    conflicts: number, the conflicts of saves that were not yet shown

    stuck row:
    id: text
    waits_for: list of blocker, the rows that are FAILED or BLOCKED
    """
  public static let examples = [
    Example("ops status", "the queue in a few lines"),
    Example("ops status --json | jq .summary.FAILED", "one figure, for a script"),
  ]
  public static let options: [Option<StatusReport>] = []
  public static let isLogged = false

  public var shared = SharedOptions()

  public init() {}

  /// The order of the summary line.
  static let order = Status.summaryOrder

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let snapshot = try context.snapshot()
    let counts = snapshot.counts
    let limit = try context.value(Settings.topInProgress)
    let top = Array(snapshot.itemsInProgress.prefix(limit))
    let stuck = StuckRow.rows(in: snapshot)
    let conflicts = try context.unreadConflicts()
    if context.shared.isJSON {
      try context.print(json(counts, top, stuck, conflicts))
      return .success
    }
    try context.print(Self.summary(counts, conflicts, context.paint))
    if context.isOnTerminal {
      let screen = StatusScreen(
        inProgress: counts[.inProgress] ?? 0, top: top, stuck: stuck, ages: try context.ages())
      try context.write(screen.text(width: context.width, context.paint))
    } else {
      for line in lines(top, stuck) { try context.print(line) }
    }
    return .success
  }

  private static func summary(
    _ counts: [Status: Int], _ conflicts: Int, _ paint: Paint
  ) -> String {
    let parts = order.map { paint("\($0.rawValue)=\(counts[$0] ?? 0)", $0.color) }
    let unread = conflicts > 0 ? [paint("conflicts=\(conflicts)", Status.blocked.color)] : []
    return "summary \((parts + unread).joined(separator: " "))"
  }

  private func lines(_ top: [QueueItem], _ stuck: [StuckRow]) -> [String] {
    let inProgress =
      top.isEmpty ? ["top_in_progress: none"] : ["top_in_progress:"] + top.map(line)
    return inProgress + (stuck.isEmpty ? [] : ["stuck:"] + stuck.map { "- \($0.text)" })
  }

  private func line(_ item: QueueItem) -> String {
    let owner = item.ownerSession ?? "-"
    let start = item.startedAt ?? "-"
    return "- \(item.id) \(item.priority.text) owner=\(owner) started=\(start) \(item.task ?? "-")"
      .escaped
  }

  private func json(
    _ counts: [Status: Int], _ top: [QueueItem], _ stuck: [StuckRow], _ conflicts: Int
  ) -> JSONValue {
    var summary: JSONObject = [:]
    for status in Self.order { summary[status.rawValue] = .integer(counts[status] ?? 0) }
    return [
      "summary": .object(summary), "top_in_progress": .array(top.map(\.json)),
      "stuck": .array(stuck.map(\.json)), "conflicts": .integer(conflicts),
    ]
  }
}
