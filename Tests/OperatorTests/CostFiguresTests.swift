import Door
import Model
import Testing
import Text
import Workers

@testable import Attempts
@testable import Operator

/// What agents cost, by the entries of a ledger and the rows that are DONE.
@Suite struct CostFiguresTests {
  @Test(arguments: [
    (CostSummary.Grouping.day, "days", "날이"), (.row, "rows", "행이"), (.worker, "workers", "워커가"),
    (.model, "models", "모델이"), (.plan, "plans", "계획이"),
  ])
  func `a ledger with too many groups is refused`(
    _ grouping: CostSummary.Grouping, _ english: String, _ korean: String
  ) {
    let problem = Problem.tooManyGroups(grouping, in: "/q/costs.jsonl", limit: 9)
    #expect(
      problem.message == "cannot read /q/costs.jsonl: it has more than 9 \(english)")
    #expect(problem.sentence.korean == "/q/costs.jsonl: 읽을 수 없습니다: \(korean) 9개보다 많습니다")
    #expect(problem.exitStatus == .inputOutput)
  }

  /// `A -90 250000`: row, minutes from 18:00 on 31 January 2026, millionths of a US dollar.
  private func figures(
    _ lines: [String], done: Set<String> = [], sinceMinute minute: Int? = nil
  ) -> CostFigures? {
    let now = QueueTime(epochSeconds: 1_769_850_000, offset: 32400)
    func time(_ minute: Int) -> QueueTime {
      QueueTime(epochSeconds: now.epochSeconds + 60 * minute, offset: 0)
    }
    let entries = lines.enumerated().map { number, line in
      let words = line.split(separator: " ").map(String.init)
      var entry = CostEntry(
        id: words[0], claimToken: "\(number)", claimNumber: 1, worker: "w", adapter: "claude",
        time: time(Int(words[1]) ?? 0))
      var usage = AgentUsage()
      usage.microdollars = Int(words[2])
      entry.usage = usage
      return entry
    }
    return CostFigures(
      at: now, since: minute.map(time), isDone: { done.contains($0) },
      visiting: { entries.forEach($0) })
  }

  @Test(
    arguments: [
      (
        ["A -1 250000", "B -1080 1000000", "B -1081 500000"], ["A", "B"], nil,
        "costs today_usd=1.25 total_usd=1.75 per_done_usd=0.875 attempts=3 unknown=0"
      ),
      // What did not end in DONE costs, too, but is no row's price.
      (
        ["A -1 250000", "B -1 1000000", "C -1 -"], ["A", "C", "D"], nil,
        "costs today_usd=1.25 total_usd=1.25 per_done_usd=0.25 attempts=3 unknown=1"
      ),
      (
        ["A -1500 250000", "A -1 -"], ["A"], nil,
        "costs today_usd=- total_usd=0.25 per_done_usd=0.25 attempts=2 unknown=1"
      ),
      (
        ["A -1500 250000", "A -1 -"], ["A"], -60,
        "costs today_usd=- total_usd=- per_done_usd=0.25 attempts=1 unknown=1"
      ),
      (
        ["A -1 1", "B -1 0", "C -1 0"], ["A", "B", "C"], nil,
        "costs today_usd=0.000001 total_usd=0.000001 per_done_usd=0.00 attempts=3 unknown=0"
      ),
      (
        ["A -1 1"], [], nil,
        "costs today_usd=0.000001 total_usd=0.000001 per_done_usd=- attempts=1 unknown=0"
      ),
      ([], ["A"], nil, nil),
    ] as [([String], Set<String>, Int?, String?)])
  func `the figures are of today, of all, and of a DONE row`(
    _ lines: [String], done: Set<String>, since: Int?, line: String?
  ) {
    #expect(figures(lines, done: done, sinceMinute: since)?.line == line)
  }

  @Test func `what is unknown is null in JSON`() {
    #expect(
      figures(["A -1 -"])?.jsonText == """
        {"today_usd":null,"total_usd":null,"per_done_usd":null,"attempts":1,"unknown_attempts":1}
        """)
    #expect(
      figures(["A -1 1234567"], done: ["A"])?.jsonText == """
        {"today_usd":1.234567,"total_usd":1.234567,"per_done_usd":1.234567,"attempts":1,\
        "unknown_attempts":0}
        """)
  }
}
