import Testing
import Text

@testable import Monitoring

/// The limits of `ops kpi --fail-on`.
@Suite struct FigureLimitTests {
  @Test(
    arguments: [
      ("success<0.9", 0.75, true, "success<0.9: success is 0.7500"),
      ("success<90%", 0.9, false, nil),
      ("success<=90%", 0.9, true, "success<=90%: success is 0.9000"),
      ("lead_time>2h", 7200, false, nil),
      ("lead_time>=2h", 7200, true, "lead_time>=2h: lead_time is 2h"),
      ("lead_p95 > 90s", 5400, true, "lead_p95>90s: lead_p95 is 90m"),
      ("cost>5", 5.25, true, "cost>5: cost is 5.25"),
      ("cost_per_row>0.5", 0.5, false, nil),
      ("success<0.9", nil, false, "success<0.9 is not checked: no row has ended"),
      ("cost>0", nil, false, "cost>0 is not checked: no attempt has a known cost"),
    ] as [(String, Double?, Bool, String?)])
  func `a limit is broken`(
    _ text: String, _ value: Double?, _ isBroken: Bool, _ sentence: String?
  ) throws {
    let checked = CheckedLimit(limit: try FigureLimit(text), value: value)
    #expect(checked.isBroken == isBroken)
    #expect(checked.sentence?.english == sentence)
  }

  @Test(arguments: [
    "", "success", "success<", "success<x", "success=0.9", "<0.9", "speed<1", "lead_time>2",
    "cost>-1", "cost>nan", "cost>1e9", "success<>1",
  ])
  func `another text is no limit`(_ text: String) {
    #expect(throws: InvalidValue.self) { try FigureLimit(text) }
  }
}
