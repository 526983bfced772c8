import QueueModel
import Testing

@Suite struct StalenessTests {
  struct Row: CustomTestStringConvertible {
    let testDescription: String
    var status = Status.inProgress
    let start: String?
    var minutes = 60
    let isStale: Bool
  }

  @Test(arguments: [
    Row(testDescription: "an hour, to the minute", start: "2026-01-31 17:00", isStale: true),
    Row(testDescription: "a minute less", start: "2026-01-31 17:01", isStale: false),
    Row(testDescription: "a month", start: "2025-12-31 18:00", isStale: true),
    Row(testDescription: "just begun", start: "2026-01-31 18:00", isStale: false),
    Row(testDescription: "after no time", start: "2026-01-31 18:00", minutes: 0, isStale: true),
    Row(testDescription: "in the future", start: "2026-01-31 18:01", minutes: 0, isStale: false),
    Row(testDescription: "far in the future", start: "9999-12-31 23:59", isStale: false),
    Row(testDescription: "long ago", start: "0000-01-01 00:00", isStale: true),
    Row(testDescription: "never", start: "0000-01-01 00:00", minutes: .max, isStale: false),
    Row(testDescription: "no start", start: nil, isStale: false),
    Row(testDescription: "unreadable", start: "yesterday", minutes: 0, isStale: false),
    Row(testDescription: "no such day", start: "2025-02-30 10:00", isStale: false),
    Row(
      testDescription: "it only waits", status: .pending, start: "2026-01-01 10:00", isStale: false),
    Row(testDescription: "it is done", status: .done, start: "2026-01-01 10:00", isStale: false),
    Row(
      testDescription: "it is stopped", status: .blocked, start: "2026-01-01 10:00", isStale: false),
  ])
  func `a row in progress is stale after so many minutes`(_ row: Row) {
    let now = QueueTime(epochSeconds: 1_769_850_059, offset: 32400)
    let item = QueueItem(
      id: "A", status: row.status, priority: .p1, task: "t", successCriteria: "c",
      startedAt: row.start)
    #expect(item.isStale(after: row.minutes, at: now) == row.isStale)
  }

  @Test func `a start is a time at the queue's offset`() {
    let item = QueueItem(
      id: "A", status: .inProgress, priority: .p1, task: "t", successCriteria: "c",
      startedAt: "2026-01-31 17:00")
    #expect(item.isStale(after: 60, at: QueueTime(epochSeconds: 1_769_850_000, offset: 32400)))
    #expect(!item.isStale(after: 60, at: QueueTime(epochSeconds: 1_769_850_000, offset: 0)))
  }
}
