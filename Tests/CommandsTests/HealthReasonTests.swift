import Door
import Model
import StoreTestSupport
import Testing
import Text

@testable import Monitoring
@testable import Worktrees

/// What `ops health` says of rows that are tried again and again.
@Suite struct HealthReasonTests {
  private static func health(_ items: [QueueItem], obstacles: [WorkObstacle] = []) -> Health {
    var health = Health()
    health.now = QueueTime(epochSeconds: 1_769_850_000, offset: 0)
    health.repeatedFailures = items.compactMap(RepeatedFailure.init)
    health.obstacles = obstacles
    return health
  }

  private static func item(_ id: String, failures: Int) -> QueueItem {
    var item = QueueItem.sample(id)
    item.claim = Claim(number: 1, nonce: "000000", madeAt: 0, lease: nil)
    item.claim?.streak = FailureStreak(.rateLimit, count: failures)
    return item
  }

  @Test func `a row that failed three times in a row is not well`() throws {
    let health = Self.health([Self.item("A", failures: 2), Self.item("B", failures: 3)])
    #expect(health.state == .alert)
    let reason = try #require(health.reason)
    #expect(reason.english == "B failed 3 times in a row: rate_limit (ops why B)")
    #expect(reason.korean == "B: 3번 연속 실패: rate_limit (ops why B)")
    #expect(Self.health([Self.item("A", failures: 2)]).state == .good)
  }

  @Test func `of a row with an obstacle the obstacle is told`() throws {
    let problem = Problem.adapter(
      .worktree, Sentence(same: "no disk"), hint: Sentence(same: "mend it"))
    let health = Self.health(
      [Self.item("B", failures: 4)], obstacles: [WorkObstacle(id: "B", problem: problem)])
    #expect(health.reason?.english == "B waits: no disk (mend it)")
  }
}
