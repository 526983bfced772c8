import QueueModel
import StoreTestSupport
import Testing

/// When time alone changes what a tick finds.
@Suite struct NextMomentTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let items: [QueueItem]
    /// Seconds from now.
    let next: Int?
  }

  private static let now = context(nil).now.epochSeconds

  private static func waiting(_ id: String, until seconds: Int) -> QueueItem {
    .sample(id, notes: "retry_not_before=\(now + seconds)")
  }

  private static func running(since time: String) -> QueueItem {
    QueueItem.sample("X", .inProgress, owner: "s1").started(time)
  }

  @Test(arguments: [
    Case(
      testDescription: "nothing waits for time", items: [.sample("A"), .sample("B", .failed)],
      next: nil),
    Case(testDescription: "a backoff", items: [waiting("A", until: 60)], next: 60),
    Case(
      testDescription: "the first of several, not one that is over",
      items: [waiting("A", until: 60), waiting("B", until: 0), waiting("C", until: 5)], next: 5),
    Case(
      testDescription: "a time that no clock comes to",
      items: [.sample("A", notes: "retry_not_before=\(Int.max)")], next: .max - now),
    Case(
      testDescription: "a lease on a row that waits",
      items: [.sample("A").claimed(by: "s1", for: 300)], next: 300),
    Case(
      testDescription: "work by hand: the two minutes, then the stale time",
      items: [running(since: "18:00")], next: 120),
    Case(
      testDescription: "work by hand: the stale time", items: [running(since: "17:30")], next: 1800),
    Case(
      testDescription: "work that is stale already", items: [running(since: "16:30")], next: nil),
    Case(
      testDescription: "heartbeats",
      items: [running(since: "17:30").claimed(by: "s1", for: 40, beats: true)], next: 40),
  ])
  func `the next moment`(_ test: Case) throws {
    let moment = try MemoryTable(test.items).nextMoment(
      staleSeconds: 3600, context: context(nil))
    #expect(moment.map { $0 - Self.now } == test.next)
  }
}
