import Reports
import ReviewerGate
import Testing

/// The criteria that `orch intake submit` writes, from the task to the verdict.
struct DefaultCriterionTests {
  private func review(_ task: String, _ wording: DefaultCriterion.Wording, _ report: String)
    -> Review
  {
    Gate.review(
      criteria: DefaultCriterion(task: task, wording: wording).text(), report: report)
  }

  private func report(_ changes: String, _ checks: String) -> String {
    """
    [REPORT ORCH-001]
    Status: DONE
    Files:
    - src/login.ts
    Diff-Summary:
    - \(changes)
    Validation:
    - \(checks)
    Risks:
    - None
    Next:
    - None
    """
  }

  @Test(
    "A full report that tells the task, changes and checks passes",
    arguments: [
      (.english, "Fix the login redirect", "Fixed the login redirect", "12 passed, 0 failed"),
      (
        .english, "urgent: rotate the keys by 2026-02-01 12:00", "Rotated the keys",
        "openssl verify: OK"
      ),
      (
        .english, "Implement the password reset page and send the mail",
        "Implemented the password reset page; the mail is sent", "8 passed"
      ),
      (
        .english, "Design: Implement the password reset page",
        "Designed the password reset page, see docs/reset.md", "Reviewed with the checklist"
      ),
      (
        .english, "Implement: Implement the password reset page",
        "Implemented the password reset page", "8 passed, 0 failed"
      ),
      (
        .english, "Verify and document: Implement the password reset page",
        "Verified and documented the password reset page", "8 passed, 0 failed"
      ),
      (.english, "update the docs", "Updated the docs", "markdownlint: 0 errors"),
      (.korean, "로그인 API 구현", "로그인 API 구현", "단위 테스트 12건 통과"),
      (
        .korean, "로그인 페이지의 비밀번호 재설정 링크가 만료된 경우 안내 문구를 표시하도록 수정",
        "로그인 페이지의 비밀번호 재설정 링크가 만료된 경우 안내 문구를 표시하도록 수정", "jest 20건 통과"
      ),
      (.korean, "긴급: 내일 18:00까지 결제 오류 수정", "결제 오류 수정", "회귀 테스트 30건 통과, 실패 0건"),
      (.korean, "요구사항 정리/설계: 로그인 API 구현", "로그인 API 요구사항 정리 및 설계 완료", "팀 체크리스트로 검토"),
      (.korean, "구현/수정: 로그인 API 구현", "로그인 API 구현", "테스트 12건 통과"),
      (.korean, "검증/문서화: 로그인 API 구현", "로그인 API 검증 및 문서화 완료", "테스트 12건 통과"),
      (.korean, "단위 테스트 작성", "단위 테스트 14건 작성", "전부 통과"),
      (.japanese, "ログイン画面を追加", "ログイン画面を追加", "テスト12件成功"),
      (
        .japanese, "ログイン画面にパスワード再設定のリンクを追加し、期限切れの場合は案内を表示する",
        "ログイン画面にパスワード再設定のリンクを追加し、期限切れの場合は案内を表示", "テスト12件成功、失敗0件"
      ),
      (.japanese, "要件整理/設計: ログイン画面を追加", "ログイン画面の要件を整理し、設計しました", "レビュー済み"),
      (.chinese, "添加登录页面", "已添加登录页面", "12 个测试全部通过"),
      (
        .chinese, "添加登录页面并在密码重置链接过期时显示提示信息，同时更新用户手册和接口文档",
        "已添加登录页面，并在密码重置链接过期时显示提示信息\n- 已更新用户手册和接口文档", "12 个测试全部通过"
      ),
      (.chinese, "需求梳理/设计: 添加登录页面", "完成登录页面的需求梳理和设计", "已评审"),
      (.russian, "Добавить форму входа", "Добавлена форма входа", "12 тестов прошли, 0 ошибок"),
      (
        .russian, "Добавить форму входа и обновить документацию по входу",
        "Добавлена форма входа\n- Обновлена документация по входу", "12 тестов прошли"
      ),
      (
        .russian, "Проектирование: Добавить форму входа", "Спроектирована форма входа",
        "Проверено по чек-листу"
      ),
      (.russian, "Реализация: Добавить форму входа", "Добавлена форма входа", "12 тестов прошли"),
    ] as [(DefaultCriterion.Wording, String, String, String)])
  func fullReports(wording: DefaultCriterion.Wording, task: String, changes: String, checks: String)
  {
    #expect(review(task, wording, report(changes, checks)).verdict == .pass)
  }

  @Test(
    "A full report without the task, changes or checks does not pass",
    arguments: [
      (.english, "Fix the login redirect", "Fixed the login redirect", "None"),
      (.english, "Fix the login redirect", "None", "12 passed"),
      (.english, "Fix the login redirect", "Fixed the logout page", "12 passed"),
      (
        .english, "urgent: rotate the keys by 2026-02-01 12:00", "Looked at the keys",
        "openssl verify: OK"
      ),
      (.english, "update the docs", "Updated the docs", "3 failed"),
      (.korean, "로그인 API 구현", "로그인 API 구현", "없음"),
      (.korean, "로그인 페이지의 비밀번호 재설정 링크가 만료된 경우 안내 문구를 표시하도록 수정", "회원가입 페이지 정리", "jest 20건 통과"),
      (.korean, "단위 테스트 작성", "단위 테스트 작성은 아직 못함", "빌드 통과"),
      (.japanese, "ログイン画面を追加", "ログイン画面を追加", "なし"),
      (.chinese, "添加登录页面", "已添加登录页面", "无"),
      (.russian, "Добавить форму входа", "Добавлена форма входа", "Нет"),
    ] as [(DefaultCriterion.Wording, String, String, String)])
  func lackingReports(
    wording: DefaultCriterion.Wording, task: String, changes: String, checks: String
  ) {
    #expect(review(task, wording, report(changes, checks)).verdict == .retry)
  }

  @Test(
    "A report of one line passes by what it says",
    arguments: [
      (.english, "Fix the login redirect", "Fixed the login redirect, all tests pass."),
      (.korean, "로그인 API 구현", "로그인 API를 구현했고 테스트 12건이 통과했습니다."),
    ] as [(DefaultCriterion.Wording, String, String)])
  func lines(wording: DefaultCriterion.Wording, task: String, line: String) {
    #expect(review(task, wording, line).verdict == .pass)
  }

  @Test(
    "A report of one line that states no deed does not pass",
    arguments: [
      (.english, "Fix the login redirect", "Will fix the login redirect tomorrow."),
      (.korean, "로그인 API 구현", "로그인 API 구현은 내일 진행할 예정입니다."),
      (.japanese, "ログイン画面を追加", "ログイン画面は来週追加する予定です。"),
      (.chinese, "添加登录页面", "尚未添加登录页面。"),
      (.russian, "Добавить форму входа", "Форма входа будет добавлена завтра."),
    ] as [(DefaultCriterion.Wording, String, String)])
  func unfinishedLines(wording: DefaultCriterion.Wording, task: String, line: String) {
    #expect(review(task, wording, line).verdict == .retry)
  }

  @Test func `what lacks is told`() {
    let review = review(
      "Fix the login redirect", .english, report("Fixed the login redirect", "None"))
    #expect(review.missing == [0])
    #expect(review.criteria.map(\.outcome) == [.absent(["Validation"])])
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

  @Test func `a criterion that somebody wrote is none of them`() {
    #expect(DefaultCriterion(reading: "login done + tests") == nil)
  }
}
