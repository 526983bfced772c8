import Glibc
import Model
import Testing

@testable import Table

/// A row that waits for thousands of others takes time in proportion to them.
@Suite(.serialized) struct LongAfterTests {
  private static func rowWaiting(for count: Int) throws -> QueueDocument {
    let ids = (1...count).map { "X-\($0)" }.joined(separator: ",")
    return try document(queue(row("A", notes: "after=\(ids)")))
  }

  @Test func `lint takes time in proportion to what a row waits for`() throws {
    let (short, long) = (try Self.rowWaiting(for: 1500), try Self.rowWaiting(for: 6000))
    #expect(long.lint().count == 6000)
    Self.expectProportion(Self.time { short.lint().count }, Self.time { long.lint().count })
  }

  @Test func `an edit takes time in proportion to what a row waits for`() throws {
    func time(_ count: Int) throws -> Int {
      let table = try Self.rowWaiting(for: count)
      let edit = Transition.edit(.init(id: "A", [.task: "other"]))
      let context = TransitionContext(
        session: nil, now: QueueTime(epochSeconds: 1_769_850_000, offset: 0))
      return Self.time { (try? edit.decide(in: table, context: context).changes.count) ?? 0 }
    }
    Self.expectProportion(try time(1500), try time(6000))
  }

  /// What is quadratic takes sixteen times as long.
  private static func expectProportion(_ short: Int, _ long: Int) {
    #expect(long < 10 * short + 2_000_000, "\(short) ns, then \(long) ns")
  }

  /// In nanoseconds of this thread, so that other processes do not count; the least of three.
  private static func time(_ body: () -> Int) -> Int {
    (0..<3).map { _ in
      let start = now()
      #expect(body() > 0)
      return now() - start
    }.min() ?? 0
  }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
