import QueueModel
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
