import Gate
import Model
import Testing

/// The criteria that `orch intake submit` writes, from the task to the verdict.
struct DefaultCriterionTests {
  @Test(
    "A report of prose is judged by the task, and by its changes and checks",
    arguments: [
      (.english, "Fix the login redirect", "Fixed the login redirect", "12 passed", .pass),
      (.english, "Fix the login redirect", "Fixed the login redirect", "None", .retry),
      (.english, "Fix the login redirect", "None", "12 passed", .retry),
      (.english, "Fix the login redirect", "Fixed the logout page", "12 passed", .retry),
      (.english, "update the docs", "Updated the docs", "3 failed", .retry),
      (.korean, "로그인 API 구현", "로그인 API 구현", "단위 테스트 12건 통과", .pass),
      (.korean, "단위 테스트 작성", "단위 테스트 작성은 아직 못함", "빌드 통과", .retry),
      (.japanese, "ログイン画面を追加", "ログイン画面を追加", "テスト12件成功", .pass),
      (.chinese, "添加登录页面", "已添加登录页面", "12 个测试全部通过", .pass),
      (.russian, "Добавить форму входа", "Форма входа добавлена", "12 тестов прошли", .pass),
      (.russian, "Добавить форму входа", "Форма входа добавлена", "Нет", .retry),
    ] as [(DefaultCriterion.Wording, String, String, String, Verdict.Result)])
  func prose(
    wording: DefaultCriterion.Wording, task: String, changes: String, checks: String,
    verdict: Verdict.Result
  ) {
    let report = "[REPORT X]\nStatus: DONE\nDiff-Summary:\n- \(changes)\nValidation:\n- \(checks)\n"
    let result = Gate.evaluate(
      criteria: DefaultCriterion(task: task, wording: wording).text(),
      report: Report(reading: report, of: "X"))
    #expect(result.verdict.result == verdict)
  }

  @Test func `a claim needs no more than any other`() {
    let criterion = DefaultCriterion(task: "Fix the login redirect", wording: .english).text()
    let report = "Status: DONE\nCriteria:\n1. met: curl shows /page"
    #expect(
      Gate.evaluate(criteria: criterion, report: Report(reading: report)).verdict.result == .pass)
  }

  @Test(
    "What is written is read again", arguments: DefaultCriterion.Wording.allCases,
    ["Fix it", "Fix the login redirect of the shop", "file: docs/X.md"])
  func roundTrip(wording: DefaultCriterion.Wording, task: String) {
    let criterion = DefaultCriterion(task: task, wording: wording)
    #expect(DefaultCriterion(reading: criterion.text()) == criterion)
    #expect(DefaultCriterion(reading: criterion.text(isQuoted: true)) == criterion)
    #expect(Checklist(criterion.text()).items == [criterion.text()])
  }

  @Test func `a criterion that a person wrote is no default criterion`() {
    #expect(DefaultCriterion(reading: "login done + tests") == nil)
  }
}
