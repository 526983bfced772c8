import Foundation
import Host
import Model
import QueueStore
import TestSupport
import Testing

@testable import Door
@testable import Work
@testable import Worktrees

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

  @Test(arguments: [(61, false, false), (59, false, true), (61, true, true)])
  func `what a killed process left half written goes an hour later`(
    _ minutes: Int, isDryRun: Bool, stays: Bool
  ) throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      _ = try queue.pick("A", as: .session("ann"))
      let path = "\(folder)/.orch/decisions/A/1.json.999999999.new"
      try Directory.createWithParents(Path.parent(of: path))
      try Data("{".utf8).write(to: URL(filePath: path))
      let date = Date(timeIntervalSince1970: TimeInterval(try queue.now().epochSeconds))
      try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
      clock.pass(.seconds(minutes * 60))
      _ = try queue.archive(olderThan: .seconds(86400), dryRun: isDryRun, as: .session("ann"))
      #expect(FileManager.default.fileExists(atPath: path) == stays)
    }
  }

  @Test func `a retention counts only where the folder is trusted`() throws {
    try withTaskQueue(Self.rows, settings: #"{"retention": {"days": 1}}"#) { queue, _ in
      let archived = try queue.archive(olderThan: .seconds(86400), as: .session("ann"))
      #expect(archived.expired?.count == 0)
    }
  }
}
