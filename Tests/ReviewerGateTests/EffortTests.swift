import QueueModel
import ReviewerGate
import TestSupport
import Testing

/// Reports that would take an effort that grows faster than they do very long.
struct EffortTests {
  private let criteria = (0..<100).map { "Add page \($0) to the search index" }
    .joined(separator: "; ")

  @Test(
    "A long report of one kind of text is judged",
    .timeLimit(.minutes(1)),
    arguments: LongTests.sample(
      4,
      of: [
        "no error and not failed, ", "(((", "\"'`", "not ", "Added page 7 to the search index. ",
        "Added page 7 to the search index\n", "오류 없음 ", "검색화면을추가했고", "登录错误没有修复", "и не ", "a/",
        "0 of ", "1. met: x\n", "[REPORT X]\n", "{\n", "{\"report\": ", "```\n", "| 1 | met |\n",
        "Status: DONE\n", "Add page 7 to the search index: met\n", "12 of 14 ", "2 failed, ",
      ], named: "effort"))
  func finishes(text: String) {
    let report = String(repeating: text, count: 60_000 / text.utf8.count)
    for report in [report, "[REPORT X]\nStatus: DONE\nCriteria:\n\(report)"] {
      let result = Gate.evaluate(criteria: criteria, report: Report(reading: report, of: "X"))
      #expect(result.verdict.result != .pass)
    }
  }

  @Test(.timeLimit(.minutes(1))) func `A long criteria cell is judged`() {
    let cell = String(repeating: "Add the search index; ", count: 2_000)
    let result = Gate.evaluate(criteria: cell, report: Report(reading: "Added the search index."))
    #expect(result.verdict.result == .pass)
    #expect(result.verdict.totalChecks == 2_000)
  }
}
