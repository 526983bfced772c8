import Gate
import Glibc
import Model
import TestSupport
import Testing

/// The time that it takes to judge a report grows as the report does: nobody keeps the gate busy
/// with a long one.
@Suite struct EffortTests {
  @Test(
    arguments: LongTests.sample(
      4,
      of: [
        "no error and not failed, ", "(((", "\"'`", "not ", "Added page 7 to the search index. ",
        "Added page 7 to the search index\n", "오류 없음 ", "검색화면을추가했고", "登录错误没有修复", "и не ", "a/",
        "0 of ", "1. met: x\n", "[REPORT X]\n", "{\n", "{\"report\": ", "```\n", "| 1 | met |\n",
        "Status: DONE\n", "Add page 7 to the search index: met\n", "12 of 14 ", "2 failed, ",
      ], named: "effort"), ["", "[REPORT X]\nStatus: DONE\nCriteria:\n"])
  func `a report four times as long takes about four times as long`(text: String, head: String) {
    let criteria = (0..<100).map { "Add page \($0) to the search index" }.joined(separator: "; ")
    let ratio = ratioOfEfforts(15_000, 60_000) { size in
      let report = head + String(repeating: text, count: size / text.utf8.count)
      let result = Gate.evaluate(criteria: criteria, report: Report(reading: report, of: "X"))
      #expect(result.verdict.result != .pass)
    }
    #expect(ratio < 9)
  }

  @Test func `criteria four times as long take about four times as long`() {
    let report = Report(reading: "Added the search index.")
    let ratio = ratioOfEfforts(500, 2_000) { count in
      let cell = String(repeating: "Add the search index; ", count: count)
      let result = Gate.evaluate(criteria: cell, report: report)
      #expect(result.verdict.result == .pass && result.verdict.totalChecks == count)
    }
    #expect(ratio < 9)
  }

  @Test func `criteria and a report four times as long take about four times as long`() {
    let ratio = ratioOfEfforts(500, 2_000) { count in
      let text = String(repeating: "x&#65;y", count: count)
      let result = Gate.evaluate(criteria: text, report: Report(reading: text))
      #expect(result.verdict.result == .pass)
    }
    #expect(ratio < 9)
  }

  /// How many times the processor time of a small size a large one takes; of each the least of three
  /// runs, so that other work of the machine does not count.
  private func ratioOfEfforts(_ small: Int, _ large: Int, _ body: (Int) -> Void) -> Double {
    func effort(_ size: Int) -> Double {
      (0..<3).map { _ in
        let start = threadTime()
        body(size)
        return threadTime() - start
      }.min() ?? 0
    }
    return effort(large) / effort(small)
  }

  /// The processor time of this thread in seconds.
  private func threadTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
