import Model
import Testing

@testable import Workers

/// Sums of what attempts took, by the entries of a ledger.
@Suite struct CostSummaryTests {
  /// `A claude opus 1500000 cli`: row, worker, model, millionths of a dollar, their source; `-` for
  /// what is unknown. Each is an hour after the one before; the first is at 22:00 in Korea.
  private static func entries(_ lines: [String]) -> [CostEntry] {
    lines.enumerated().map { number, line in
      let words = line.split(separator: " ").map(String.init)
      var entry = CostEntry(
        id: words[0], claimToken: "\(number)", claimNumber: number, worker: words[1],
        adapter: "claude",
        time: QueueTime(epochSeconds: 1_769_864_400 + 3600 * number, offset: 0))
      entry.model = words[2] == "-" ? nil : words[2]
      guard words.count > 3 else { return entry }
      var usage = AgentUsage()
      usage.inputTokens = 10
      usage.microdollars = Int(words[3])
      usage.source = words.count > 4 ? CostSource(rawValue: words[4]) : nil
      entry.usage = usage
      return entry
    }
  }

  /// `name attempts/unknown dollars`, a line for each group, then one for all.
  private static func text(_ summary: CostSummary) -> [String] {
    func line(_ name: String?, _ sum: CostSum) -> String {
      "\(name ?? "-") \(sum.attempts)/\(sum.unknownAttempts) \(sum.usage.dollars ?? "-")"
    }
    return summary.groups.map { line($0.name, $0.sum) } + [line("total", summary.total)]
  }

  private static let mixture = [
    "A claude opus 100001 cli", "B claude opus 200002 cli", "A codex -", "C codex - -",
    "B claude haiku 1 estimate", "C codex - 0 prices",
  ]

  @Test(arguments: [
    (
      CostSummary.Grouping.day, mixture,
      ["2026-01-31 2/0 0.300003", "2026-02-01 4/2 0.000001", "total 6/2 0.300004"]
    ),
    (.row, mixture, ["B 2/0 0.200003", "A 2/1 0.100001", "C 2/1 0.00", "total 6/2 0.300004"]),
    (.worker, mixture, ["claude 3/0 0.300004", "codex 3/2 0.00", "total 6/2 0.300004"]),
    (
      .model, mixture,
      ["opus 2/0 0.300003", "haiku 1/0 0.000001", "- 3/2 0.00", "total 6/2 0.300004"]
    ),
    (.day, [], ["total 0/0 -"]),
    // Nothing is known, which is not a cost of 0.
    (.row, ["A codex -"], ["A 1/1 -", "total 1/1 -"]),
    // Groups that cost the same, and those of unknown cost, by their names.
    (
      .row, ["D w m", "C w m", "B w m 5 cli", "A w m 5 cli"],
      ["A 1/0 0.000005", "B 1/0 0.000005", "C 1/1 -", "D 1/1 -", "total 4/2 0.00001"]
    ),
  ])
  func `entries are summed by what makes a group`(
    _ grouping: CostSummary.Grouping, _ lines: [String], expected: [String]
  ) {
    let summary = Self.summary(of: Self.entries(lines), by: grouping, zone: .fixed(9 * 3600))
    #expect(Self.text(summary) == expected)
  }

  @Test func `a day begins by the queue's time, whatever the entries say`() {
    let entries = Self.entries(["A w m 1 cli", "A w m 2 cli", "A w m 4 cli"])
    let days = { Self.summary(of: entries, by: .day, zone: .fixed($0 * 3600)).groups.map(\.name) }
    #expect(days(9) == ["2026-01-31", "2026-02-01"])
    #expect(days(0) == ["2026-01-31"])
    #expect(days(10) == ["2026-01-31", "2026-02-01"])
    #expect(days(12) == ["2026-02-01"])
  }

  @Test func `a sum says where its money is from, and is as sure as the least sure part`() {
    let sum = Self.sum(
      of: Self.entries([
        "A w m 10 cli", "A w m 20 cli", "A w m 3 estimate", "A w m 0 prices", "A w m",
      ]))
    #expect(
      sum.parts.map { "\($0.source.rawValue) \($0.microdollars)" }
        == ["cli 30", "prices 0", "estimate 3"])
    #expect(sum.usage.source == .estimate)
    #expect(sum.estimatedDollars == "0.000003")
    #expect(sum.usage.inputTokens == 40)
    #expect(sum.usage.outputTokens == nil)
    #expect(CostSum().parts.isEmpty)
  }

  @Test func `ten thousand attempts add up to the millionth, and no number is too large`() {
    let many = Self.sum(of: Self.entries((0..<10_000).map { "A w m \($0) cli" }))
    #expect((many.attempts, many.usage.microdollars) == (10_000, 49_995_000))
    let most = 1 << 52
    let large = Self.sum(of: Self.entries((0..<5000).map { _ in "A w m \(most) cli" }))
    #expect((large.attempts, large.usage.microdollars) == (5000, most))
  }

  @Test func `no more groups are kept than there is memory for`() {
    var summary = CostSummary(by: .row, zone: .fixed(0))
    var entry = Self.entries(["A w m 1 cli"])[0]
    for number in 0...CostSummary.most {
      #expect(!summary.hasMore)
      entry.id = "\(number)"
      summary.add(entry)
    }
    #expect(summary.hasMore && summary.total.attempts == CostSummary.most + 1)
    #expect(summary.groups.count == CostSummary.most)
  }

  private static func sum(of entries: [CostEntry]) -> CostSum {
    entries.reduce(into: CostSum()) { $0.add($1) }
  }

  private static func summary(
    of entries: [CostEntry], by grouping: CostSummary.Grouping, zone: QueueZone
  ) -> CostSummary {
    entries.reduce(into: CostSummary(by: grouping, zone: zone)) { $0.add($1) }
  }
}
