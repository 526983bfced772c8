import CommandLineKit
import CommandSupport
import QueueModel
import Screen
import TextWidth

/// Some rows of a section as a table, the section's name over their ids.
struct SectionTable {
  let section: RowSection
  let rows: [WatchedRow]
  let now: QueueTime

  private var ages: Ages { Ages(at: now) }
  private var title: String { "\(section.kind.name) \(section.count)" }

  /// How wide the ids are with their title; parts below each other share one width.
  var idWidth: Int {
    rows.reduce(DisplayWidth.of(title)) { max($0, DisplayWidth.of(Self.id(of: $1))) }
  }

  /// The title, and a line a row.
  func lines(idWidth: Int, width: Int, _ paint: Paint) -> [StyledText] {
    var table = TextTable([.init("", gap: 1), .init(title)] + columns)
    for row in rows {
      let id = DisplayWidth.pad(Self.id(of: row), to: idWidth)
      table.append(
        [.init(row.status?.mark ?? "?", row.status?.color), .init(id)] + cells(of: row))
    }
    return StyledText.lines(of: table.rendered(width: width, paint: paint))
  }

  private static func id(of row: WatchedRow) -> String {
    switch row.key {
    case .id(let id): id.escaped
    case .line(let line): line.map { "line \($0)" } ?? "-"
    }
  }

  // MARK: What stands behind the id

  private var columns: [TextTable.Column] {
    let priority = TextTable.Column("PRI", dropOrder: 8)
    let task = TextTable.Column("TASK", minimum: 28)
    // Only what there is room for once tasks are read in full is worth its place.
    let criteria = TextTable.Column("SUCCESS CRITERIA", minimum: 64, dropOrder: 1)
    return switch section.kind {
    case .running:
      [
        priority, .init("OWNER", minimum: 8, dropOrder: 7),
        .init("AGE", .right, minimum: 6, dropOrder: 6), .init("LEASE", .right, dropOrder: 5),
        .init("DUE", .right, dropOrder: 4), .init("STARTED", minimum: 16, dropOrder: 2), task,
        criteria,
      ]
    case .waiting:
      [priority, .init("DUE", .right, dropOrder: 4), .init("WHY", minimum: 28), task, criteria]
    case .stopped:
      [
        priority, .init("STATUS", dropOrder: 6), task,
        .init("NOTES", minimum: 24, dropOrder: 3),
      ]
    case .done: [priority, .init("OWNER", minimum: 8, dropOrder: 3), task, criteria]
    }
  }

  private func cells(of row: WatchedRow) -> [TextTable.Cell] {
    let item = row.item
    let priority = TextTable.Cell(item?.priority.text.escaped ?? "")
    let task = TextTable.Cell(item?.task?.escaped ?? "-")
    let criteria = TextTable.Cell(item?.successCriteria?.escaped ?? "")
    let owner = TextTable.Cell(item?.ownerSession?.escaped ?? "")
    let due = TextTable.Cell(
      item.flatMap(ages.due) ?? "", item.flatMap(ages.dueColor))
    switch section.kind {
    case .running:
      let start = item?.startedAt
      return [
        priority, owner, .init(start.map(ages.text(since:)) ?? ""), lease(of: item), due,
        .init(start?.escaped ?? ""), task, criteria,
      ]
    case .waiting:
      let reason = row.explanation
      return [
        priority, due,
        .init(reason.map { Messages.english.text(of: $0, at: now) } ?? "", reason?.color), task,
        criteria,
      ]
    case .stopped:
      return [
        priority, .init(item?.status.rawValue ?? "", item?.status.color), task,
        .init(item?.notes.text.escaped ?? ""),
      ]
    case .done: return [priority, owner, task, criteria]
    }
  }

  /// When the lease ends, or how long ago it did.
  private func lease(of item: QueueItem?) -> TextTable.Cell {
    guard let lease = item?.claim?.lease else { return .init("") }
    if lease.isOver { return .init("ended", .red) }
    let age = Age(seconds: now.epochSeconds - lease.expiresAt)
    if age.isNow { return .init("now", .yellow) }
    return age.seconds > 0 ? .init("\(age.text) over", .red) : .init(age.text)
  }
}

extension RowSection.Kind {
  fileprivate var name: String {
    switch self {
    case .running: "AT WORK"
    case .waiting: "WAITING"
    case .stopped: "STOPPED"
    case .done: "DONE"
    }
  }
}
