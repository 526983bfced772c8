import QueueModel

// Each code with what it says. Source: the table in `docs/routing.md`, "Guardrails".

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
