import CommandLineKit
import CommandSupport
import QueueModel

/// The workers as a table, for people.
struct WorkerScreen {
  let workers: [Worker]
  let ages: Ages

  var table: TextTable {
    var table = TextTable(
      [.init("OWNER", minimum: 16), .init("TASKS", .right, dropOrder: 5)]
        + Priority.known.map { .init($0.text, .right, dropOrder: 2) }
        + [
          .init("AGE", .right, dropOrder: 4), .init("OLDEST START", dropOrder: 1),
          .init("IDS", minimum: 16),
        ])
    for worker in workers { table.append(cells(of: worker)) }
    return table
  }

  private func cells(of worker: Worker) -> [TextTable.Cell] {
    let start = worker.oldestStart
    return [.init(worker.owner.escaped), .init(String(worker.items.count))]
      + Priority.known.map { .init(String(worker.count($0))) }
      + [
        .init(start.map(ages.text(since:)) ?? ""), .init(start ?? ""),
        .init(worker.items.map(\.id).joined(separator: ",").escaped),
      ]
  }
}
