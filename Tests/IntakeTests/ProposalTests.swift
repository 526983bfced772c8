import Intake
import Testing

@Suite struct ProposalTests {
  @Test(arguments: [
    "", " \n\t\r\n", "...", "- \n- ", ",;", "그리고 ", "\u{FEFF}", "- [x] done\n- [X] done, too",
  ])
  func `a request that asks for nothing proposes nothing`(_ request: String) {
    #expect(Proposal.propose(request).items.isEmpty)
    #expect(Proposal.propose(request).inPhases().items.isEmpty)
  }

  @Test func `a request that is one task is one item`() {
    let proposal = Proposal.propose("Speed up the search.")
    #expect(proposal.texts == ["Speed up the search"])
    #expect(!proposal.isTemplate && !proposal.isOrdered && proposal.dropped == 0)
  }

  @Test(arguments: [
    (
      "캐시 키 이름을 바꿔줘", RequestLanguage.korean,
      ["요구사항 정리/설계: 캐시 키 이름을 바꿔줘", "구현/수정: 캐시 키 이름을 바꿔줘", "검증/문서화: 캐시 키 이름을 바꿔줘"]
    ),
    (
      "Speed up the search.", .english,
      [
        "Design: Speed up the search", "Implement: Speed up the search",
        "Verify and document: Speed up the search",
      ]
    ),
    ("検索を速くする", .japanese, ["要件整理/設計: 検索を速くする", "実装/修正: 検索を速くする", "検証/文書化: 検索を速くする"]),
    ("优化搜索速度", .chinese, ["需求梳理/设计: 优化搜索速度", "实现/修改: 优化搜索速度", "验证/文档: 优化搜索速度"]),
    (
      "Ускорить поиск", .russian,
      [
        "Проектирование: Ускорить поиск", "Реализация: Ускорить поиск",
        "Проверка и документация: Ускорить поиск",
      ]
    ),
  ])
  func `one task has three phases`(
    _ request: String, _ language: RequestLanguage, _ texts: [String]
  ) {
    let proposal = Proposal.propose(request).inPhases()
    #expect(proposal.texts == texts && proposal.language == language)
    #expect(proposal.isTemplate && !proposal.isOrdered && proposal.dropped == 0)
  }

  @Test(arguments: [(0, 1, 2), (1, 1, 2), (2, 2, 1), (3, 3, 0), (9, 3, 0)])
  func `as many phases as there may be rows, and one at least`(
    _ rows: Int, _ count: Int, _ dropped: Int
  ) {
    let proposal = Proposal.propose("Speed up the search").inPhases(rows)
    #expect(proposal.items.count == count && proposal.dropped == dropped)
    #expect(proposal.texts.first == "Design: Speed up the search")
  }

  @Test(arguments: ["- a\n- b\n- c\n- d", "- Speed up the search", "build; ship it"])
  func `a listed request keeps all its items, whatever phases are asked for`(_ request: String) {
    let proposal = Proposal.propose(request)
    #expect(proposal.inPhases(2) == proposal && proposal.dropped == 0 && !proposal.isTemplate)
  }

  @Test func `one thing said twice is one task, and states no sequence`() {
    let proposal = Proposal.propose("Fix the login, then fix the login!")
    #expect(proposal.texts == ["Fix the login"] && !proposal.isOrdered)
  }

  @Test(arguments: [
    ("로그인 API의 timeout 값을 조정", RequestLanguage.korean),
    ("Rename the 로그인 column in users", .english),
    ("READMEを更新", .japanese), ("更新 README 和 CHANGELOG 文件", .chinese),
    ("Обновить README и CHANGELOG", .russian), ("2026", .english),
  ])
  func `the language is that of the words, whatever names they hold`(
    _ text: String, _ language: RequestLanguage
  ) {
    #expect(RequestLanguage(of: text) == language)
  }
}
