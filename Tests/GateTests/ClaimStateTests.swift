import Gate
import Model
import Testing

/// Whether a line under `Criteria:` claims that its criterion is met.
struct ClaimStateTests {
  private func isMet(_ line: String, status: String = "DONE") -> Bool {
    let report = Report(reading: "[REPORT X]\nStatus: \(status)\nCriteria:\n\(line)", of: "X")
    return Gate.evaluate(criteria: "the site works", report: report).verdict.result == .pass
  }

  @Test(arguments: [
    "1. Met: no", "1. met: No.", "1. Met? No", "1. Done? Not at all", "1. met (no)", "pass=false",
    "1. passed: not all of them", "1. met: not really", "1. OK? no, it hangs", "1. yes/no: no",
    "1. met: ❌ link check", "1. met: no (timeout)", "1. met — nope", "1. passed: **no**",
    "1. met: not met because the key is missing", "1. met: failed", "1. pass: partial",
    "1. yes / no = no", "1. met/not met: not met", "| 1 | met | no |", "✅ 1. no, it hangs",
    "[x] 1. met: no",
    "1. 충족: 아니오", "1. 통과: 아님", "1. 완료? 아니요 아직입니다", "1. 충족: 미충족, 키 없음",
    "1. 達成: いいえ", "1. 完了（いいえ）", "1. 達成：未達成です", "1. 满足: 否", "1. 满足：否，超时",
    "1. 完成：不通过", "1. выполнено: нет", "1. готово? Нет, зависает", "1. готово: не полностью",
  ])
  func `an answer of refusal takes a state back`(line: String) {
    #expect(!isMet(line))
  }

  @Test(arguments: [
    "1. met: everything except the Korean page", "1. met - but only the English page",
    "1. met: all of it, except the Korean page", "1. done: partially", "1. passed: mostly",
    "1. met except on Windows", "1. met, only the English page", "1. 충족 (제외: Safari)",
    "1. 충족: 다만 한국어 페이지는 뺐음", "1. 完了：ただし韓国語のページは次回",
    "1. 完成：全部，除了韩文页面", "1. выполнено: все, кроме корейской страницы",
    "1. выполнено - но только на английском",
  ])
  func `a reservation takes a state back`(line: String) {
    #expect(!isMet(line))
  }

  @Test(arguments: [
    "1. met: no failures", "1. met: no errors in 240 pages", "1. met: not a single failure",
    "1. met: nothing failed", "1. met: no-op on the second run", "1. met: no.html answers 200",
    "1. met: false positives are gone", "1. met: false -> true in settings.json",
    "1. met: `no` is printed", "1. met: only admins see /admin, others get 403",
    "1. yes/no: yes, /page answers 200", "1. ✅ No broken links in 240 pages",
    "1. 충족: 오류 없음", "1. 충족: 제외 목록에 추가됨", "1. 완료: 아닌 주소는 404", "1. 達成: エラーなし、240ページ",
    "1. 满足: 没有错误，240 页", "1. выполнено: нет ошибок на 240 страницах",
    "1. выполнено: новая страница отвечает 200",
  ])
  func `evidence may begin with a negation`(line: String) {
    #expect(isMet(line))
  }

  @Test(arguments: [
    "- [x] 1. 12 passed, 0 failed", "- [x] 1. No broken links in 240 pages",
    "- [x] 1. 12 passed, none failed", "- [x] 1. failed: 0, passed: 12",
    "- [x] 1. failed logins are locked after five attempts", "✅ 1. 12 passed, 0 skipped",
    "- [x] 1. 12개 통과, 0 실패", "- [x] 1. 12 件成功、0 失敗", "- [x] 1. 12 个通过，0 失败",
    "- [x] 1. the banner is shown when the login failed",
  ])
  func `a mark holds for evidence that has a word for a failure`(line: String) {
    #expect(isMet(line))
  }

  @Test(arguments: [
    "- [x] 1. failed, it hangs", "- [x] 1. no: it hangs", "- [x] 1. not met: no key",
    "- [x] 1. not met because the key is missing", "- [x] 1. partially implemented",
    "- [x] 1. Korean page: failed", "- [x] 1. Korean page — not met", "- [x] 1. 미완료: 키 없음",
    "- [x] 1. 2 failed, 10 passed", "- [ ] 1. met: 12 passed", "- [ ] 1. 12 passed, 0 failed",
  ])
  func `a state apart from the evidence overrules a mark`(line: String) {
    #expect(!isMet(line))
  }

  @Test(arguments: ["DONE: no", "DONE - but only the English page", "Done? Not at all"])
  func `an objection takes the status back, too`(status: String) {
    #expect(!isMet("1. met: /page answers 200", status: status))
    #expect(isMet("1. met: /page answers 200", status: "DONE - no open points"))
  }
}
