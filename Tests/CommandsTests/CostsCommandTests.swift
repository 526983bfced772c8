import Commands
import Door
import Foundation
import Host
import Model
import Operator
import Programs
import TestSupport
import Testing
import Text
import Workers

@testable import Runner

/// What `ops costs` and other commands say of the ledger of costs.
@Suite struct CostsCommandTests {
  /// Two days, a row that is gone, an attempt of unknown cost, an estimate, a line twice, one of
  /// something else, and one that a crash has cut.
  private static let ledger = """
    {"schema":1,"time":"2026-01-30T23:59:59+09:00","id":"A","claim":1,"attempt":"a","worker":"claude","adapter":"claude","model":"sonnet","session":"s","usage":{"input_tokens":4612,"cached_input_tokens":3400,"output_tokens":250},"cost":{"usd":0.031235,"source":"cli"}}
    {"schema":1,"time":"2026-01-30T15:00:00+00:00","id":"A","claim":2,"attempt":"b","worker":"codex","adapter":"codex","model":null,"session":null,"usage":{"input_tokens":5200,"cached_input_tokens":4096,"output_tokens":310},"cost":null}
    {"schema":1,"time":"2026-01-31T10:00:00+09:00","id":"A","claim":3,"attempt":"c","worker":"claude","adapter":"claude","model":"sonnet","session":"s","usage":{"input_tokens":388},"cost":{"usd":1.5,"source":"estimate"}}
    {"schema":1,"time":"2026-01-31T10:00:00+09:00","id":"A","claim":3,"attempt":"c","worker":"claude","adapter":"claude","model":"sonnet","session":"s","usage":{"input_tokens":388},"cost":{"usd":1.5,"source":"estimate"}}
    what is this?
    {"schema":1,"time":"2026-01-31T17:00:00+09:00","id":"G\\u001b[1mONE","claim":1,"attempt":"d","worker":"codex","adapter":"codex","model":"gpt","session":null,"usage":null,"cost":{"usd":0.5,"source":"prices"}}
    {"schema":1,"time":"2026-01-31T17:30:00+09:00","id":"A","claim":4,"attem
    """

  private func withLedger(_ body: (Scene) throws -> Void) throws {
    try withScene(["| A | DONE | P1 | work | it works | - | - | - | plan=p |"]) { scene in
      try Directory.create("\(scene.folder)/.orch", permissions: 0o700)
      try writeAged(Self.ledger, to: "\(scene.folder)/.orch/costs.jsonl")
      try body(scene)
    }
  }

  @Test(arguments: [
    (
      "costs",
      """
      2026-01-30	1	4612	3400	250	0.031235	0
      2026-01-31	3	5588	4096	310	2.00	1
      total	4	10200	7496	560	2.031235	1
      """
    ),
    (
      "costs --by row",
      """
      A	3	10200	7496	560	1.531235	1
      G\\u{1B}[1mONE	1	-	-	-	0.50	0
      total	4	10200	7496	560	2.031235	1
      """
    ),
    (
      "costs --by worker --since 2026-01-31",
      """
      claude	1	388	-	-	1.50	0
      codex	2	5200	4096	310	0.50	1
      total	3	5588	4096	310	2.00	1
      """
    ),
    (
      "costs --by model --since 0h",
      """
      sonnet	1	388	-	-	1.50	0
      gpt	1	-	-	-	0.50	0
      -	1	5200	4096	310	-	1
      total	3	5588	4096	310	2.00	1
      """
    ),
    (
      "costs --by plan",
      """
      p	3	10200	7496	560	1.531235	1
      -	1	-	-	-	0.50	0
      total	4	10200	7496	560	2.031235	1
      """
    ),
    ("costs --since 2026-02-01", "No costs since 2026-02-01"),
    (
      "costs --json",
      #"""
      {"by":"day","since":null,"total":{"attempts":4,"unknown_attempts":1,"usage":{"input_tokens":10200,"cached_input_tokens":7496,"output_tokens":560},"cost":{"usd":2.031235,"source":"estimate"},"by_source":{"cli":0.031235,"prices":0.5,"estimate":1.5}},"groups":[{"name":"2026-01-30","attempts":1,"unknown_attempts":0,"usage":{"input_tokens":4612,"cached_input_tokens":3400,"output_tokens":250},"cost":{"usd":0.031235,"source":"cli"}},{"name":"2026-01-31","attempts":3,"unknown_attempts":1,"usage":{"input_tokens":5588,"cached_input_tokens":4096,"output_tokens":310},"cost":{"usd":2.0,"source":"estimate"},"by_source":{"prices":0.5,"estimate":1.5}}]}
      """#
    ),
    (
      "costs --by model --since 1h --json",
      #"""
      {"by":"model","since":"2026-01-31","total":{"attempts":3,"unknown_attempts":1,"usage":{"input_tokens":5588,"cached_input_tokens":4096,"output_tokens":310},"cost":{"usd":2.0,"source":"estimate"},"by_source":{"prices":0.5,"estimate":1.5}},"groups":[{"name":"sonnet","attempts":1,"unknown_attempts":0,"usage":{"input_tokens":388,"cached_input_tokens":null,"output_tokens":null},"cost":{"usd":1.5,"source":"estimate"}},{"name":"gpt","attempts":1,"unknown_attempts":0,"usage":null,"cost":{"usd":0.5,"source":"prices"}},{"name":null,"attempts":1,"unknown_attempts":1,"usage":{"input_tokens":5200,"cached_input_tokens":4096,"output_tokens":310},"cost":null}]}
      """#
    ),
  ])
  func `costs sums the ledger, and passes over lines that are none of it`(
    _ line: String, text: String
  ) throws {
    try withLedger { scene in
      #expect(scene.run(line, of: Ops.program) == .init(output: text + "\n"))
    }
  }

  /// Of this day 2 USD are known, and of one attempt nothing: it counts as the 0.50 USD that
  /// its worker took on average.
  @Test func `costs has the limits, and what is left of them today`() throws {
    try withLedger { scene in
      try writeAged(
        #"{"workers": {"codex": {"adapter": "codex"}}, "#
          + #""budget": {"usd_per_day": 20, "usd_per_row": 3, "tokens_per_day": 20000}}"#,
        to: "\(scene.folder)/orch.json")
      let budget =
        #","budget":[{"key":"usd_per_day","limit":20.0,"spent":2.5,"left":17.5},"#
        + #"{"key":"usd_per_row","limit":3.0},"#
        + #"{"key":"tokens_per_day","limit":20000,"spent":15882,"left":4118}]}"#
      for line in ["costs --json", "costs --json --since 2026-01-31 --by row"] {
        let shown = scene.run(line, of: Ops.program)
        #expect(shown.output.hasSuffix(budget + "\n"), "\(shown)")
      }
    }
  }

  @Test func `costs of nothing are no table of zeros`() throws {
    try withScene([]) { scene in
      #expect(scene.run("costs", of: Ops.program) == .init(output: "No costs yet\n"))
      #expect(
        scene.run("costs --by row --json", of: Ops.program).output == """
          {"by":"row","since":null,"total":{"attempts":0,"unknown_attempts":0,"usage":null,"cost":null},"groups":[]}

          """)
    }
  }

  @Test func `on a terminal the columns are aligned, and what is unknown is counted`() throws {
    try withLedger { scene in
      var scene = scene
      scene.terminal = (true, true)
      scene.environment = ["NO_COLOR": "1"]
      #expect(
        scene.run("costs", of: Ops.program).output == """
          DAY         ATTEMPTS  INPUT  CACHED  OUTPUT       COST  ESTIMATED  UNKNOWN
          2026-01-30         1   4612    3400     250  $0.031235
          2026-01-31         3   5588    4096     310      $2.00      $1.50   1 of 3
          TOTAL              4  10200    7496     560  $2.031235      $1.50   1 of 4

          """)
      scene.width = 40
      #expect(
        scene.run("costs --by worker", of: Ops.program).output == """
          WORKER  ATTEMPTS       COST  UNKNOWN
          claude         2  $1.531235
          codex          2      $0.50   1 of 2
          TOTAL          4  $2.031235   1 of 4

          """)
      scene.width = 80
      scene.environment["LANG"] = "ko_KR.UTF-8"
      #expect(
        scene.run("costs --by model", of: Ops.program).output == """
          모델    시도   입력  캐시  출력       비용   추정    모름
          sonnet     2   5000  3400   250  $1.531235  $1.50
          gpt        1      -     -     -      $0.50
          -          1   5200  4096   310          -         1 중 1
          합계       4  10200  7496   560  $2.031235  $1.50  4 중 1

          """)
      #expect(
        scene.run("costs --since 3000-01-01", of: Ops.program).output
          == "3000-01-01부터 비용이 없습니다\n")
    }
  }

  @Test(arguments: [
    (
      "--db missing.db",
      "no database at ~/missing.db (orch migrate makes one from QUEUE.md, orch init --db ~/missing.db an empty one)"
    ),
    ("--queue Q.md", "no queue at ~/Q.md (orch init --queue ~/Q.md creates one)"),
  ])
  func `a queue that is missing has no costs`(_ options: String, error: String) throws {
    try withLedger { scene in
      #expect(
        scene.run("costs \(options)", of: Ops.program)
          == .init(status: 66, errors: "ERROR: \(error)\n"))
    }
  }

  @Test(arguments: [
    (
      "costs --by team",
      "ERROR: invalid value 'team' for --by: use day|row|worker|model|plan (usage: ops costs [options]; ops costs --help)"
    ),
    (
      "costs --since lately",
      "ERROR: invalid value 'lately' for --since: use a time such as 24h, 7d or 4w, or a date such as 2026-01-31 (usage: ops costs [options]; ops costs --help)"
    ),
  ])
  func `what makes no group, or is no day, is refused`(_ line: String, error: String) throws {
    try withLedger { scene in
      #expect(scene.run(line, of: Ops.program) == .init(status: 64, errors: error + "\n"))
    }
  }

  @Test func `a ledger that can't be read is an error, and no cost of nothing`() throws {
    try withLedger { scene in
      let ledger = "\(scene.folder)/.orch/costs.jsonl"
      #expect(rename(ledger, "\(scene.folder)/theirs") == 0)
      #expect(symlink("../theirs", ledger) == 0)
      let error =
        "cannot use ~/.orch/costs.jsonl: Too many levels of symbolic links "
        + "(links are not followed here: remove it)\n"
      #expect(
        scene.run("costs", of: Ops.program) == .init(status: 77, errors: "ERROR: \(error)"))
      let shown = scene.run("show A")
      #expect(shown.status == 0 && shown.output.hasPrefix("id                A\n"), "\(shown)")
      #expect(shown.errors == "WARNING: left out: \(error)")
    }
  }

  @Test func `show has what all attempts at the row cost`() throws {
    try withLedger { scene in
      let line = "\ncost              1.531235 USD (1.50 estimated), 1 of 3 attempts unknown\n"
      #expect(scene.run("show A").output.contains(line))
      let json =
        #""attempts":{},"allowed":["edit","rm","reopen","move"],"costs":{"attempts":3,"unknown_attempts":1,"#
        + #""usage":{"input_tokens":10200,"cached_input_tokens":7496,"output_tokens":560},"#
        + #""cost":{"usd":1.531235,"source":"estimate"},"by_source":{"cli":0.031235,"estimate":1.5}}}"#
      #expect(scene.run("show A --json").output.hasSuffix(json + "\n"))
      try writeAged("", to: "\(scene.folder)/.orch/costs.jsonl")
      #expect(
        scene.run("show A --json").output.hasSuffix(
          #""attempts":{},"allowed":["edit","rm","reopen","move"]}"# + "\n"))
      #expect(!scene.run("show A").output.contains("cost"))
    }
  }

  @Test func `an attempt whose cost is an estimate says so`() throws {
    try withLedger { scene in
      var folder = "\(scene.folder)/.orch"
      for name in ["attempts", "A", "3"] {
        folder += "/\(name)"
        try Directory.create(folder, permissions: 0o700)
      }
      try writeAged(
        #"{"schema":1,"id":"A","claim":3,"store":"QUEUE.md","status":"DONE","#
          + #""cost":{"usd":1.5,"source":"estimate"}}"#, to: "\(folder)/result.json")
      let json = #""usage":null,"cost":{"usd":1.5,"source":"estimate"},"session":null,"#
      #expect(scene.run("show A --attempts --json").output.contains(json))
      #expect(
        scene.run("show A --attempts").output == "3\t-\t-\t-\tDONE\t-\t-\t1.50\t-\t-\t-\t-\n")
      var terminal = scene
      terminal.terminal = (true, true)
      terminal.environment = ["NO_COLOR": "1"]
      #expect(terminal.run("show A --attempts").output.contains("  ~$1.50\n"))
    }
  }

  @Test func `kpi has a line of costs where the ledger has attempts`() throws {
    try withLedger { scene in
      let added = "add -q --id B --priority P1 --task t --success-criteria c"
      #expect(scene.run(added).status == 0 && scene.run("done B --notes n -q").status == 0)
      let line = "costs today_usd=2.00 total_usd=2.031235 per_done_usd=- attempts=4 unknown=1\n"
      #expect(scene.run("kpi", of: Ops.program).output.hasSuffix("\n\(line)"))
      try writeAged(
        Self.ledger.replacing("\"id\":\"A\"", with: "\"id\":\"B\""),
        to: "\(scene.folder)/.orch/costs.jsonl")
      let json =
        #""costs":{"today_usd":2.0,"total_usd":2.0,"per_done_usd":1.531235,"attempts":3,"unknown_attempts":1}}"#
      #expect(
        scene.run("kpi --since 2026-01-31 --json", of: Ops.program).output.hasSuffix(json + "\n"))
      try writeAged("", to: "\(scene.folder)/.orch/costs.jsonl")
      #expect(!scene.run("kpi", of: Ops.program).output.contains("costs"))
      #expect(!scene.run("kpi --json", of: Ops.program).output.contains("costs"))
    }
  }

  @Test(arguments: [
    (["1500000 cli"], "1.50 USD", "1.50 USD"),
    (["-"], "unknown", "모름"),
    (["-", "-"], "unknown of 2 attempts", "시도 2번 모두 모름"),
    (
      ["1500000 cli", "-", "2 prices"], "1.500002 USD, 1 of 3 attempts unknown",
      "1.500002 USD, 시도 3번 중 1번 모름"
    ),
    (["10000 estimate"], "0.01 USD (estimated)", "0.01 USD (추정)"),
    (["10000 estimate", "0 cli"], "0.01 USD (estimated)", "0.01 USD (추정)"),
    (["10000 estimate", "20000 cli"], "0.03 USD (0.01 estimated)", "0.03 USD (0.01 추정)"),
  ])
  func `what a row cost is said with how sure that is`(
    _ costs: [String], english: String, korean: String
  ) {
    var sum = CostSum()
    for cost in costs {
      var entry = CostEntry(
        id: "A", claimToken: "a", claimNumber: 1, worker: "w", adapter: "claude",
        time: QueueTime(epochSeconds: 0, offset: 0))
      let words = cost.split(separator: " ")
      var usage = AgentUsage()
      usage.microdollars = Int(words[0])
      usage.source = words.last.flatMap { CostSource(rawValue: String($0)) }
      entry.usage = usage
      sum.add(entry)
    }
    #expect(sum.label.english == english)
    #expect(sum.label.korean == korean)
  }
}
