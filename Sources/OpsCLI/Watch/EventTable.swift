import CommandLineKit
import CommandSupport
import QueueModel
import Screen

/// The last changes as a table, newest last.
struct EventTable {
  private let events: [HistoryEntry]
  private let ages: Ages

  init(events: some Sequence<HistoryEntry>, at now: QueueTime) {
    self.events = Array(events)
    ages = Ages(at: now)
  }

  /// A title, and a line a change.
  func lines(width: Int, _ paint: Paint) -> [StyledText] {
    var table = TextTable([
      .init("  LAST CHANGES"), .init("AGE", .right, dropOrder: 3), .init("COMMAND", dropOrder: 4),
      .init("WHO", minimum: 8, dropOrder: 2), .init("WHEN", dropOrder: 1),
      .init("CHANGE", minimum: 32),
    ])
    for event in events {
      table.append([
        .init("  " + (event.id ?? "-").escaped), .init(ages.text(since: event.moment)),
        .init(event.command.escaped), .init(event.actor.escaped), .init(event.moment.escaped),
        .init(event.changes.escaped),
      ])
    }
    return StyledText.lines(of: table.rendered(width: width, paint: paint))
  }
}
