import Testing

@testable import Workers

/// The records of worktrees, which may come from a clone.
@Suite struct WorktreeRecordTests {
  @Test(arguments: [
    (0, true), (1_769_850_000, true), (-1, false), (4_000_000_000_000_000_000, false),
  ])
  func `a record with a time that no claim has is not one of orch`(_ time: Int, isRead: Bool) {
    var record = WorktreeRecord(id: "A", repository: "/p", base: "abc")
    record.claimedAt = time
    #expect((WorktreeRecord(parsing: Array(record.text.utf8)) != nil) == isRead)
  }
}
