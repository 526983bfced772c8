import Model
import TestSupport
import Testing
import Text
import Workers

@testable import Door
@testable import Work

/// What becomes of a row whose attempts end with an outage of the worker's service.
@Suite struct OutageTests {
  /// After each attempt: status, attempts that count, seconds until the next one, class.
  @Test(arguments: [
    (
      "nobody's fault: the row waits for a minute longer than the worker", false,
      ["PENDING 0 +120 service", "PENDING 0 +180 service", "PENDING 0 +300 service"]
    ),
    (
      "a row that fails three times while the service does the work of others", true,
      ["PENDING 0 +120 service", "PENDING 0 +120 service", "PENDING 1 +60 agent"]
    ),
  ])
  func `an outage counts only where it is the row's own`(
    _ name: String, othersSucceed: Bool, _ expected: [String]
  ) throws {
    try AttemptPlay.run { play in
      var steps: [String] = []
      for number in 1...expected.count {
        if number > 1 { try play.claimAgain() }
        play.record.ending = .failed(WorkerFailure(.service, note: "HTTP 502"))
        try play.workspace.workers.save(play.record)
        #expect(try play.settle().map(\.id) == ["A"])
        let row = try #require(try play.row)
        let now = play.scene.queue().clock.now.epochSeconds
        let wait = try #require(row.retryNotBefore) - now
        let failure = try #require(row.claim?.streak?.failure.rawValue)
        steps.append("\(row.status.rawValue) \(row.attemptCount) +\(wait) \(failure)")
        play.scene.clock.pass(.seconds(wait))
        if othersSucceed {
          try play.workspace.breaker(of: "w").succeeded(now: play.scene.queue().clock.now)
        }
      }
      #expect(steps == expected)
      let note = othersSucceed ? "fails for this row alone: HTTP 502" : ""
      #expect(try play.row?.notes.prose == note)
    }
  }

  @Test func `a worker whose service is down says so`() throws {
    let now = QueueTime(epochSeconds: 1_769_850_000, offset: 9 * 3600)
    for (failure, english, korean) in [
      (
        FailureClass.service, "paused until 18:01: its service is down: HTTP 502",
        "18:01까지 일시 정지: 서비스가 응답하지 않습니다 (HTTP 502)"
      ),
      (
        .setting, "paused until 18:01: its service does not know a setting: HTTP 502",
        "18:01까지 일시 정지: 서비스가 모르는 설정이 있습니다 (HTTP 502)"
      ),
    ] {
      let pause = WorkerPause(
        until: now.epochSeconds + 60, failure: failure, reason: "HTTP 502")
      #expect(pause.sentence(at: now).english == english)
      #expect(pause.sentence(at: now).korean == korean)
    }
  }
}

extension AttemptPlay {
  /// The row is claimed for the worker once more.
  fileprivate mutating func claimAgain() throws {
    let roster = WorkerRoster(
      workers: [.init(name: "w", timeoutSeconds: 60, graceSeconds: 1)],
      routes: [WorkerRoute(worker: "w")], isNamed: true)
    let dispatch = Transition.Dispatch(maxWorkers: 3, limit: 1, roster: roster)
    let claim = try #require(try scene.queue().perform(.dispatch(dispatch)).item?.claim)
    record = WorkerRecord(
      id: "A", claimToken: claim.token, storeName: record.storeName, label: record.label,
      workerName: "w", supervisor: record.supervisor, graceSeconds: 1,
      settingsDigest: record.settingsDigest)
  }
}
