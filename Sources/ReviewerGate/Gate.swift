import Reports

/// The reviewer gate: from criteria and a report to a verdict that anyone can check.
///
/// Pure and deterministic, and its effort is linear in both texts.
public enum Gate {
  /// Judges a report. Source of the rules: `docs/routing.md`, "Reviewer gate".
  ///
  /// An empty checklist gives RETRY with `missing_checks:0`: nothing says when the work would
  /// be done, so nothing can say that it is.
  ///
  /// - Parameters:
  ///   - criteria: the cell of the row, as it was at the claim.
  ///   - report: what the worker handed in, uncut.
  ///   - proofs: what came of proofs that were run, by the place of their criterion.
  public static func review(
    criteria: String, report: String, proofs: [Int: ProofResult] = [:]
  ) -> Review {
    let reader = WordReader()
    // The criteria first: what only the report has need not be remembered.
    let checklist = Checklist(criteria)
    let wanted = checklist.items.map { Criterion($0, words: reader) }
    let keyCount = reader.keyCount
    let report = CompactReport(report)
    let statements = Statements(
      ReportReader(words: reader).sentences(of: report), keyCount: keyCount, words: reader,
      untold: report.untoldResults)
    return ReportJudge(
      checklist: checklist, criteria: wanted, statements: statements, proofs: proofs
    ).review()
  }
}
