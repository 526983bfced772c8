public import QueueModel

/// The rules of a compact report. Source: `docs/routing.md`, "Guardrails".
public struct ReportRules: Equatable, Sendable {
  /// Unicode scalars.
  public var maxCharacters = 8000
  public var maxBullets = 10

  public init() {}

  /// Checks a report.
  ///
  /// - Parameters:
  ///   - text: the report.
  ///   - id: the row that it must name; `nil` for any.
  ///   - tokens: the tokens of the conversation; `nil` to estimate them from the report.
  ///   - budget: the limits.
  public func decide(
    _ text: String, of id: String?, tokens: Int?, within budget: TokenBudget
  ) -> GuardDecision {
    let estimate = TokenBudget.estimate(text)
    let current = tokens ?? estimate
    return GuardDecision(
      budget: budget.state(of: current), currentTokens: current, estimatedTokens: estimate,
      violations: violations(in: text, of: id))
  }

  /// The violations of a report, the most general first.
  public func violations(in text: String, of id: String?) -> [GuardDecision.Violation] {
    let report = CompactReport(text)
    guard let first = report.lines.first else { return [.empty] }
    var found: [GuardDecision.Violation] = []
    switch report.id {
    case nil, "": found.append(.missingHeader(line: first.number))
    case let named?: if let id, named != id { found.append(.mismatch(named, id, first.number)) }
    }
    if let line = text.lineOfFence { found.append(.codeFence(line: line)) }
    let count = text.unicodeScalars.count
    if count > maxCharacters { found.append(.tooLong(count, maxCharacters)) }
    found += sectionViolations(in: report)
    if let bullet = report.bullet(after: maxBullets) {
      found.append(.tooManyBullets(maxBullets, bullet.number))
    }
    return found
  }

  private func sectionViolations(in report: CompactReport) -> [GuardDecision.Violation] {
    let titles = report.titles
    let missing = ReportTitle.allCases.filter { titles[$0] == nil }
    var found = missing.map { GuardDecision.Violation.missingSection($0) }
    for (title, section) in [
      (ReportTitle.files, CompactReport.Section.files),
      (.diffSummary, .diffSummary),
    ] {
      if let line = titles[title], report.bullets(of: section).isEmpty {
        found.append(.noBullet(title, line))
      }
    }
    // In the order in which a report has them.
    let present = ReportTitle.allCases.filter { titles[$0] != nil }
    for (before, title) in zip(present, present.dropFirst()) {
      if let line = titles[title], let previous = titles[before], line < previous {
        found.append(.order(title, before, line))
      }
    }
    return found
  }
}

extension String {
  /// The line of the first three backticks, counting from 1; `nil` where there are none.
  fileprivate var lineOfFence: Int? {
    var line = 1
    var backticks = 0
    var afterReturn = false
    for scalar in unicodeScalars {
      backticks = scalar == "`" ? backticks + 1 : 0
      if backticks == 3 { return line }
      if scalar == "\r" || scalar == "\n" && !afterReturn { line += 1 }
      afterReturn = scalar == "\r"
    }
    return nil
  }
}

// The codes and messages of violations. Source: the table in `docs/routing.md`, "Guardrails".

extension GuardDecision.Violation {
  static let empty = Self(code: "EMPTY", message: "there is nothing in the report", severity: .high)

  static func missingHeader(line: Int) -> Self {
    Self(
      code: "MISSING_REPORT_HEADER", message: "the first line must be [REPORT ID]",
      severity: .high, line: line)
  }

  static func mismatch(_ named: String, _ id: String, _ line: Int) -> Self {
    Self(
      code: "ID_MISMATCH", message: "the report is of \(named.escaped), not of \(id.escaped)",
      severity: .high, line: line)
  }

  static func codeFence(line: Int) -> Self {
    Self(
      code: "CODE_FENCE_FORBIDDEN", message: "a report names files and pastes no code",
      severity: .high, line: line)
  }

  static func tooLong(_ count: Int, _ limit: Int) -> Self {
    Self(
      code: "REPORT_TOO_LONG", message: "\(count) characters are more than \(limit)",
      severity: .high)
  }

  static func missingSection(_ title: ReportTitle) -> Self {
    Self(code: "MISSING_SECTION", message: "there is no \(title.text)", severity: .high)
  }

  static func noBullet(_ title: ReportTitle, _ line: Int) -> Self {
    Self(
      code: title == .files ? "FILES_EMPTY" : "DIFF_SUMMARY_EMPTY",
      message: "\(title.text) has no bullet; write '- None' where there is nothing",
      severity: .high, line: line)
  }

  static func order(_ title: ReportTitle, _ before: ReportTitle, _ line: Int) -> Self {
    Self(
      code: "SECTION_ORDER", message: "\(title.text) stands before \(before.text)",
      severity: .medium, line: line)
  }

  static func tooManyBullets(_ limit: Int, _ line: Int) -> Self {
    Self(
      code: "TOO_MANY_BULLETS", message: "there are more than \(limit) bullets", severity: .medium,
      line: line)
  }
}
