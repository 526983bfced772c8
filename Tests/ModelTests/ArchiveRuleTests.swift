import Model
import StoreTestSupport
import Testing

@Suite struct ArchiveRuleTests {
  private static let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)
  private static let limit = QueueTime(epochSeconds: now.epochSeconds - 86400, offset: 32400)

  private struct Case: CustomTestStringConvertible {
    let testDescription: String
    let rows: [QueueItem]
    let going: [String]

    init(_ description: String, _ rows: QueueItem..., going: String...) {
      testDescription = description
      (self.rows, self.going) = (rows, going)
    }
  }

  /// A row whose work ended so many hours ago, as its start says here.
  private static func row(
    _ id: String, _ status: Status = .done, hours: Int? = 48, after: String...,
    until lease: Int? = nil
  ) -> QueueItem {
    let start = hours.map {
      QueueTime(epochSeconds: now.epochSeconds - $0 * 3600, zone: now.zone).text
    }
    let claim = lease.map {
      Claim(
        number: 1, nonce: "000000", madeAt: 0,
        lease: Lease(owner: "w", expiresAt: now.epochSeconds + $0, hasHeartbeat: true))
    }
    return QueueItem(
      id: id, status: status, priority: Priority("P1"), task: "t", successCriteria: "c",
      startedAt: start, after: after, claim: claim)
  }

  private static let cases = [
    Case(
      "finished rows go, others stay", row("A"), row("B", .failed), row("C", .pending),
      row("D", .inProgress), row("E", .blocked), going: "A", "B"),
    Case("to the second", row("A", hours: 24), row("B", hours: 25), going: "B"),
    Case("ended at an unknown time", row("A", hours: nil), row("B"), going: "B"),
    Case("in the future", row("A", hours: -48), going: ""),
    Case(
      "a row that stays waits for it", row("A"), row("B", .pending, after: "A"), row("C"),
      row("D", .failed, hours: 1, after: "C"), going: ""),
    Case(
      "and for what it waited for", row("A"), row("B", after: "A"), row("C", .pending, after: "B"),
      row("D"), going: "D"),
    Case(
      "rows that wait for each other go together", row("A"), row("B", after: "A"), going: "A", "B"),
    Case("a cycle ends", row("A", after: "B"), row("B", after: "A"), going: "A", "B"),
    Case("waiting for a row that is not there", row("A", after: "Z"), going: "A"),
    Case("a live lease", row("A", until: 60), row("B", until: 0), going: "B"),
    Case("the highest number", row("ORCH-007"), row("ORCH-002"), row("A"), going: "ORCH-002", "A"),
    Case(
      "a higher number stays anyway", row("ORCH-007"), row("ORCH-008", .pending), going: "ORCH-007"),
  ]

  @Test(arguments: cases)
  private func `rows that ended before the limit go, unless others need them`(_ test: Case) throws {
    let rule = ArchiveRule(endedBefore: Self.limit, now: Self.now)
    let going = try rule.rows(in: MemoryTable(test.rows)) { row in
      row.startedAt.flatMap { QueueTime($0, offset: 32400) }
    }
    #expect(going.map(\.id) == test.going.filter { !$0.isEmpty })
  }
}
