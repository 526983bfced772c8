import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door
@testable import Work

/// Which attempts go, by their age and their size.
@Suite struct ExpireAttemptsTests {
  struct Kept: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var days: Int?
    var bytes: Int?
    /// The attempts that go.
    let gone: [String]
  }

  @Test(arguments: [
    Kept(testDescription: "no limit", gone: []),
    Kept(testDescription: "two days", days: 2, gone: ["A 1"]),
    Kept(testDescription: "none is so old", days: 9, gone: []),
    Kept(testDescription: "all but the newest", bytes: 1, gone: ["A 1", "A 3"]),
  ])
  func `the oldest attempts of finished rows go`(_ kept: Kept) throws {
    try withTemporaryDirectory { folder in
      let workspace = Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        environment: Environment([:]))
      // B is not finished.
      for (id, claim, day) in [("A", 1, 1), ("B", 2, 2), ("A", 3, 4)] {
        let attempt = try #require(workspace.attempt(of: id, claim: claim))
        var result = AttemptResult(id: id, claimNumber: claim)
        result.endedAt = "2026-01-0\(day)T12:00:00+09:00"
        try attempt.finish(result)
      }
      var retention = Retention()
      (retention.days, retention.bytes) = (kept.days, kept.bytes)
      let expire = ExpireAttempts(workspace, archive: "\(folder)/.archive")
      let now = try #require(QueueTime(iso8601: "2026-01-04T13:00:00+09:00"))
      let expired = ExpireAttempts.expired(
        by: retention, at: now, of: expire.attempts(), finished: ["A"])
      #expect(expired.map { "\($0.id) \($0.claimNumber)" } == kept.gone)
      #expect(expired.allSatisfy(ExpireAttempts.remove))
      #expect(expire.attempts().count == 3 - kept.gone.count)
    }
  }
}
