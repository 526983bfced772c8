public import QueueModel

/// What a compact report must be. Source: `docs/routing.md`, "Guardrails".
public struct ReportRules: Equatable, Sendable {
  /// Unicode scalars.
  public var maxCharacters = 8000
  public var maxBullets = 10

  public init() {}

  /// Judges a report as it is given, uncut.
  ///
  /// - Parameters:
  ///   - text: the report.
  ///   - id: the row that it should be of; `nil` to take any.
  ///   - tokens: what the conversation has; the report's own estimate, for `nil`.
  ///   - budget: what it may have.
  public func decide(
    _ text: String, of id: String?, tokens: Int?, within budget: TokenBudget
  ) -> GuardDecision {
    let estimate = TokenBudget.estimate(text)
    let current = tokens ?? estimate
    return GuardDecision(
      budget: budget.state(of: current), currentTokens: current, estimatedTokens: estimate,
      violations: violations(in: text, of: id))
  }

  /// What is wrong with a report, the worst things that can be said of all of it first.
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
