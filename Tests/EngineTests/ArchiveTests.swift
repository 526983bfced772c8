import QueueModel
import QueueStore
import TestSupport
import Testing

@testable import Engine

/// Which rows go to the archive, and come back.
@Suite struct ArchiveTests {
  private static let rows = [
    QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("C", notes: "after=B"),
  ]

  private func ids(_ queue: TaskQueue) throws -> [String] {
    let rows = try queue.snapshot()
    return (0..<rows.rowCount).compactMap { rows.item(at: $0)?.id }
  }

  @Test func `rows that ended long ago go, unless another waits for them`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      for id in ["A", "B"] {
        _ = try queue.pick(id, as: .session("ann"))
        try queue.perform(
          .finish(.init(id: id, as: .failed(isPermanent: false), notes: "no")), as: .session("ann"))
      }
      clock.pass(.seconds(86400))
      let early = try queue.archive(olderThan: .seconds(86401), as: .session("ann"))
      #expect(early.ids.isEmpty)
      clock.pass(.seconds(2))
      let dry = try queue.archive(olderThan: .seconds(86400), dryRun: true, as: .session("ann"))
      #expect(try ids(queue) == ["A", "B", "C"])
      let archived = try queue.archive(olderThan: .seconds(86400), as: .session("ann"))
      #expect(dry.ids == ["A"] && archived.ids == ["A"])
      #expect(archived.path == "\(folder)/QUEUE-archive.md" && archived.expired == nil)
      #expect(try ids(queue) == ["B", "C"])
      _ = try queue.restore("A", as: .session("ann"))
      #expect(try ids(queue).sorted() == ["A", "B", "C"])
    }
  }

  @Test func `a retention counts only where the folder is trusted`() throws {
    try withTaskQueue(Self.rows, settings: #"{"retention": {"days": 1}}"#) { queue, _ in
      let archived = try queue.archive(olderThan: .seconds(86400), as: .session("ann"))
      #expect(archived.expired?.count == 0)
    }
  }
}
