import Model
import Testing

@Suite struct PriorityTests {
  @Test(arguments: [
    ("P0", Priority.p0, 0), ("P1", .p1, 1), ("P2", .p2, 2), ("P3", .unknown("P3"), 3),
    ("p0", .unknown("p0"), 3), ("", .unknown(""), 3), ("high", .unknown("high"), 3),
  ])
  func `a priority keeps its spelling and has a rank`(
    _ text: String, priority: Priority, rank: Int
  ) {
    #expect(Priority(text) == priority)
    #expect(priority.text == text)
    #expect(priority.rank == rank)
  }

  @Test func `the known ones are in order`() {
    #expect(Priority.known.map(\.text) == ["P0", "P1", "P2"])
    #expect(Priority.known.map(\.rank) == [0, 1, 2])
  }
}

@Suite struct QueueItemTests {
  @Test func `each column has the item's text`() {
    let item = QueueItem(
      id: "A", status: .inProgress, priority: .p1, task: "t", successCriteria: "c",
      ownerSession: "s1", startedAt: "2026-01-31 18:00", dueAt: "2026-02-01 18:00",
      notes: Notes("n"))
    #expect(
      Column.allCases.map { "\($0.name)=\(item.text(of: $0) ?? "none")" } == [
        "id=A", "status=IN_PROGRESS", "priority=P1", "task=t", "success_criteria=c",
        "owner_session=s1", "started_at_kst=2026-01-31 18:00", "due_at_kst=2026-02-01 18:00",
        "notes=n",
      ])
  }

  @Test func `a column that holds nothing has none`() {
    let item = QueueItem(id: "A", priority: Priority(""), task: nil, successCriteria: nil)
    let texts = Column.allCases.compactMap(item.text)
    #expect(texts == ["A", "PENDING"])
  }

  @Test func `a failure is an end, being blocked is none`() {
    #expect(Status.allCases.filter(\.isFinished) == [.done, .failed])
  }
}

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
