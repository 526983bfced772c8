import CommandLineKit
import CommandSupport
import QueueModel

/// `ops status` for people: tables below the lines that scripts know.
struct StatusScreen {
  /// How many rows are in progress.
  let inProgress: Int
  /// The most urgent of the rows in progress.
  let top: [QueueItem]
  let stuck: [StuckRow]
  let ages: Ages

  func text(width: Int, _ paint: Paint) -> String {
    var text = "top_in_progress: none\n"
    if !top.isEmpty {
      text = "top_in_progress:\n" + topTable.rendered(width: width, paint: paint) + more(paint)
    }
    if !stuck.isEmpty { text += "stuck:\n" + stuckTable.rendered(width: width, paint: paint) }
    return text
  }

  /// Says when more is in progress than is shown.
  private func more(_ paint: Paint) -> String {
    if top.count >= inProgress { return "" }
    return paint.dim("\(top.count) of \(inProgress.counted("row")) in progress") + "\n"
  }

  private var topTable: TextTable {
    var table = TextTable([
      .init("ID"), .init("PRI", dropOrder: 4), .init("OWNER", minimum: 8, dropOrder: 3),
      .init("AGE", .right, minimum: 8, dropOrder: 2),
      .init("STARTED", minimum: 16, dropOrder: 1), .init("TASK", minimum: 20),
    ])
    for item in top {
      let age = item.startedAt.flatMap(ages.age(of:))
      table.append([
        .init(item.id.escaped), .init(item.priority.text.escaped),
        .init(item.ownerSession?.escaped ?? ""), .init(age?.text ?? ""),
        .init(item.startedAt?.escaped ?? ""), .init(item.task?.escaped ?? "-"),
      ])
    }
    return table
  }

  private var stuckTable: TextTable {
    var table = TextTable([.init("ID"), .init("WAITS FOR", minimum: 20)])
    for row in stuck {
      let blockers = row.blockers.map { Messages.english.text(of: $0) }.joined(separator: ", ")
      table.append([.init(row.id.escaped), .init(blockers)])
    }
    return table
  }
}
