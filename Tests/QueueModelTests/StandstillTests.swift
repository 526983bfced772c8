import Testing

@testable import QueueModel

@Suite struct StandstillTests {
  private static func message(_ items: [QueueItem], maxWorkers: Int = 3) -> String? {
    Transition.Dispatch(maxWorkers: maxWorkers, limit: 1)
      .standstill(
        in: MemoryTable(items), context: TransitionContext(session: "dispatcher", now: now))?
      .message
  }

  private static func atWork(_ ids: String..., owner: String? = "w") -> [QueueItem] {
    ids.map { .sample($0, .inProgress, owner: owner) }
  }

  @Test func `where no row waits there is nothing to tell`() {
    #expect(Self.message([]) == nil)
    #expect(Self.message(Self.atWork("A", "B", "C", "D")) == nil)
  }

  @Test func `where a row may start there is nothing to tell`() {
    #expect(Self.message([.sample("A", after: ["Z"]), .sample("B")]) == nil)
  }

  @Test(arguments: [
    (1, atWork("A"), "A (w) is IN_PROGRESS, and no more than 1 may be"),
    (
      2, atWork("A", "B", owner: nil),
      "A (nobody), B (nobody) are IN_PROGRESS, and no more than 2 may be"
    ),
    (
      3, atWork("A", "B", "C", "D", "E", "F", "G"),
      "A (w), B (w), C (w), D (w), E (w), and 2 more are IN_PROGRESS, and no more than 3 may be"
    ),
  ])
  func `full slots are told with who has them`(
    _ maxWorkers: Int, _ items: [QueueItem], reason: String
  ) {
    #expect(
      Self.message(items + [.sample("X")], maxWorkers: maxWorkers)
        == "nothing is started: \(reason) (orch watchdog takes back the rows whose worker is gone)")
  }

  @Test func `rows that may not start are told in the order in which they would`() {
    var leased = QueueItem.sample("L", .pending, .p0)
    leased.claim = Claim(
      number: 1, nonce: "3fa92c", madeAt: 0,
      lease: Lease(owner: "v\u{202E}", expiresAt: now.epochSeconds + 60, hasHeartbeat: true))
    let busy = QueueItem.sample("A", .inProgress, owner: "w", notes: "touches=Sources/")
    let items = [
      busy, .sample("W", after: ["A", "Z"]),
      .sample("B", notes: "retry_not_before=\(now.epochSeconds + 300)"),
      .sample("T", notes: "touches=Sources/x.swift"), leased,
    ]
    #expect(
      Self.message(items)
        == "nothing is started: L is leased to v\\u{202E} until 2026-01-31 18:01; "
        + "W waits for A (IN_PROGRESS), Z (no readable row); "
        + "B is not tried again before 2026-01-31 18:05; T touches what the work on A touches "
        + "(orch show --id ID tells what keeps a row)")
  }

  @Test func `more than a few rows are counted`() {
    let items = (1...8).map { QueueItem.sample("R\($0)", after: ["Z"]) }
    #expect(
      Self.message(items)?.contains("R5 waits for Z (no readable row); and 3 more (") == true)
  }
}
