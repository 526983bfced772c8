import Host
import Model
import TestSupport
import Testing

@testable import Workers

/// What an attempt took, by the counters of its program and the prices.
@Suite struct CostCountingTests {
  /// Tokens of input, cache and output, and millionths of a dollar.
  private static func usage(
    _ input: Int?, _ cached: Int?, _ output: Int?, _ microdollars: Int? = nil,
    _ source: CostSource? = nil
  ) -> AgentUsage {
    var usage = AgentUsage()
    (usage.inputTokens, usage.cachedInputTokens) = (input, cached)
    (usage.outputTokens, usage.microdollars) = (output, microdollars)
    usage.source = microdollars == nil ? nil : source ?? .cli
    return usage
  }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let adapter: WorkerProfile.Adapter
    /// What the program says of its version, and what it answered before.
    var version: String?
    var remembered: String?
    var turn: AgentUsage?
    var counters: AgentUsage?
    /// What the session's counters said before.
    var last: AgentUsage?
    var price: TokenPrice?
    let took: AgentUsage?
    var total: AgentUsage?
  }

  private static let price = TokenPrice(
    input: 1_250_000, cachedInput: 125_000, output: 10_000_000)

  private static let sessions = [
    Case(
      testDescription: "the first of a thread", adapter: .codex, counters: usage(100, 60, 10),
      took: usage(100, 60, 10), total: usage(100, 60, 10)),
    Case(
      testDescription: "a thread that goes on", adapter: .codex, counters: usage(150, 70, 30),
      last: usage(100, 60, 10), took: usage(50, 10, 20), total: usage(150, 70, 30)),
    Case(
      testDescription: "a thread that begins anew", adapter: .codex, counters: usage(150, 5, 30),
      last: usage(100, 60, 10), took: usage(150, 5, 30), total: usage(150, 5, 30)),
    Case(
      testDescription: "a thread that took nothing more", adapter: .codex,
      counters: usage(100, 60, 10), last: usage(100, 60, 10), took: usage(0, 0, 0),
      total: usage(100, 60, 10)),
    Case(
      testDescription: "a counter that was unknown", adapter: .codex, counters: usage(150, 70, 30),
      last: usage(100, nil, 10), took: usage(50, 70, 20), total: usage(150, 70, 30)),
    Case(
      testDescription: "a counter that is unknown", adapter: .codex, counters: usage(150, nil, 30),
      last: usage(100, 60, 10), took: usage(50, nil, 20), total: usage(150, nil, 30)),
    Case(testDescription: "a program that says nothing", adapter: .codex, took: nil),
    Case(
      testDescription: "a version that counts the process", adapter: .claude, version: "2.1.276",
      turn: usage(9, 9, 9), counters: usage(50, 40, 5, 700), last: usage(10, 10, 1, 600),
      took: usage(50, 40, 5, 700)),
    Case(
      testDescription: "a version that counts the session", adapter: .claude, version: "2.1.277",
      turn: usage(9, 9, 9), counters: usage(50, 40, 5, 700), last: usage(10, 10, 1, 600),
      took: usage(40, 30, 4, 100), total: usage(50, 40, 5, 700)),
    Case(
      testDescription: "a session whose costs begin anew", adapter: .claude, version: "2.2",
      counters: usage(50, 40, 5, 500), last: usage(10, 10, 1, 600), took: usage(50, 40, 5, 500),
      total: usage(50, 40, 5, 500)),
    Case(
      testDescription: "a session without counters of tokens", adapter: .claude, version: "2.2",
      turn: usage(9, 8, 7), counters: usage(nil, nil, nil, 700), last: usage(10, 10, 1, 600),
      took: usage(9, 8, 7, 100), total: usage(nil, nil, nil, 700)),
    Case(
      testDescription: "a turn of a session that broke off", adapter: .claude, version: "2.2",
      turn: usage(0, 0, 0), counters: usage(nil, nil, nil, 0), last: usage(10, 10, 1, 600),
      took: usage(0, 0, 0, 0)),
    Case(
      testDescription: "a version that was asked before", adapter: .claude, remembered: "2.1.277",
      counters: usage(50, 40, 5, 700), last: usage(10, 10, 1, 600), took: usage(40, 30, 4, 100),
      total: usage(50, 40, 5, 700)),
    Case(
      testDescription: "the version of the transcript before the other", adapter: .claude,
      version: "2.1.200", remembered: "2.1.277", counters: usage(50, 40, 5, 700),
      last: usage(10, 10, 1, 600), took: usage(50, 40, 5, 700)),
    Case(
      testDescription: "a version that can't be read", adapter: .claude,
      counters: usage(50, 40, 5, 700), last: usage(10, 10, 1, 600),
      took: usage(50, 40, 5, 700, .estimate), total: usage(50, 40, 5, 700, .estimate)),
    Case(
      testDescription: "the first attempt of a session, by such a version", adapter: .claude,
      counters: usage(50, 40, 5, 700), took: usage(50, 40, 5, 700), total: usage(50, 40, 5, 700)),
    Case(
      testDescription: "tokens without money, and such a version", adapter: .claude,
      turn: usage(50, 40, 5), took: usage(50, 40, 5)),
    Case(
      testDescription: "a program that counts steps", adapter: .opencode,
      turn: usage(50, 40, 5, 700), last: usage(10, 10, 1, 600), took: usage(50, 40, 5, 700)),
  ]

  /// Earlier attempts may be in the counters, or not.
  private static let estimates = [
    Case(
      testDescription: "a session with an attempt of unknown cost", adapter: .claude,
      version: "2.1.277", counters: usage(50, 40, 5, 700), last: usage(10, 10, 1, 600, .estimate),
      took: usage(40, 30, 4, 100, .estimate), total: usage(50, 40, 5, 700)),
    Case(
      testDescription: "a session of which no cost is known", adapter: .claude, version: "2.1.277",
      counters: usage(50, 40, 5, 700), last: usage(10, 10, 1),
      took: usage(40, 30, 4, 700, .estimate), total: usage(50, 40, 5, 700)),
    Case(
      testDescription: "a version that counts the process, in such a session", adapter: .claude,
      version: "2.1.276", counters: usage(50, 40, 5, 700), last: usage(nil, nil, nil),
      took: usage(50, 40, 5, 700)),
    Case(
      testDescription: "a thread with an attempt of unknown cost", adapter: .codex,
      counters: usage(150, 70, 30), last: unsure(usage(100, 60, 10)), price: price,
      took: usage(50, 10, 20, 251, .estimate), total: usage(150, 70, 30)),
    Case(
      testDescription: "tokens of the turn alone, in a session of unknown cost", adapter: .claude,
      turn: usage(1000, 400, 100), last: unsure(usage(nil, nil, nil)), price: price,
      took: usage(1000, 400, 100, 1800, .prices)),
  ]

  private static func unsure(_ usage: AgentUsage) -> AgentUsage {
    var usage = usage
    usage.source = .estimate
    return usage
  }

  private static let prices = [
    Case(
      testDescription: "a price", adapter: .codex, counters: usage(1_000_000, 400_000, 100_000),
      price: price, took: usage(1_000_000, 400_000, 100_000, 1_800_000, .prices),
      total: usage(1_000_000, 400_000, 100_000)),
    Case(
      testDescription: "the price of a difference", adapter: .codex, counters: usage(150, 70, 30),
      last: usage(100, 60, 10), price: price, took: usage(50, 10, 20, 251, .prices),
      total: usage(150, 70, 30)),
    Case(
      testDescription: "a price without one of the cache", adapter: .codex,
      counters: usage(1000, 400, 100), price: TokenPrice(input: 1_250_000, output: 10_000_000),
      took: usage(1000, 400, 100, 2250, .prices), total: usage(1000, 400, 100)),
    Case(
      testDescription: "a price of 0", adapter: .codex, counters: usage(1000, 400, 100),
      price: TokenPrice(input: 0, output: 0), took: usage(1000, 400, 100, 0, .prices),
      total: usage(1000, 400, 100)),
    Case(
      testDescription: "an unknown part from the cache", adapter: .codex,
      counters: usage(1000, nil, 100), price: price,
      took: usage(1000, nil, 100, 2250, .estimate), total: usage(1000, nil, 100)),
    Case(
      testDescription: "unknown tokens", adapter: .codex, counters: usage(1000, 400, nil),
      price: price, took: usage(1000, 400, nil), total: usage(1000, 400, nil)),
    Case(
      testDescription: "a program that says its money", adapter: .opencode,
      turn: usage(1000, 400, 100, 7), price: price, took: usage(1000, 400, 100, 7)),
    Case(testDescription: "a price of nothing", adapter: .codex, price: price, took: nil),
    Case(
      testDescription: "the most that is counted", adapter: .codex,
      counters: usage(1 << 52, 0, 1 << 52), price: TokenPrice(input: 1 << 40, output: 1 << 40),
      took: usage(1 << 52, 0, 1 << 52, 1 << 52, .prices), total: usage(1 << 52, 0, 1 << 52)),
  ]

  @Test(arguments: sessions + estimates + prices)
  func `an attempt took what its program says, without what earlier ones took`(
    _ example: Case
  ) throws {
    var transcript = AgentTranscript()
    transcript.version = example.version.flatMap { VersionNumber($0) }
    (transcript.usage, transcript.counters) = (example.turn, example.counters)
    var entry = Self.entry(of: example.adapter)
    entry.count(
      transcript, version: example.remembered.flatMap { VersionNumber($0) }, price: example.price,
      after: example.last)
    #expect(entry.usage == example.took)
    #expect(entry.sessionTotal == example.total)
  }

  /// What an attempt of a session said, and how the next one begins.
  @Test(
    arguments: [
      ("a total", nil, usage(1, 1, 1, 5), usage(9, 9, 9, 90), usage(9, 9, 9, 90)),
      ("the first total", nil, nil, usage(9, 9, 9, 90), usage(9, 9, 9, 90)),
      ("no cost", usage(1, 1, 1, 5), nil, nil, usage(1, 1, 1, 5, .estimate)),
      ("no cost at first", nil, nil, nil, unsure(usage(nil, nil, nil))),
      (
        "a cost of its own", usage(1, 1, 1, 5), usage(2, 2, 2, 6), nil,
        usage(3, 3, 3, 11, .estimate)
      ),
      ("tokens of its own", usage(1, 1, 1), usage(2, 2, 2), nil, unsure(usage(3, 3, 3))),
      ("nothing taken", usage(1, 1, 1, 5), usage(0, 0, 0, 0), nil, usage(1, 1, 1, 5)),
      ("nothing taken at first", nil, usage(0, 0, 0, 0), nil, nil),
    ] as [(String, AgentUsage?, AgentUsage?, AgentUsage?, AgentUsage?)])
  func `the counters of a session go on from what is known`(
    _ name: String, _ last: AgentUsage?, _ took: AgentUsage?, _ total: AgentUsage?,
    _ next: AgentUsage?
  ) {
    var entry = Self.entry(of: .claude)
    (entry.usage, entry.sessionTotal) = (took, total)
    #expect(entry.sessionTotal(after: last) == next, "\(name)")
  }

  private static func entry(of adapter: WorkerProfile.Adapter) -> CostEntry {
    CostEntry(
      id: "A", claimToken: "1-a", claimNumber: 1, worker: "w", adapter: adapter.rawValue,
      time: QueueTime(epochSeconds: 0, offset: 0))
  }

  @Test func `the price of the worker comes before that of the model`() {
    let other = TokenPrice(input: 1, output: 1)
    var profiles = WorkerProfiles()
    profiles.prices = ["codex": Self.price, "gpt-5": other]
    #expect(profiles.price(of: "codex", model: "gpt-5") == Self.price)
    #expect(profiles.price(of: "w", model: "gpt-5") == other)
    #expect(profiles.price(of: "w", model: "gpt-6") == nil)
    #expect(profiles.price(of: "w", model: nil) == nil)
  }

  /// `modelUsage` counts sub-agents, too; `usage` only the main loop.
  @Test func `tokens of all models count`() {
    let result =
      #"{"type":"result","subtype":"success","total_cost_usd":1.5,"usage":{"input_tokens":3,"#
      + #""output_tokens":4},"modelUsage":{"a":{"inputTokens":10,"cacheReadInputTokens":20,"#
      + #""cacheCreationInputTokens":30,"outputTokens":5},"b":{"inputTokens":1,"outputTokens":2},"#
      + #""c":{"inputTokens":-1,"outputTokens":"2"}}}"#
    let zero = #"{"type":"result","subtype":"success","total_cost_usd":0,"modelUsage":{}}"#
    for text in [result, "\(result)\n\(zero)", "\(zero)\n\(result)"] {
      var lines = TranscriptLines(
        for: WorkerProfile.Adapter.claude.implementation.makeTranscriptReader(of: nil)!)
      let start =
        #"{"type":"system","subtype":"init","session_id":"s","claude_code_version":"2.1.277"}"#
      lines.append(Array("\(start)\n\(text)\n".utf8)[...])
      let (usage, total) = lines.transcript.counted(as: .session, after: nil)
      #expect(usage == Self.usage(61, 20, 7, 1_500_000))
      #expect(total == usage)
      #expect(lines.transcript.version == VersionNumber("2.1.277"))
    }
  }
}
