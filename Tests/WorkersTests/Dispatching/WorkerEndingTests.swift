import Host
import Model
import Testing
import Text

@testable import Workers

@Suite struct WorkerEndingTests {
  @Test(
    arguments: [
      .handedOver(session: nil), .handedOver(session: "agent:main"), .finished,
      .failed(WorkerFailure(.test, note: "exit 3: a | b", exit: .status(3))),
      .failed(WorkerFailure(.agent, note: "signal 9", exit: .signal(9))),
      .failed(WorkerFailure(.rateLimit, note: "limit", retryAt: 1_800_000_000)),
    ] as [WorkerEnding])
  func `an ending is read as it was written`(_ ending: WorkerEnding) {
    #expect(WorkerEnding(ending.json) == ending)
  }

  /// What versions before 2.7 wrote.
  @Test(
    arguments: [
      (["accepted": "s"], .handedOver(session: "s")),
      (["accepted": .null], .handedOver(session: nil)),
      (["finished": true], .finished),
      (
        ["not_started": "no such program"],
        .failed(WorkerFailure(.spawn, note: "no such program"))
      ),
      (["failed": "exit 3: a"], .failed(WorkerFailure(.agent, note: "exit 3: a"))),
      (["failed": "timeout"], .failed(WorkerFailure(.timeout, note: "timeout"))),
      (["interrupted": true], .failed(WorkerFailure(.interrupted, note: "interrupted"))),
    ] as [(JSONValue, WorkerEnding)])
  func `an ending of an earlier version is read`(_ json: JSONValue, _ ending: WorkerEnding) {
    #expect(WorkerEnding(json) == ending)
  }

  @Test(
    arguments: [.null, 1, [:], ["failed": 1], ["accepting": true], ["failed": ["class": "x"]]]
      as [JSONValue])
  func `invalid JSON is no ending`(_ json: JSONValue) { #expect(WorkerEnding(json) == nil) }
}
