import Gate
import Host
import Model
import QueueStore
import Text

/// A worker's message, with the criteria before it. Its report has places in the message, the
/// verdict counts the criteria, and the history keeps both findings.
enum ReportTarget {
  /// What separates the criteria from the message.
  private static let separator = Array("\n====\n".utf8)

  static func test(_ input: [UInt8]) throws {
    let end = input.firstOffset(of: separator, from: 0)
    let criteria = String(decoding: input[..<(end ?? 0)], as: UTF8.self)
    let message = String(
      decoding: input[(end.map { $0 + separator.count } ?? 0)...], as: UTF8.self)
    let report = Report(reading: message)
    check(report, message)
    expect(
      Report(reading: message, of: report.id) == report, "the report's own row reads differently")
    try checkVerdict(criteria, report)
    for empty in ["", " \n\t", "[REPORT A]\nStatus: DONE\n"] {
      let result = Gate.evaluate(criteria: criteria, report: Report(reading: empty))
      expect(result.verdict.result != .pass, "an empty report passes")
    }
    try checkGuardrails(message)
    for item in Checklist(criteria).items {
      _ = Proof.parse(item)
      _ = DefaultCriterion(reading: item)
    }
  }

  private static func check(_ report: Report, _ message: String) {
    let lines = message.unicodeScalars.count { $0.properties.isWhitespace } + 1
    for line in report.sections.values.joined() + report.body {
      expect((1...lines).contains(line.number), "a line without a place: \(line)")
    }
    for fault in report.faults { expect(!fault.message.isEmpty, "a fault without a sentence") }
  }

  private static func checkVerdict(_ criteria: String, _ report: Report) throws {
    let result = Gate.evaluate(criteria: criteria, report: report)
    let verdict = result.verdict
    let count = Checklist(criteria).items.count
    expect(
      verdict.totalChecks == count && result.criteria.count == count
        && verdict.coveredChecks == count - verdict.unmet.count
        && verdict.unmet.allSatisfy { (1...count).contains($0.number) },
      "the verdict counts other criteria: \(verdict)")
    if verdict.result == .pass {
      expect(count > 0 && verdict.unmet.isEmpty && report.faults.isEmpty, "PASS: \(verdict)")
    }
    for line in result.explanation + result.shortcomings {
      expect(!line.isEmpty && !line.contains("\n"), "a finding is not one line: \(line)")
    }
    let written = try reread(verdict.json)
    expect(Verdict(written) == verdict, "the history keeps another verdict: \(verdict)")
  }

  private static func checkGuardrails(_ message: String) throws {
    // The limits are in order.
    let budget = TokenBudget(soft: 100, hard: 200)!
    let decision = ReportRules().decide(message, of: "A", tokens: nil, within: budget)
    expect(
      decision.action != .allow || !message.utf8.isEmpty, "an empty report passes the guardrails")
    let written = try reread(decision.json)
    expect(GuardDecision(written) == decision, "the history keeps another decision: \(decision)")
  }

  private static func reread(_ object: JSONObject) throws -> JSONValue {
    var bytes: [UInt8] = []
    JSONValue.object(object).write(to: &bytes)
    return try JSONValue(parsing: bytes)
  }
}
