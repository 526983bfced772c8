import CommandLineKit
import CommandSupport
import JSON
import QueueModel
import QueueStore

/// `orch list`: prints the rows, a line each.
struct ListCommand: QueueCommand {
  static let name = "list"
  static let summary = "List the rows"
  static let discussion = """
    On a terminal each status has a mark: . PENDING, > IN_PROGRESS, + DONE, x FAILED,
    ! BLOCKED. Filters of one kind widen the list, of different kinds narrow it.
    """
  static let result = """
    a row a line: `id⇥status⇥priority⇥task`, in the order of the table; on a terminal an \
    aligned, coloured table. Warns when a row waits for a FAILED or BLOCKED one
    """
  static let json = "items: list of item, the rows, in the order of the table"
  static let examples = [
    Example("orch list --status PENDING --priority P0", "what is urgent and waits"),
    Example("orch list --json | jq -r '.items[].id'", "the ids, for a script"),
  ]
  static let options: [Option<ListCommand>] = [
    .choice(
      "--status", "only rows with this status", Status.allCases.map(\.rawValue), repeatable: true
    ) { text, list in list.statuses.append(contentsOf: Status(rawValue: text).map { [$0] } ?? []) },
    .choice(
      "--priority", "only rows with this priority", Priority.known.map(\.text), repeatable: true
    ) { text, list in list.priorities.append(Priority(text)) },
    .value("--owner", "S", "only rows of this session; - for rows without an owner", kind: .session)
    {
      $1.owner = $0
    },
  ]

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }
  var statuses: [Status] = []
  var priorities: [Priority] = []
  var owner: String?

  /// Whether only some of the rows are wanted.
  var isFiltered: Bool { !statuses.isEmpty || !priorities.isEmpty || owner != nil }

  func run(in context: CommandContext) throws -> ExitStatus {
    let snapshot = try context.snapshot()
    context.warn(ofStuckRowsIn: snapshot)
    if context.shared.isJSON {
      try context.print(["items": .array(items(in: snapshot).map(\.json))])
    } else if context.isOnTerminal {
      try writeTable(snapshot, context)
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

  /// Copies bytes, which is faster than making strings. With colours the statuses have them:
  /// `list --color always | less -R`.
  private func writeLines(_ snapshot: some QueueSnapshot, _ context: CommandContext) throws {
    let (tab, paint) = (UInt8(ascii: "\t"), context.paint)
    var lines: [UInt8] = []
    lines.reserveCapacity(1 << 17)
    for row in 0..<snapshot.rowCount where shows(row, of: snapshot) {
      if paint.isOn, let status = snapshot.status(at: row) {
        snapshot.append([.id], ofRow: row, separator: tab, to: &lines)
        lines += "\t\(paint(status.rawValue, status.color))\t".utf8
        snapshot.append([.priority, .task], ofRow: row, separator: tab, to: &lines)
      } else {
        snapshot.append(Column.listed, ofRow: row, separator: tab, to: &lines)
      }
      lines.append(UInt8(ascii: "\n"))
      if lines.count >= 1 << 16 {
        try context.write(lines)
        lines.removeAll(keepingCapacity: true)
      }
    }
    try context.write(lines)
  }

  /// The rows that fit on a small screen; below more of them the table ends with their number.
  private static let fewRows = 20

  private func writeTable(_ snapshot: some QueueSnapshot, _ context: CommandContext) throws {
    let items = items(in: snapshot)
    let total = (0..<snapshot.rowCount).count { snapshot.status(at: $0) != nil }
    if let pause = try context.pauseText() {
      try context.print(context.paint("\(pause) (ops resume)", .yellow))
    }
    if items.isEmpty {
      try context.print(.noRows)
      if context.shared.isQuiet { return }
      return try context.print(
        "  " + context.paint.dim(context.messages.text(of: empty(snapshot, total)).escaped))
    }
    let table = try Self.table(of: items, context.ages(), context.messages)
    try context.write(table.rendered(width: context.width, paint: context.paint))
    if context.shared.isQuiet { return }
    if isFiltered {
      try context.print(
        context.paint.dim(context.messages.text(of: .rowsOf(items.count, total: total))))
    } else if items.count > Self.fewRows {
      try context.print(context.paint.dim(context.messages.text(of: .rows(total))))
    }
  }

  private static func table(
    of items: [QueueItem], _ ages: Ages, _ messages: Messages
  ) -> TextTable {
    var table = TextTable([
      .init(messages.text(of: .id)), .init("", gap: 1),
      .init(messages.text(of: .status), dropOrder: 5),
      .init(messages.text(of: .priority), dropOrder: 4),
      .init(messages.text(of: .owner), minimum: 8, dropOrder: 1),
      .init(messages.text(of: .age), .right, minimum: 8, dropOrder: 2),
      .init(messages.text(of: .due), .right, minimum: 9, dropOrder: 3),
      .init(messages.text(of: .task), minimum: 16),
    ])
    for item in items { table.append(cells(of: item, ages)) }
    return table
  }

  private static func cells(of item: QueueItem, _ ages: Ages) -> [TextTable.Cell] {
    let start = item.status == .inProgress ? item.startedAt : nil
    return [
      .init(item.id.escaped), .init(item.status.mark, item.status.color),
      .init(item.status.rawValue, item.status.color), .init(item.priority.text.escaped),
      .init(item.ownerSession?.escaped ?? ""), .init(start.map(ages.text(since:)) ?? ""),
      .init(ages.due(item) ?? "", ages.dueColor(item)), .init(item.task?.escaped ?? "-"),
    ]
  }

  // MARK: No rows

  /// The hint where there is nothing to show.
  private func empty(_ snapshot: some QueueSnapshot, _ total: Int) -> CommandOutput {
    if total == 0 { return .firstRow }
    return nearestOwner(in: snapshot).map { .otherOwner($0) } ?? .allRows
  }

  /// The nearest owner, where no row has the one that was given.
  private func nearestOwner(in snapshot: some QueueSnapshot) -> String? {
    guard let owner = owner.flatMap(CellText.value) else { return nil }
    let owners = Set((0..<snapshot.rowCount).compactMap { snapshot.item(at: $0)?.ownerSession })
    return owners.contains(owner) ? nil : Spelling.nearest(to: owner, in: owners.sorted())
  }
}
