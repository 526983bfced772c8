import Intake
import Testing

/// How urgent an item is, by what it says.
@Suite struct UrgencyTests {
  private func urgency(_ request: String) -> Urgency? {
    Proposal.propose(request).items.first?.urgency
  }

  @Test(arguments: [
    "긴급: 로그인 버그 수정", "[긴급] 로그인 버그 수정", "긴급 로그인 버그 수정", "로그인 버그를 긴급하게 수정해줘",
    "로그인 버그 수정 (P0)", "P0 로그인 버그 수정", "로그인 버그 수정, 우선순위 P0", "최우선으로 로그인 버그 수정",
    "urgent: fix the login", "Fix the login (urgent)", "Fix the login asap", "fix the login ASAP!",
    "URGENT fix the login", "Fix the login as soon as possible", "Fix the login, high priority",
    "至急、ログインを修正", "【緊急】ログインを修正", "【紧急】修复登录错误", "尽快修复登录错误", "Срочно исправить вход",
    "높은 우선순위로 로그인 버그 수정",
  ])
  func `urgent`(_ request: String) { #expect(urgency(request) == .urgent) }

  @Test(arguments: [
    "낮은 우선순위: 문서 정리", "문서 정리 (우선순위 낮음)", "Tidy the docs, low priority",
    "Tidy the docs, not urgent", "Tidy the docs, no rush", "P2: tidy the docs", "급하지 않게 문서 정리",
    "低优先级：整理文档", "Обновить документы, не срочно",
  ])
  func `not urgent`(_ request: String) { #expect(urgency(request) == .low) }

  @Test func `usual`() {
    #expect(urgency("P1: fix the login") == .usual)
    #expect(urgency("보통 우선순위로 문서 정리") == .usual)
  }

  @Test(arguments: [
    "긴급 공지 배너 추가", "Add an urgent flag to the ticket form", "Add a high priority queue",
    "Rename the P0 label column", "버튼 문구를 '긴급'으로 변경", "Show urgent tickets first",
    "로그인 버그 수정", "Urgent notice page redesign",
  ])
  func `the name of a thing is no mark`(_ request: String) { #expect(urgency(request) == nil) }

  @Test func `each item has its own, and what introduces them is for all`() {
    func urgencies(_ request: String) -> [Urgency?] {
      Proposal.propose(request).items.map(\.urgency)
    }
    #expect(urgencies("Fix the login (urgent); update the docs") == [.urgent, nil])
    #expect(urgencies("Urgent:\n- login\n- docs (low priority)") == [.urgent, .low])
    #expect(urgencies("긴급: 로그인 버그 수정; 문서 갱신") == [.urgent, .urgent])
    #expect(urgencies("[P0] fix the login; update the docs") == [.urgent, .urgent])
  }

  @Test func `all phases of one task are as urgent as it is`() {
    let proposal = Proposal.propose("긴급: 로그인 버그 수정").inPhases()
    #expect(proposal.isTemplate && proposal.items.map(\.urgency) == [.urgent, .urgent, .urgent])
  }
}
