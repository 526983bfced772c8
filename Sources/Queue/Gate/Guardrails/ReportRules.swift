public import Model

/// The rules of a compact report. Source: `docs/routing.md`, "Guardrails".
public struct ReportRules: Equatable, Sendable {
  /// The longest report, in Unicode scalars.
  public var maxCharacters = 8000
  public var maxBullets = 10

  public init() {}

  /// Checks a report. The report must name the row `id`, or any row if `id` is `nil`. `tokens` is
  /// the size of the conversation; `nil` estimates it from the report.
  public func decide(
    _ text: String, of id: String?, tokens: Int?, within budget: TokenBudget
  ) -> GuardDecision {
    budget.decide(
      characters: text.unicodeScalars.count, tokens: tokens,
      violations: violations(in: text, of: id))
  }

  /// The violations of the rules in a report, the most general first.
  public func violations(in text: String, of id: String?) -> [GuardDecision.Violation] {
    let report = CompactReport(text)
    guard let first = report.firstLine else { return [.empty] }
    var found: [GuardDecision.Violation] = []
    switch report.id {
    case nil, "": found.append(.missingHeader(line: first))
    case let named?: if let id, named != id { found.append(.mismatch(named, id, first)) }
    }
    if let line = text.lineOfFence { found.append(.codeFence(line: line)) }
    let count = text.unicodeScalars.count
    if count > maxCharacters { found.append(.tooLong(count, maxCharacters)) }
    found += sectionViolations(in: report)
    if let bullet = report.bullets.dropFirst(maxBullets).first {
      found.append(.tooManyBullets(maxBullets, bullet.line))
    }
    return found
  }

  private func sectionViolations(in report: CompactReport) -> [GuardDecision.Violation] {
    let titles = CompactReport.Title.allCases
    var found = titles.filter { report.titles[$0] == nil }.map {
      GuardDecision.Violation.missingSection($0)
    }
    for title in [CompactReport.Title.files, .diffSummary] {
      if let line = report.titles[title], !report.bullets.contains(where: { $0.section == title }) {
        found.append(.noBullet(title, line))
      }
    }
    let present = titles.compactMap { title in report.titles[title].map { (title, line: $0) } }
    for (before, after) in zip(present, present.dropFirst()) where after.line < before.line {
      found.append(.order(after.0, before.0, after.line))
    }
    return found
  }
}

extension String {
  /// The line of the first three backticks, counted from 1; `nil` if there are none.
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

  static func missingSection(_ title: CompactReport.Title) -> Self {
    Self(code: "MISSING_SECTION", message: "there is no \(title.rawValue)", severity: .high)
  }

  static func noBullet(_ title: CompactReport.Title, _ line: Int) -> Self {
    Self(
      code: title == .files ? "FILES_EMPTY" : "DIFF_SUMMARY_EMPTY",
      message: "\(title.rawValue) has no bullet; write '- None' where there is nothing",
      severity: .high, line: line)
  }

  static func order(_ title: CompactReport.Title, _ before: CompactReport.Title, _ line: Int)
    -> Self
  {
    Self(
      code: "SECTION_ORDER", message: "\(title.rawValue) stands before \(before.rawValue)",
      severity: .medium, line: line)
  }

  static func tooManyBullets(_ limit: Int, _ line: Int) -> Self {
    Self(
      code: "TOO_MANY_BULLETS", message: "there are more than \(limit) bullets", severity: .medium,
      line: line)
  }
}
