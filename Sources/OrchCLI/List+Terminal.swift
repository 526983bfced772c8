import CommandLineKit
import CommandSupport
import QueueModel
import QueueStore

extension List {
  /// How many rows fit on a small screen; below more of them stands how many.
  private static let fewRows = 20

  /// The rows as a table, for people.
  func writeTable(
    _ snapshot: some QueueSnapshot, _ context: CommandContext
  ) throws(CommandError) {
    let items = items(in: snapshot)
    let total = (0..<snapshot.rowCount).count { snapshot.status(at: $0) != nil }
    if items.isEmpty {
      return try say("No rows", empty(snapshot, total), context)
    }
    let table = try Self.table(of: items, context.ages())
    try context.write(table.rendered(width: context.width, paint: context.paint))
    if context.shared.isQuiet { return }
    if isFiltered {
      try context.print(context.paint.dim("\(items.count) of \(total.counted("row"))"))
    } else if items.count > Self.fewRows {
      try context.print(context.paint.dim(total.counted("row")))
    }
  }

  private static func table(of items: [QueueItem], _ ages: Ages) -> TextTable {
    var table = TextTable([
      .init("ID"), .init("", gap: 1), .init("STATUS", dropOrder: 5), .init("PRI", dropOrder: 4),
      .init("OWNER", minimum: 8, dropOrder: 1), .init("AGE", .right, minimum: 8, dropOrder: 2),
      .init("DUE", .right, minimum: 9, dropOrder: 3), .init("TASK", minimum: 16),
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

  private func say(
    _ finding: String, _ hint: String, _ context: CommandContext
  ) throws(CommandError) {
    try context.print(finding)
    if !context.shared.isQuiet { try context.print("  " + context.paint.dim(hint.escaped)) }
  }

  /// What to do where there is nothing to show.
  private func empty(_ snapshot: some QueueSnapshot, _ total: Int) -> String {
    if total == 0 { return "orch add --priority P1 --task T --success-criteria C adds one" }
    return nearestOwner(in: snapshot).map { "did you mean --owner \($0)?" }
      ?? "orch list shows all rows"
  }

  /// The owner that somebody may have meant, where nobody is called as they typed.
  private func nearestOwner(in snapshot: some QueueSnapshot) -> String? {
    guard let owner = owner.flatMap(CellText.value) else { return nil }
    let owners = Set((0..<snapshot.rowCount).compactMap { snapshot.item(at: $0)?.ownerSession })
    return owners.contains(owner) ? nil : Spelling.nearest(to: owner, in: owners.sorted())
  }
}
