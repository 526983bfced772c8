import Gate
import Model
import Testing
import Workers

@testable import Telemetry

/// The spans of a history.
@Suite struct ReadTracesTests {
  /// An entry of the history of row A, a minute after the one before.
  struct Entry: Sendable {
    var cells: [String: String] = [:]
    var isNew = false
    var isRemoval = false
    var endedClaim: Int?
    var failure: FailureClass?
    var verdict: Verdict?

    static let added = Entry(cells: ["id": "A", "status": "PENDING"], isNew: true)
    static let claimed = Entry(cells: ["status": "IN_PROGRESS"])
    static let removed = Entry(isRemoval: true)
    static let edited = Entry(cells: ["task": "words that are not sent"])

    static func becomes(
      _ status: Status, notes: String? = nil, ending claim: Int? = nil,
      failure: FailureClass? = nil, verdict: Verdict? = nil
    ) -> Entry {
      var cells = ["status": status.rawValue]
      cells["notes"] = notes
      return Entry(cells: cells, endedClaim: claim, failure: failure, verdict: verdict)
    }

    func entry(_ sequence: Int) -> HistoryEntry {
      var row = RowChange(
        id: "A", before: isNew ? [:] : isRemoval ? ["id": "A"] : cells.mapValues { _ in "-" },
        after: cells)
      row.failure = failure
      row.formerClaim = endedClaim.map { FormerClaim(endedNumber: $0, streak: nil) }
      row.findings = verdict.map { ReportFindings(verdict: $0) }
      let minute = sequence < 10 ? "0\(sequence)" : "\(sequence)"
      return HistoryEntry(
        sequence: sequence, time: "2026-01-31T18:\(minute):00+00:00", traceID: "t",
        command: "test", actor: "w", row: row)
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let entries: [Entry]
    /// Each span with its minutes, those of its begin naming it: `attempt 2-3 in row 1`.
    let spans: [String]

    init(_ name: String, _ entries: [Entry], _ spans: [String]) {
      (testDescription, self.entries, self.spans) = (name, entries, spans)
    }
  }

  private static func verdict(
    _ result: Verdict.Result, integration: String? = nil, awaiting awaited: Awaited? = nil
  ) -> Verdict {
    var verdict = Verdict(result, reasons: [], unmet: [], coveredChecks: 1, totalChecks: 2)
    verdict.awaited = awaited
    verdict.work = integration.map { JudgedWork(commit: "abc", tree: "def", integration: $0) }
    return verdict
  }

  private static let done = verdict(.pass)

  static let cases = [
    Case("a row that waits", [.added, .edited], []),
    Case(
      "a row that a session works on", [.added, .claimed, .edited, .becomes(.done)],
      ["attempt 2-4 in row 1 DONE", "row 1-4 DONE x1"]),
    Case(
      "a failure, and a second attempt",
      [
        .added, .claimed, .becomes(.pending, ending: 7, failure: .timeout), .claimed,
        .becomes(.done, ending: 8, verdict: done),
      ],
      [
        "attempt 2-3 in row 1 PENDING claim 7 ERROR timeout",
        "check 5-5 in attempt 4 PASS 1/2", "attempt 4-5 in row 1 DONE claim 8", "row 1-5 DONE x2",
      ]),
    Case(
      "a row that failed, and is tried again",
      [.added, .claimed, .becomes(.failed, ending: 7, failure: .agent), .becomes(.pending)],
      ["attempt 2-3 in row 1 FAILED claim 7 ERROR agent", "row 1-3 FAILED ERROR x1"]),
    Case(
      "a row that is opened again begins another span",
      [.added, .claimed, .becomes(.done), .becomes(.pending), .claimed, .becomes(.done)],
      [
        "attempt 2-3 in row 1 DONE", "row 1-3 DONE x1", "attempt 5-6 in row 4 DONE",
        "row 4-6 DONE x1",
      ]),
    Case(
      "a question is no error",
      [
        .added, .claimed,
        .becomes(
          .blocked, notes: "awaits=answer", ending: 7, failure: .question,
          verdict: verdict(.question, awaiting: .answer)),
      ], ["check 3-3 in attempt 2 QUESTION 1/2", "attempt 2-3 in row 1 BLOCKED claim 7"]),
    Case(
      "work that is merged at once",
      [
        .added, .claimed, .becomes(.done, ending: 7, verdict: verdict(.pass, integration: "merge")),
      ],
      [
        "check 3-3 in attempt 2 PASS 1/2", "merge 3-3 in row 1 abc",
        "attempt 2-3 in row 1 DONE claim 7", "row 1-3 DONE x1",
      ]),
    Case(
      "a pull request",
      [
        .added, .claimed,
        .becomes(
          .blocked, notes: "awaits=merge", ending: 7,
          verdict: verdict(.pass, integration: "pr", awaiting: .merge)), .edited, .becomes(.done),
      ],
      [
        "check 3-3 in attempt 2 PASS 1/2", "attempt 2-3 in row 1 BLOCKED claim 7",
        "merge 3-5 in row 1", "row 1-5 DONE x1",
      ]),
    Case(
      "a pull request that was sent back",
      [.added, .claimed, .becomes(.blocked, notes: "awaits=merge", ending: 7), .becomes(.pending)],
      ["attempt 2-3 in row 1 BLOCKED claim 7", "merge 3-4 in row 1 ERROR"]),
    Case(
      "a verdict that is recorded after the change",
      [.added, .claimed, .becomes(.done, ending: 7), Entry(verdict: done)],
      [
        "attempt 2-3 in row 1 DONE claim 7", "row 1-3 DONE x1", "check 4-4 in attempt 2 PASS 1/2",
      ]),
    Case(
      "a row that is removed", [.added, .claimed, .removed],
      ["attempt 2-3 in row 1 removed", "row 1-3 removed x1"]),
    Case("an archived row", [.added, .becomes(.done), .removed], ["row 1-2 DONE x0"]),
    Case("a history whose beginning is lost", [.edited, .becomes(.done)], ["row 1-2 DONE x0"]),
  ]

  private static let history = "0123456789abcdef"
  private static let trace = Span.traceID(ofRow: "A", in: history)
  /// 2026-01-31 18:00 UTC.
  private static let start = 1_769_882_400

  private func spans(
    _ entries: [Entry], after sequence: Int = 0, since: Int = 0,
    results: @escaping (String, Int) -> [AttemptResult] = { _, _ in [] }
  ) -> [Span] {
    var read = ReadTraces(
      history: Self.history, after: sequence, since: since, checkNames: ["test"],
      results: results)
    return entries.enumerated().flatMap { read.spans(endingWith: $1.entry($0 + 1)) }
  }

  /// The name of each span that can begin, by its id.
  private static let names: [String: String] = Dictionary(
    uniqueKeysWithValues: Span.Kind.allCases.flatMap { kind in
      (1...9).map { (Span.id(kind, begunBy: $0, in: trace), "\(kind.rawValue) \($0)") }
    })

  private func text(_ span: Span) -> String {
    func minute(_ time: Int) -> Int { (time - Self.start) / 60 }
    func value(_ key: String) -> String? {
      span.attributes.first { $0.key == key }.map { attribute in
        switch attribute.value {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .flag(let isSet): "\(isSet)"
        }
      }
    }
    let words: [String?] = [
      "\(span.kind.rawValue) \(minute(span.start))-\(minute(span.end))",
      span.parent.map { "in \(Self.names[$0] ?? "nothing")" },
      value("orch.row.status"), value("orch.attempt.status"), value("orch.check.verdict"),
      value("orch.attempt.claim").map { "claim \($0)" },
      value("orch.check.covered").map { "\($0)/\(value("orch.check.total") ?? "-")" },
      value("vcs.ref.head.revision"), span.isError ? "ERROR" : nil, value("error.type"),
      value("orch.row.attempts").map { "x\($0)" },
    ]
    return words.compactMap(\.self).joined(separator: " ")
  }

  @Test(arguments: cases)
  func `a span ends with an entry of the history`(_ play: Case) {
    let spans = spans(play.entries)
    #expect(spans.map(text) == play.spans)
    #expect(spans.allSatisfy { $0.trace == Self.trace })
    #expect(Set(spans.map(\.id)).count == spans.count)
    #expect(spans.allSatisfy { $0.attributes.first == .text("orch.row.id", "A") })
    #expect(self.spans(play.entries) == spans)
  }

  @Test func `what was sent, or is too old, is not sent again`() {
    let entries: [Entry] = [.added, .claimed, .becomes(.pending), .claimed, .becomes(.done)]
    let rest = ["attempt 4-5 in row 1 DONE", "row 1-5 DONE x2"]
    #expect(spans(entries, after: 3).map(text) == rest)
    #expect(spans(entries, since: Self.start + 200).map(text) == rest)
    #expect(spans(entries, after: 5).isEmpty)
  }

  @Test func `the record of an attempt gives worker, tokens, costs and findings`() throws {
    var result = AttemptResult(id: "A", claimNumber: 7)
    (result.worker, result.adapter, result.model) = ("claude", "claude", "m-1")
    result.exit = .status(0)
    result.reason = "words that are not sent"
    result.report = .init(file: "report.md", name: "r", receivedAt: "2026-01-31T18:02:30+00:00")
    result.review = .init(
      result: .pass, reasons: [],
      criteria: [
        .init(number: 1, text: "cmd: test", isMet: true, reason: "words that are not sent"),
        .init(number: 2, text: "cmd: words-that-are-not-sent", isMet: false, reason: "-"),
      ])
    var usage = AgentUsage()
    (usage.inputTokens, usage.cachedInputTokens, usage.outputTokens) = (1200, 1000, 300)
    (usage.microdollars, usage.source) = (12_500, .cli)
    result.usage = usage
    let entries: [Entry] = [
      .added, .claimed, .becomes(.done, ending: 7, verdict: Self.done),
    ]
    let spans = spans(entries) { id, claim in id == "A" && claim == 7 ? [result] : [] }
    let ofAttempt: [Span.Attribute?] = [
      .text("orch.row.id", "A"), .integer("orch.attempt.claim", 7),
      .text("orch.attempt.status", "DONE"), .text("orch.adapter", "claude"),
      .text("gen_ai.agent.name", "claude"), .text("gen_ai.operation.name", "invoke_agent"),
      .text("gen_ai.response.model", "m-1"), .integer("gen_ai.usage.input_tokens", 1200),
      .integer("gen_ai.usage.cache_read.input_tokens", 1000),
      .integer("gen_ai.usage.output_tokens", 300), .number("orch.cost.usd", 0.0125),
      .text("orch.cost.source", "cli"), .integer("process.exit.code", 0),
    ]
    #expect(spans.first { $0.kind == .attempt }?.attributes == ofAttempt.compactMap(\.self))
    let check = try #require(spans.first { $0.kind == .check })
    #expect(check.end - check.start == 30)
    let ofCriteria: [[Span.Attribute?]] = [
      [
        .integer("orch.criterion.number", 1), .flag("orch.criterion.met", true),
        .text("orch.check.name", "test"),
      ], [.integer("orch.criterion.number", 2), .flag("orch.criterion.met", false)],
    ]
    #expect(check.events.map(\.attributes) == ofCriteria.map { $0.compactMap(\.self) })
    #expect(!"\(spans)".contains("not sent"))
  }
}
