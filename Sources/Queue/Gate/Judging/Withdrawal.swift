/// Finds out whether a worker takes its report back in a later message without a report.
extension Report {
  /// Whether this message says that `earlier` does not hold: it withdraws the report, or counts
  /// checks that failed. Words that the earlier report has, too, do not count, nor do failures that
  /// were repaired.
  ///
  /// - Parameter earlier: the text with the earlier report.
  public func takesBack(_ earlier: String) -> Bool {
    let reported = FoldedText(earlier, masksLiterals: false)
    return (body + sections.values.joined()).contains { line in
      var text = FoldedText(line.text)
      text.maskPast()
      if !ProseWords.withdrawals.places(in: text, unlessIn: reported).isEmpty { return true }
      guard ProseWords.resolutions.places(in: text).isEmpty else { return false }
      let tokens = text.tokens()
      let failures = [ResultCounts(tokens).failing, ResultCounts.shortfall(tokens)]
      return failures.contains { $0.map { !reported.contains(text.scalars[$0]) } ?? false }
    }
  }
}

extension ProseWords {
  /// Phrases that withdraw a report.
  fileprivate static let withdrawals = PhraseList(
    """
    take it back, take that back, take this back, take back my, take back the, i retract, retract my, retract the, \
    withdraw my, withdraw the report, withdraw that, disregard, ignore my report, ignore the report, ignore that report, \
    ignore the above, report was wrong, report is wrong, report was premature, report is premature, spoke too soon, \
    not done after all, not finished after all, work is not done, work is not finished, task is not done, \
    tests fail, tests still fail, tests are failing, test fails, test still fails, build fails, build still fails, \
    보고를 철회, 보고를 취소, 보고는 무시, 보고를 무시, 보고가 틀렸, 보고는 틀렸, 아직 끝나지 않, 撤回, 取り消し, 报告有误, отзываю, отчёт неверен, отчет неверен
    """)
}
