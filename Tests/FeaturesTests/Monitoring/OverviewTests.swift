import Model
import TestSupport
import Testing
import Text

@testable import Attempts
@testable import Door
@testable import Monitoring
@testable import Work

@Suite struct OverviewTests {
  private static let rows = [
    QueueFixture.row("A", "FAILED", notes: "no disk"), QueueFixture.row("B", "FAILED", "P0"),
    QueueFixture.row("C", notes: "after=A"), QueueFixture.row("D", "IN_PROGRESS", owner: "ann"),
    QueueFixture.row("E", "IN_PROGRESS", "P0", owner: "ben"),
    QueueFixture.row("F", notes: "after=D"),
  ]

  @Test func `it has the first rows of each kind, and all that are stuck`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let overview = try queue.overview(limit: 1)
      #expect(overview.counts == [.failed: 2, .pending: 2, .inProgress: 2])
      #expect(overview.inProgress.map(\.id) == ["E"])
      #expect(overview.stuck.map(\.id) == ["C"])
      let stopped = overview.stopped.map { "\($0.status) \($0.first.map(\.item.id)) \($0.more)" }
      #expect(stopped == ["blocked [] 0", "failed [\"B\"] 1"])
      #expect(overview.stopped[1].first[0].remedy == .retry("B", force: false))
      #expect(overview.now.text == "2026-01-31 18:00")
      #expect(overview.conflicts == 0 && overview.pause == nil)
    }
  }

  @Test func `it says who paused the queue`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      _ = try queue.pause(reason: "a release", as: .session("ann"))
      let overview = try queue.overview(limit: 0)
      #expect(overview.pause?.actor == "ann")
      #expect(overview.inProgress.isEmpty && overview.stopped[1].more == 2)
    }
  }

  @Test func `a list warns of the rows behind those that stopped, where there are some`() throws {
    try withTaskQueue(Self.rows) { queue, _ in
      let rows = try queue.rowsBehindStopped(in: queue.snapshot())
      #expect(rows.map(\.id) == ["C"])
      #expect(rows[0].reason.blockers.labels.english == "A (FAILED)")
    }
    try withTaskQueue([QueueFixture.row("A", notes: "after=B")]) { queue, _ in
      let rows = try queue.rowsBehindStopped(in: queue.snapshot())
      #expect(rows.isEmpty)
    }
  }
}
