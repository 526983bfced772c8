public import CommandLineKit
public import CommandSupport
import JSON
import QueueModel
import QueueStore

/// `orch list`: the rows, a line each.
public struct List: QueueCommand {
  public static let name = "list"
  public static let summary = "List the rows"
  public static let discussion = """
    On a terminal each status has a mark: . PENDING, > IN_PROGRESS, + DONE, x FAILED,
    ! BLOCKED. Filters of one kind widen the list, of different kinds narrow it.
    """
  public static let result = """
    a row a line: `id⇥status⇥priority⇥task`, in the order of the table; on a terminal an \
    aligned, coloured table. Warns when a row waits for a FAILED or BLOCKED one
    """
  public static let json = "items: list of item, the rows, in the order of the table"
  public static let examples = [
    Example("orch list --status PENDING --priority P0", "what is urgent and waits"),
    Example("orch list --json | jq -r '.items[].id'", "the ids, for a script"),
  ]
  public static let options: [Option<List>] = [
    .choice(
      "--status", "only rows with this status", Status.allCases.map(\.rawValue), repeatable: true
    ) { text, list in list.statuses.append(contentsOf: Status(rawValue: text).map { [$0] } ?? []) },
    .choice(
      "--priority", "only rows with this priority", Priority.known.map(\.text), repeatable: true
    ) { text, list in list.priorities.append(Priority(text)) },
    .value("--owner", "S", "only rows of this session; - for rows of nobody", kind: .session) {
      $1.owner = $0
    },
  ]

  public var shared = SharedOptions()
  var statuses: [Status] = []
  var priorities: [Priority] = []
  var owner: String?

  public init() {}

  /// Whether only some of the rows are wanted.
  var isFiltered: Bool { !statuses.isEmpty || !priorities.isEmpty || owner != nil }

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let snapshot = try context.snapshot()
    context.warn(ofStuckRowsIn: snapshot)
    if context.shared.isJSON {
      try context.print(["items": .array(items(in: snapshot).map(\.json))])
    } else if context.isOnTerminal {
      try writeTable(snapshot, context)
    } else if context.paint.isOn {
      try writeColoredLines(snapshot, context)
    } else {
      try writeLines(snapshot, context)
    }
    return .success
  }

  // MARK: Filters

  func shows(_ row: Int, of snapshot: some QueueSnapshot) -> Bool {
    guard let status = snapshot.status(at: row) else { return false }
    return (statuses.isEmpty || statuses.contains(status))
      && (priorities.isEmpty || priorities.contains { $0.rank == snapshot.priorityRank(at: row) })
      && (owner == nil || isOwned(snapshot.item(at: row)))
  }

  private func isOwned(_ item: QueueItem?) -> Bool {
    item?.ownerSession == owner.flatMap(CellText.value)
  }

  func items(in snapshot: some QueueSnapshot) -> [QueueItem] {
    (0..<snapshot.rowCount).lazy.filter { shows($0, of: snapshot) }
      .compactMap { snapshot.item(at: $0) }
  }

  // MARK: Text

  /// The fast way: no string is made.
  private func writeLines(
    _ snapshot: some QueueSnapshot, _ context: CommandContext
  ) throws(CommandError) {
    let tab = UInt8(ascii: "\t")
    var lines: [UInt8] = []
    lines.reserveCapacity(1 << 17)
    for row in 0..<snapshot.rowCount where shows(row, of: snapshot) {
      snapshot.append(Column.listed, ofRow: row, separator: tab, to: &lines)
      lines.append(UInt8(ascii: "\n"))
      if lines.count >= 1 << 16 {
        try context.write(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    try context.write(lines)
  }
}
