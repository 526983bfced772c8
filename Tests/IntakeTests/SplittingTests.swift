import Intake
import Testing

/// Where a text without a list is divided, rule by rule.
@Suite struct SplittingTests {
  @Test(arguments: [
    ("백업 한 다음 버전 업그레이드 후 재시작", ["백업", "버전 업그레이드", "재시작"]),
    ("테스트 작성 한 뒤, 배포", ["테스트 작성", "배포"]), ("캐시 삭제한 다음 버전 태그 생성", ["캐시 삭제", "버전 태그 생성"]),
  ])
  func `a verb that stands apart from its action goes with the word that joins`(
    _ request: String, _ items: [String]
  ) {
    let proposal = Proposal.propose(request)
    #expect(proposal.texts == items && proposal.isOrdered)
  }

  @Test(arguments: ["생성 후 30일이 지난 로그 삭제", "수정 후, 1시간 이내의 글만 표시", "정리한 다음 주 회의 준비"])
  func `a time that counts from an action divides nothing`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: [
    "색상을 #fff → #000 으로 변경", "버튼 색을 빨강 → 파랑으로 변경", "Rename foo_bar -> fooBar",
    "Change the color from red -> blue", "Update Node 18 => 20", "https://a.kr/x→y 링크를 수정",
  ])
  func `an arrow between two values or within an address divides nothing`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: [
    ("빌드 → 스테이징으로 전환", ["빌드", "스테이징으로 전환"]), ("설계 → 서버로 배포", ["설계", "서버로 배포"]),
    ("Open https://a.io/x → copy the key", ["Open https://a.io/x", "copy the key"]),
  ])
  func `an arrow between two steps divides them, whatever they name`(
    _ request: String, _ items: [String]
  ) {
    let proposal = Proposal.propose(request)
    #expect(proposal.texts == items && proposal.isOrdered)
  }
}
