import CommandLineKit
import QueueCLI
import QueueModel

/// `ops status` for people: the counts, what is in progress, what is stuck.
struct StatusScreen {
  let counts: [Status: Int]
  /// The most urgent of the rows in progress.
  let top: [QueueItem]
  let stuck: [StuckRow]
  let ages: Ages

  func text(width: Int, _ paint: Paint) -> String {
    var parts = [countTable.rendered(width: width, paint: paint)]
    if !top.isEmpty { parts.append(topTable.rendered(width: width, paint: paint) + more(paint)) }
    if !stuck.isEmpty { parts.append(stuckTable.rendered(width: width, paint: paint)) }
    return parts.joined(separator: "\n")
  }

  /// Says when more is in progress than is shown.
  private func more(_ paint: Paint) -> String {
    let all = counts[.inProgress] ?? 0
    if top.count >= all { return "" }
    return paint.dim("\(top.count) of \(all.counted("row")) in progress") + "\n"
  }

  private var countTable: TextTable {
    var table = TextTable([.init("", gap: 1), .init(""), .init("", .right)])
    for status in StatusReport.order {
      let count = counts[status] ?? 0
      let color = count == 0 ? nil : status.color
      table.append([
        .init(status.mark, color), .init(status.rawValue, color), .init(String(count), color),
      ])
    }
    return table
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
    var table = TextTable([.init("STUCK"), .init("WAITS FOR", minimum: 20)])
    for row in stuck {
      let blockers = row.blockers.map(\.description).joined(separator: ", ")
      table.append([.init(row.id.escaped), .init(blockers)])
    }
    return table
  }
}
