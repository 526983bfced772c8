import Foundation
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text
import Workers

@testable import Attempts
@testable import Door
@testable import Work
@testable import Worktrees

/// Which attempts are packed, and how they are read, moved and removed afterwards.
@Suite struct PackAttemptsTests {
  private static let rows = [
    QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("C", notes: "after=B"),
  ]

  /// Leaves an attempt that ended now.
  private func leaveAttempt(_ claim: Int, of id: String, _ queue: TaskQueue) throws {
    let attempt = try #require(try queue.workspace().attempt(of: id, claim: claim))
    var result = AttemptResult(id: id, claimNumber: claim)
    result.endedAt = try queue.now().iso8601
    try attempt.add("output.log", text: "said \(claim)\n")
    try attempt.finish(result)
  }

  private func end(_ id: String, _ queue: TaskQueue) throws {
    _ = try queue.pick(id, as: .session("ann"))
    try queue.perform(
      .finish(.init(id: id, as: .failed(isPermanent: false), notes: "no")), as: .session("ann"))
  }

  private func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter {
      $0.contains("attempts/") || $0.contains("packs/")
    }
  }

  @Test func `attempts of finished rows are packed a day after the last one`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      let sidecar = "\(folder)/.orch"
      for id in ["A", "B"] { try leaveAttempt(1, of: id, queue) }
      try end("A", queue)
      clock.pass(.seconds(3600))
      try leaveAttempt(2, of: "A", queue)
      clock.pass(.seconds(86399))
      #expect(queue.packAttempts() == PackedAttempts())
      clock.pass(.seconds(1))
      let before = try files(sidecar)
      let estimate = queue.packAttempts(dryRun: true)
      #expect(try files(sidecar) == before)
      #expect(estimate.rows == 1 && estimate.count == 2 && estimate.savedBytes == 6 * 4096)
      #expect(queue.packAttempts() == estimate)
      // B is not finished.
      #expect(
        try files(sidecar) == [
          "attempts/B", "attempts/B/1", "attempts/B/1/output.log", "attempts/B/1/result.json",
          "packs/A.zip", "packs/lock",
        ])
      #expect(queue.packAttempts() == PackedAttempts())
      let kept = try queue.keptAttempts(ofRow: "A")
      #expect(kept.map(\.claimNumber) == [1, 2] && kept.allSatisfy { $0.hasLog && $0.hasEnded })
      #expect(try FileTail(of: kept[1].openLog(), upTo: 100).text == "said 2\n")
      #expect(try queue.details(ofRow: "A").evidence == ".orch/packs/A.zip")
      #expect(try queue.details(ofRow: "B").evidence == ".orch/attempts/B")
    }
  }

  @Test func `the most that are wanted are packed, and the next call goes on`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, _ in
      for id in ["A", "B"] {
        try leaveAttempt(1, of: id, queue)
        try end(id, queue)
      }
      clock.pass(.seconds(86400))
      #expect((0..<3).map { _ in queue.packAttempts(most: 1).rows } == [1, 1, 0])
    }
  }

  @Test func `a pack goes to the archive with its row, and comes back`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      try leaveAttempt(1, of: "A", queue)
      try end("A", queue)
      clock.pass(.seconds(86400))
      #expect(queue.packAttempts().count == 1)
      try leaveAttempt(2, of: "A", queue)
      clock.pass(.seconds(2 * 86400))
      // What was added since is moved, and then packed in the archive.
      let archived = try queue.archive(olderThan: .seconds(86400), as: .session("ann"))
      #expect(archived.ids == ["A"] && archived.packed.count == 1)
      let archive = "\(folder)/.QUEUE-archive.md.orch"
      #expect(try files(archive) == ["packs/A.zip"])
      #expect(AttemptFolder.all(sidecar: archive, id: "A").map(\.claimNumber) == [1, 2])
      _ = try queue.restore("A", as: .session("ann"))
      #expect(try files("\(folder)/.orch").contains("packs/A.zip"))
      #expect(try files("\(folder)/.QUEUE-archive.md.orch") == [])
      #expect(try queue.keptAttempts(ofRow: "A").map(\.claimNumber) == [1, 2])
    }
  }

  /// If a process ended while it moved the files of an archived row, the rest comes first.
  @Test func `attempts whose files are still to be moved are not packed`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      try end("A", queue)
      clock.pass(.seconds(86400))
      _ = try queue.archive(olderThan: .seconds(3600), as: .session("ann"))
      try leaveAttempt(1, of: "A", queue)
      clock.pass(.seconds(86400))
      #expect(queue.packAttempts() == PackedAttempts())
      #expect(try files("\(folder)/.orch").contains("attempts/A/1/result.json"))
      let archived = try queue.archive(olderThan: .seconds(3600), as: .session("ann"))
      #expect(archived.files == 2 && archived.packed.count == 1)
      #expect(try files("\(folder)/.QUEUE-archive.md.orch") == ["packs/A.zip"])
    }
  }

  @Test(arguments: [(days: 3, isGone: false), (days: 2, isGone: true)])
  func `a retention removes a pack when its last attempt is too old`(
    _ days: Int, isGone: Bool
  ) throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      try leaveAttempt(1, of: "A", queue)
      clock.pass(.seconds(86400))
      try leaveAttempt(2, of: "A", queue)
      try end("A", queue)
      clock.pass(.seconds(2 * 86400 + 1))
      #expect(queue.packAttempts().count == 2)
      let expire = ExpireAttempts(try queue.workspace(), archive: "\(folder)/.archive")
      var retention = Retention()
      retention.days = days
      let expired = ExpireAttempts.expired(
        by: retention, at: try queue.now(), of: expire.attempts(), finished: ["A"])
      #expect(expired.map(expire.count) == (isGone ? [2] : []))
      #expect(expired.allSatisfy(ExpireAttempts.remove))
      #expect(try queue.keptAttempts(ofRow: "A").isEmpty == isGone)
    }
  }

  @Test func `a pack to which newer attempts were added meanwhile stays`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      try leaveAttempt(1, of: "A", queue)
      try end("A", queue)
      clock.pass(.seconds(86400))
      #expect(queue.packAttempts().count == 1)
      let expire = ExpireAttempts(try queue.workspace(), archive: "\(folder)/.archive")
      let found = expire.attempts()
      try leaveAttempt(2, of: "A", queue)
      clock.pass(.seconds(86400))
      #expect(queue.packAttempts().count == 1)
      #expect(found.map(expire.count) == [0])
      #expect(expire.attempts().map(expire.count) == [2])
    }
  }

  @Test func `no attempt expires while another process changes packs`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, settings: "{}", clock: clock) { queue, folder in
      try leaveAttempt(1, of: "A", queue)
      try end("A", queue)
      clock.pass(.seconds(2 * 86400))
      #expect(queue.packAttempts().count == 1)
      var opening = queue.opening
      opening.environment = Environment([
        "HOME": folder, "ORCH_TRUST": try queue.trust().files().hash,
        "ORCH_LOCK_TIMEOUT": "0",
      ])
      let trusted = TaskQueue.open(opening)
      var retention = Retention()
      retention.days = 1
      let lock = try queue.lockPacks()
      #expect(trusted.expireAttempts(by: retention).count == 0)
      #expect(try queue.keptAttempts(ofRow: "A").count == 1)
      _ = consume lock
      #expect(trusted.expireAttempts(by: retention).count == 1)
      #expect(try queue.keptAttempts(ofRow: "A").isEmpty)
    }
  }

  @Test func `packed attempts of another queue stay`() throws {
    try withTaskQueue(Self.rows) { queue, folder in
      try leaveAttempt(1, of: "A", queue)
      let attempt = try #require(try queue.workspace().attempt(of: "A", claim: 2))
      var result = AttemptResult(id: "A", claimNumber: 2)
      result.store = "queue.db"
      try attempt.finish(result)
      let pack = try #require(AttemptPack(sidecar: "\(folder)/.orch", id: "A"))
      let all = AttemptFolder.unpacked(sidecar: "\(folder)/.orch", id: "A")
      #expect(try pack.add(all, endedAt: 1).removeFiles())
      let expire = ExpireAttempts(try queue.workspace(), archive: "\(folder)/.archive")
      #expect(expire.attempts().map(expire.count) == [0])
    }
  }

  @Test func `a pack that is damaged is named, and nothing is packed into it`() throws {
    let clock = FakeClock()
    try withTaskQueue(Self.rows, clock: clock) { queue, folder in
      try leaveAttempt(1, of: "A", queue)
      try end("A", queue)
      clock.pass(.seconds(86400))
      let pack = try #require(AttemptPack(sidecar: "\(folder)/.orch", id: "A"))
      try AttemptPack.createFolder(in: "\(folder)/.orch")
      try NewFile.create(pack.path, text: "no zip file, however long the text in it may be\n")
      #expect(queue.packAttempts() == PackedAttempts())
      #expect(try files("\(folder)/.orch").contains("attempts/A/1/output.log"))
      let problem = #expect(throws: Problem.self) { try queue.keptAttempts(ofRow: "A") }
      #expect(problem?.message == "cannot use \(pack.path): it is not a whole zip file")
    }
  }

  @Test func `doctor says what packing would save, if that is much`() throws {
    let clock = FakeClock()
    let rows = (1...20).map { QueueFixture.row("A-\($0)", "DONE") }
    try withTaskQueue(rows, clock: clock) { queue, _ in
      let log = String(repeating: "the worker says the same\n", count: 40_000)
      for id in (1...20).map({ "A-\($0)" }) {
        let attempt = try #require(try queue.workspace().attempt(of: id, claim: 1))
        var result = AttemptResult(id: id, claimNumber: 1)
        result.endedAt = try queue.now().iso8601
        try attempt.add("output.log", text: log)
        try attempt.finish(result)
      }
      #expect(queue.packDiagnoses() == [])
      clock.pass(.seconds(86400))
      let found = try #require(queue.packDiagnoses().first)
      #expect(
        found.message.english
          == "the attempts of about 20 finished rows are not packed: that would save about 12 MB")
      #expect(queue.packAttempts().rows == 20)
      #expect(queue.packDiagnoses() == [])
    }
  }
}
