import Gate
import Model
import Testing

struct ReportRulesTests {
  private static let good = """
    [REPORT ORCH-012]
    Status: DONE
    Files:
    - docs/X.md
    Diff-Summary:
    - wrote it
    Validation:
    - None
    Risks:
    - None
    Next:
    - None

    """

  private static func bad(_ old: String, _ new: String) -> String {
    let parts = good.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
    return parts.joined(separator: new)
  }

  private static func text(_ violation: GuardDecision.Violation) -> String {
    let line = violation.line.map { "\($0): " } ?? ""
    return "\(line)\(violation.code) \(violation.severity.rawValue): \(violation.message)"
  }

  @Test(
    "Each violation, with its line",
    arguments: [
      (good, []),
      ("", ["EMPTY high: there is nothing in the report"]),
      (" \n\t\r\n ", ["EMPTY high: there is nothing in the report"]),
      (
        bad("[REPORT ORCH-012]", "REPORT ORCH-012"),
        ["1: MISSING_REPORT_HEADER high: the first line must be [REPORT ID]"]
      ),
      (
        bad("[REPORT ORCH-012]", "[REPORT ]"),
        ["1: MISSING_REPORT_HEADER high: the first line must be [REPORT ID]"]
      ),
      (
        "\n\nlog line\n" + good,
        ["3: MISSING_REPORT_HEADER high: the first line must be [REPORT ID]"]
      ),
      (
        bad("ORCH-012", "ORCH-013"),
        ["1: ID_MISMATCH high: the report is of ORCH-013, not of ORCH-012"]
      ),
      (
        bad("- wrote it", "- wrote it ```swift```"),
        ["6: CODE_FENCE_FORBIDDEN high: a report names files and pastes no code"]
      ),
      (
        bad("wrote it", String(repeating: "é", count: 7900)),
        ["REPORT_TOO_LONG high: 8013 characters are more than 8000"]
      ),
      (bad("Status: DONE\n", ""), ["MISSING_SECTION high: there is no Status:"]),
      (
        bad("Risks:\n- None\nNext:\n- None\n", ""),
        ["MISSING_SECTION high: there is no Risks:", "MISSING_SECTION high: there is no Next:"]
      ),
      (
        bad("- docs/X.md\n", ""),
        ["3: FILES_EMPTY high: Files: has no bullet; write '- None' where there is nothing"]
      ),
      (
        bad("- wrote it", "wrote it"),
        [
          "5: DIFF_SUMMARY_EMPTY high: Diff-Summary: has no bullet; write '- None' where there is nothing"
        ]
      ),
      (
        bad("Validation:\n- None\nRisks:\n- None", "Risks:\n- None\nValidation:\n- None"),
        ["7: SECTION_ORDER medium: Risks: stands before Validation:"]
      ),
      (
        bad("Status: DONE\nFiles:\n- docs/X.md", "Files:\n- docs/X.md\nStatus: DONE"),
        ["2: SECTION_ORDER medium: Files: stands before Status:"]
      ),
      (
        bad("- wrote it", (1...7).map { "- \($0)" }.joined(separator: "\n")),
        ["18: TOO_MANY_BULLETS medium: there are more than 10 bullets"]
      ),
      (bad("- wrote it", (1...6).map { "- \($0)" }.joined(separator: "\n")), []),
    ])
  func violations(report: String, expected: [String]) {
    #expect(ReportRules().violations(in: report, of: "ORCH-012").map(Self.text) == expected)
  }

  @Test func `A report of any row is good where no row is expected`() {
    #expect(ReportRules().violations(in: Self.good, of: nil).isEmpty)
  }

  @Test func `Limits can be set`() {
    var rules = ReportRules()
    rules.maxCharacters = 20
    rules.maxBullets = 2
    #expect(
      rules.violations(in: Self.good, of: nil).map(Self.text) == [
        "REPORT_TOO_LONG high: 121 characters are more than 20",
        "8: TOO_MANY_BULLETS medium: there are more than 2 bullets",
      ])
  }

  @Test(
    "Tokens and their limits",
    arguments: [
      (0, .withinLimits), (2000, .withinLimits), (2001, .softExceeded), (3500, .softExceeded),
      (3501, .hardExceeded),
    ] as [(Int, GuardDecision.Budget)])
  func budget(tokens: Int, state: GuardDecision.Budget) throws {
    let budget = try #require(TokenBudget(soft: 2000, hard: 3500))
    #expect(budget.decide(characters: 0, tokens: tokens).budget == state)
  }

  @Test func `A hard limit below the soft one is no budget`() {
    #expect(TokenBudget(soft: 5, hard: 4) == nil)
    #expect(TokenBudget(soft: -1, hard: 4) == nil)
    #expect(TokenBudget(soft: 4, hard: 4) != nil)
  }

  @Test(
    "A token is four characters, and a part of one counts",
    arguments: [("", 0), ("a", 1), ("abcd", 1), ("abcde", 2), ("가나다라마", 2), ("\r\n\r\n\r\n", 2)])
  func estimate(text: String, tokens: Int) throws {
    let budget = try #require(TokenBudget(soft: 2000, hard: 3500))
    let decision = ReportRules().decide(text, of: nil, tokens: nil, within: budget)
    #expect(decision.estimatedTokens == tokens)
  }

  @Test(
    "What becomes of a report",
    arguments: [
      (good, 2000, .allow), (good, 2001, .summarize), (good, 3501, .block), ("x", 0, .block),
      (
        bad("Validation:\n- None\nRisks:\n- None", "Risks:\n- None\nValidation:\n- None"), 0,
        .summarize
      ),
    ] as [(String, Int, GuardDecision.Action)])
  func actions(report: String, tokens: Int, action: GuardDecision.Action) throws {
    let budget = try #require(TokenBudget(soft: 2000, hard: 3500))
    let decision = ReportRules().decide(report, of: "ORCH-012", tokens: tokens, within: budget)
    #expect(decision.action == action)
    #expect(decision.currentTokens == tokens)
  }

  @Test func `Without a token count the report's text is counted`() throws {
    let budget = try #require(TokenBudget(soft: 30, hard: 40))
    let decision = ReportRules().decide(Self.good, of: nil, tokens: nil, within: budget)
    #expect(decision.budget == .softExceeded)
    #expect(decision.currentTokens == 31)
  }
}
