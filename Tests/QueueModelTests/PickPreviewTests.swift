import StoreTestSupport
import Testing

@testable import QueueModel

@Suite struct PickPreviewTests {
  private static func preview(_ items: [QueueItem], limit: Int = 3) throws -> PickPreview {
    try PickPreview(
      of: MemoryTable(items), limit: limit, context: TransitionContext(session: "s", now: now))
  }

  private static func leased(_ id: String, to owner: String) -> QueueItem {
    var item = QueueItem.sample(id)
    item.claim = Claim(
      number: 1, nonce: "3fa92c", madeAt: 0,
      lease: Lease(owner: owner, expiresAt: now.epochSeconds + 60, hasHeartbeat: true))
    return item
  }

  @Test func `what comes next is the row that a pick would claim, as it stands`() throws {
    let waiting = QueueItem.sample("W", .pending, .p0, after: ["A"])
    let items = [waiting, .sample("A"), .sample("B", .pending, .p0), .sample("C", .done)]
    #expect(try Self.preview(items).next == items[2])
    #expect(try Self.preview([waiting, .sample("A", .inProgress, owner: "w")]).next == nil)
    #expect(try Self.preview([]).next == nil)
  }

  @Test func `a row whose work was done under another key is neither next nor held`() throws {
    let preview = try Self.preview([
      .sample("A", notes: "idempotency_key=k"), .sample("D", .done, notes: "idempotency_key=k"),
      .sample("B"),
    ])
    #expect(preview.next?.id == "B")
    #expect(preview.held == [])
  }

  @Test func `rows that may not start are held, by the words of a pick`() throws {
    let later = QueueItem.sample("B", notes: "retry_not_before=\(now.epochSeconds + 300)")
    let items = [
      later, .sample("W", .pending, .p0, after: ["A", "Z"]), Self.leased("L", to: "v"),
      Self.leased("M", to: "s"), .sample("A", .failed),
    ]
    let preview = try Self.preview(items, limit: 9)
    #expect(
      preview.held.map { "\($0.id): \($0.refusal.message)" } == [
        "W: W waits for A (FAILED), Z (no readable row)",
        "B: B is not tried again before 2026-01-31 18:05",
        "L: L is leased to v until 2026-01-31 18:01",
      ])
    #expect(preview.next?.id == "M")
    #expect(try Self.preview(items, limit: 2).held == Array(preview.held.prefix(2)))
  }
}
