import Testing

@testable import Plans

@Suite struct PlanNameTests {
  @Test(arguments: [
    ("Add rate limits to the API", "add-rate-limits-to-the"),
    ("로그인 오류 수정", "rogeuin-oryu-sujeong"),
    ("값을 읽고 닭을 그린다", "gapeul-ikgo-dakeul-geurinda"),
    ("Исправить вход по ключу", "ispravit-vkhod-po-kliuchu"),
    ("修复登录错误并补充测试", "xiu-fu-deng-lu-cuo"),
    ("API 문서 v2", "api-munseo-v2"),
    ("☃", "plan"),
  ])
  func `a goal in another script gives a name that can be read`(_ goal: String, _ name: String) {
    #expect(PlanGoal(goal).derivedName == name)
  }

  @Test func `a long word is cut`() {
    let goal = PlanGoal("관리자페이지로그인오류수정작업목록")
    #expect(goal.derivedName == "gwanrijapeijirogeuinoryusuj")
  }
}
