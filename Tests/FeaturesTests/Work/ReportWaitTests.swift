import Git
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Work
@testable import Worktrees

/// Reports that wait: for how long, and what people are told of them.
@Suite struct ReportWaitTests {
  private let lock = Problem.worktree(
    .git(.failed(command: "update-ref", folder: "/x", reason: "Unable to create 'x.lock'")))

  @Test func `a failure of git is tried again after waits that grow to an hour`() throws {
    try AttemptPlay.run { play in
      try play.workspace.workers.save(play.record)
      let reports = ReceiveReport(queue: play.scene.queue().working(in: play.workspace))
      let report = SpooledReport(
        receivedAt: "2026-01-31T18:00:00+09:00", store: "QUEUE.md", session: play.record.label,
        claimToken: play.record.claimToken, traceID: "trace-1", currentTokens: nil,
        message: "[REPORT A]\nStatus: DONE\n")
      var waits: [Int] = []
      for _ in 0..<9 {
        let begin = play.scene.queue().clock.now.epochSeconds
        reports.note(lock, of: report)
        let wait = try #require(
          play.workspace.workers.reportWait(ofClaim: play.record.claimToken))
        waits.append(wait.next - begin)
        #expect(reports.waitsLonger(report))
        play.scene.clock.pass(.seconds(wait.next - begin - 1))
        #expect(reports.waitsLonger(report))
        play.scene.clock.pass(.seconds(1))
        #expect(!reports.waitsLonger(report))
      }
      #expect(waits == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600])
      // Once it was routed, nothing is known of it any more.
      reports.note(nil, of: report)
      #expect(play.workspace.workers.reportWait(ofClaim: play.record.claimToken) == nil)
    }
  }

  /// The status of the second report, and what becomes of the row.
  @Test(arguments: [
    ("FAILED", Status.blocked, "another report of this attempt says FAILED"),
    ("DONE", .done, ""),
  ])
  func `two reports of one attempt that differ leave the row to a person`(
    _ second: String, _ status: Status, _ reason: String
  ) throws {
    try AttemptPlay.run { play in
      play.record.endedAt = play.scene.queue().clock.now.iso8601
      play.record.ending = .finished
      try play.workspace.workers.save(play.record)
      for (number, said) in ["DONE", second].enumerated() {
        let report = SpooledReport(
          receivedAt: "2026-01-31T18:00:00+09:00", store: "QUEUE.md", session: play.record.label,
          claimToken: play.record.claimToken, traceID: "trace-\(number)", currentTokens: nil,
          message: "[REPORT A]\nStatus: \(said)\n1. met: done well, 3 of 3\n")
        try play.workspace.inbox.spool(report, now: number)
      }
      try ReceiveReport(queue: play.scene.queue().working(in: play.workspace)).drain { _ in }
      let row = try #require(try play.row)
      #expect(row.status == status)
      #expect((row.awaited == .approval) == (status == .blocked))
      #expect(row.notes.text.contains(reason), "\(row.notes.text)")
      #expect(try play.workspace.inbox.waiting() == [])
    }
  }

  @Test func `a tick that does not come is named once it is two minutes late`() throws {
    try AttemptPlay.run { play in
      func why() throws -> String? {
        let explain = ExplainWaiting(queue: play.scene.queue().working(in: play.workspace))
        let answer = try explain(of: "A", in: play.scene.store.snapshot())
        guard case .inProgress(_, let waiting)? = answer.explanations.first?.reason else {
          return "not in progress"
        }
        let problem = try waiting.map { try #require($0.cause as? Problem) }
        return problem.map { "\($0.sentence.english) (\($0.hint.english))" }
      }
      try play.workspace.workers.save(play.record)
      play.record.endedAt = play.scene.queue().clock.now.iso8601
      play.record.ending = .finished
      try play.workspace.workers.save(play.record)
      play.scene.clock.pass(.seconds(119))
      #expect(try why() == nil)
      play.scene.clock.pass(.seconds(1))
      #expect(try why() == "its worker has ended, and no tick ran since (orch tick)")
      _ = try play.settle()
      #expect(try why() == "not in progress")
    }
  }
}
