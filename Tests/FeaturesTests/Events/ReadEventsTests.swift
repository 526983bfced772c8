import Host
import Model
import QueueStore
import Stores
import TestSupport
import Testing

@testable import Door
@testable import Events

@Suite struct ReadEventsTests {
  /// A queue in a file with the row `A`, and its clock.
  private static func queue(at path: String) throws -> (Queue, FakeClock) {
    try NewFile.create(path, text: QueueFixture.text(QueueFixture.row("A")))
    let clock = FakeClock()
    let queue = Queue(
      store: MarkdownStore(path: path, lockTimeout: .seconds(10), clock: clock.clock),
      workspace: .nowhere, clock: QueueClock(clock.clock, zone: .fixed(9 * 3600)),
      command: "test", traceID: "t")
    return (queue, clock)
  }

  @Test func `what comes after the wanted time is read once`() throws {
    try withTemporaryDirectory { folder in
      let (queue, clock) = try Self.queue(at: "\(folder)/QUEUE.md")
      func events(
        after cursor: EventCursor?, since start: QueueTime
      ) throws -> (kinds: [QueueEvent.Kind], last: EventCursor) {
        var filter = EventFilter()
        filter.since = start
        var kinds: [QueueEvent.Kind] = []
        let read = ReadEvents(queue: queue, filter: filter, idsOfPlan: nil, plans: [:])
        let last = try read(after: cursor) { kinds.append($0.kind) }
        return (kinds, last)
      }

      _ = try queue.perform(.cancel(id: "A"))
      let now = try queue.context().now
      let later = QueueTime(epochSeconds: now.epochSeconds + 3600, offset: 32400)
      let first = try events(after: nil, since: later)
      #expect(first.kinds == [])
      clock.pass(.seconds(7200))
      _ = try queue.perform(.retry(id: "A", force: true))
      let second = try events(after: first.last, since: later)
      #expect(second.kinds.count == 1)
      #expect(try events(after: second.last, since: later).kinds == [])
      #expect(try events(after: nil, since: later).kinds == second.kinds)
    }
  }

  @Test(arguments: [true, false])
  func `a file with the same bytes hides no event`(_ hasID: Bool) throws {
    try withTemporaryDirectory { folder in
      let (path, copy) = ("\(folder)/QUEUE.md", "\(folder)/copy")
      let (queue, clock) = try Self.queue(at: path)
      if hasID { _ = try queue.store.historyID(queue.context()) }
      _ = try queue.perform(.cancel(id: "A"))
      try NewFile.create(copy, text: contents(of: path))
      try Directory.move(copy, to: path)
      clock.pass(.seconds(60))
      var kinds: [QueueEvent.Kind] = []
      let read = ReadEvents(queue: queue, filter: EventFilter(), idsOfPlan: nil, plans: [:])
      _ = try read(after: nil) { kinds.append($0.kind) }
      #expect(kinds == [.cancelled])
    }
  }
}
