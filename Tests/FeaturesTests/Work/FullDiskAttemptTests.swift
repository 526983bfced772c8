import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Work

/// Attempts that end while the disk is full.
@Suite struct FullDiskAttemptTests {
  /// How the worker ended, after how many such attempts, and then the row and the attempt.
  @Test(arguments: [
    (
      WorkerEnding.failed(WorkerFailure(.agent, note: "exit 3", exit: .status(3))), 0,
      "PENDING 0 +60", "interrupted the disk is full: 3 MB free, less than 16 MB"
    ),
    (
      .failed(WorkerFailure(.agent, note: "exit 3", exit: .status(3))), 2,
      "PENDING 0 +240", "interrupted the disk is full: 3 MB free, less than 16 MB"
    ),
    (.failed(WorkerFailure(.timeout, note: "timeout")), 0, "PENDING 1 +60", "timeout timeout"),
  ])
  func `what fails on a full disk does not count, and is not tried again at once`(
    _ ending: WorkerEnding, after count: Int, _ expectedRow: String, _ expectedResult: String
  ) throws {
    try AttemptPlay.run { play in
      let supervise = SuperviseWork(queue: play.scene.queue().working(in: play.workspace))
      var ended = SupervisedWork.Ended(record: play.record, result: WorkerResult(ending))
      ended.shortage = DiskSpace(freeBytes: 3 << 20, freeFiles: nil).shortage
      ended.streak = FailureStreak(.interrupted, count: count)
      try supervise.settle(ended)
      let row = try #require(try play.row)
      let pause = (row.retryNotBefore ?? 0) - play.scene.queue().clock.now.epochSeconds
      #expect("\(row.status.rawValue) \(row.attemptCount) +\(pause)" == expectedRow)
      let result = try #require(play.attempt.result())
      let failure = result.failure?.rawValue ?? "-"
      #expect("\(failure) \(result.reason ?? "-")" == expectedResult)
    }
  }

  /// If it were forgiven, it would run again and again.
  @Test(arguments: [("made.txt", "DONE 0"), ("missing.txt", "PENDING 1")])
  func `a command that succeeded on a full disk is judged by its proofs`(
    _ file: String, _ expected: String
  ) throws {
    try AttemptPlay.run(.command, criteria: "it works; file: \(file)") { play in
      try NewFile.create("\(play.workspace.home)/made.txt", text: "x")
      let queue = play.scene.queue(session: play.record.label, claimToken: play.record.claimToken)
      let report = "[REPORT A]\nStatus: DONE\nCriteria:\n1. met: status 0\n2. met: status 0\n"
      var ended = SupervisedWork.Ended(
        record: play.record, result: WorkerResult(.finished, report: report))
      ended.shortage = DiskSpace(freeBytes: 3 << 20, freeFiles: nil).shortage
      try SuperviseWork(queue: queue.working(in: play.workspace)).settle(ended)
      let row = try #require(try play.row)
      #expect("\(row.status.rawValue) \(row.attemptCount)" == expected)
      let result = try #require(play.attempt.result())
      #expect(result.failure != .interrupted && result.review != nil)
    }
  }

  @Test func `a supervisor waits for room as long as the disk is full`() throws {
    try AttemptPlay.run { play in
      let supervise = SuperviseWork(queue: play.scene.queue().working(in: play.workspace))
      var tries = 0
      try supervise.retryingTransientErrors {
        tries += 1
        if tries <= 60 { throw SystemError(code: ENOSPC, action: .write, path: "x") }
      }
      #expect(tries == 61)
      let waited = play.scene.clock.waited
      let error = SystemError(code: EIO, action: .write, path: "x")
      #expect(throws: error) { try supervise.retryingTransientErrors { throw error } }
      #expect(play.scene.clock.waited - waited == .seconds(511))
    }
  }
}
