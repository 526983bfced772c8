import Host
import QueueModel
import SQLite
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import QueueStore
@testable import SQLiteStore

/// A database that another program is writing.
@Suite struct SQLiteWaitingTests {
  private let items = [
    QueueItem(id: "A", status: .pending, priority: .p0, task: "a", successCriteria: "a")
  ]

  /// What a pick shows while another connection writes, which ends after so long; `nil`
  /// for never.
  private func shown(
    whileLockedFor held: Int?, timeout: Int, _ path: String
  ) throws -> [String] {
    let fake = FakeClock()
    // It is used by one thread at a time: the clock's events happen while the pick waits.
    nonisolated(unsafe) let other = try Database(opening: path, for: .readingAndWriting)
    try other.begin(.immediate)
    if let held { fake.after(held) { try other.rollback() } }
    let lines = Mutex<[String]>([])
    @Sendable func show(_ line: String) { lines.withLock { $0.append(line) } }
    let store = SQLiteStore(
      path: path, author: StoreConformance.author, lockTimeout: timeout,
      offset: StoreConformance.now.offset, clock: fake.clock,
      notice: WaitNotice(show: { show($0) }, clear: { show("over") }))
    let context = TransitionContext(session: "s1", now: StoreConformance.now)
    do throws(StoreError) {
      let outcome = try bare(store.perform(.pick(id: nil), context: context))
      show("picked \(outcome.value.changes.count) after \(fake.waited / 1_000_000) ms")
    } catch {
      guard case .locked(_, let holder) = error else { throw error }
      show("locked by \(holder) after \(fake.waited / 1_000_000) ms")
    }
    return lines.withLock(\.self)
  }

  private static let notice = "waiting for another program, which has queue.db …"

  @Test(arguments: [
    ("soon", 900, 10_000, ["picked 1 after 911 ms"]),
    ("late", 1300, 10_000, [notice, "over", "picked 1 after 1311 ms"]),
    ("too late", 1300, 1200, [notice, "over", "locked by another program after 1200 ms"]),
    ("never", nil, 0, ["locked by another program after 0 ms"]),
  ])
  func `a lock is waited for until the deadline, and told after a second`(
    _ end: String, held: Int?, timeout: Int, lines: [String]
  ) throws {
    try withDatabase(of: items) { path in
      // A write-ahead log: then only who writes waits.
      try Database(opening: path, for: .readingAndWriting).setJournalMode(.wal)
      let shown = try shown(
        whileLockedFor: held.map(Int.milliseconds), timeout: .milliseconds(timeout), path)
      #expect(shown == lines, "\(end)")
    }
  }
}
