/// Korean words that do more in a statement than to name something: stems without particles
/// and without the endings of 하다.
enum Korean {
  static let groups: [WordGroup] = structure + denial + amounts + deeds + markers + things

  private static let structure: [WordGroup] = [
    WordGroup(
      .function,
      """
      및 등 그 이 저 수 것 때 더 각 위 중 안에서 대해 대한 통해 위해 위한 따라 또 또한 그리고 여기 거기 바로
      저희 제 쪽 이때 이후 후 뒤 전 시점 경우에는 정도 약 총 있 한 두고 두었 둠 그대로 같 같은 쪽에서 이를 도 데
      은 는 가 을 를 의 에 로 으로 에서 와 과 에는 에도 에게 까지 부터 로부터 으로부터
      """),
    WordGroup([.function, .contrast], "하지만 그러나 다만 그런데 단 반면 그렇지만 아쉽게도"),
    WordGroup([.function, .condition], "시 때 경우 때는 때에는 때의 시에 시에는 경우에 하면"),
    WordGroup([.function, .modal], "아마 아마도 수도 가능성 우려 위험 있을"),
    WordGroup([.formerly], "이전에는 이전에 이전까지 이전까지는 처음 처음에는 예전 어제 어제까지 앞서 과거 그동안 원래"),
    WordGroup([.function, .now], "이제 지금 현재 오늘 최종적"),
    WordGroup([.function, .longer], "더이상"),
    WordGroup([.function, .pronoun], "이것 그것 해당 둘 양쪽"),
    WordGroup(
      .optional,
      "새 새로 새로운 신규 관련 기능 작업 처리 별도 정상 정상적 성공적 전부다 가능 기반 필요한 내용 상태 방식 추가로 자동 직접 각각"),
  ]

  private static let denial: [WordGroup] = [
    WordGroup(.undone, "revert", "되돌리 롤백됨 원복 원상복구 철회"),
    WordGroup([], "revert", "다시_뺐습니다 다시_뺌 도로_뺐습니다"),
    WordGroup([.function, .not], "안 못 아니 아직"),
    WordGroup([.function, .cannot, .not], "불가 불가능 불가피"),
    WordGroup([.function, .no], "없 없음 무 없이"),
    WordGroup([.function, .without], "대신 대신에"),
    WordGroup(.undone, "미완료 미완 미완성 미구현 미작성 미실행 미적용 미반영 미수행 미착수 미진행 미해결 미처리 미검증 미확인"),
    WordGroup(.undone, "미포함 미설정 미배포 미등록 미지원 미이행 미흡 생략 보류 연기 제외됨 누락됨 중지 취소됨"),
    WordGroup(
      .undone,
      "진행중 작업중 진행_중 작업_중 개발_중 구현_중 작성_중 수정_중 어렵 어려울 어렵습니다 어려웠습니다 어려움 힘들 힘듭니다 곤란 건너뛰 미루 못함 부족 남겨 보류중"
    ),
    WordGroup(
      .planned,
      "예정 계획 나중 추후 향후 다음_주 다음_번 내일 차후 별도_작업 후속 이후에 차기 예정됨 할_것 할_계획 할_일 남은_작업 남은_일 해야_할 백로그 로드맵 위시리스트"
    ),
    WordGroup(.intent, "바랍니다 부탁 요청드립니다 주세요 해주세요"),
    WordGroup(.attempt, "시도 검토 조사 준비 착수 시작 논의 초안 고민 설계 기획 연구 노력"),
  ]

  private static let amounts: [WordGroup] = [
    WordGroup([.function, .all], "모두 모든 전체 전부 모두다 전원 일괄 빠짐없이"),
    WordGroup([.function, .only], "만 오직 단지 뿐"),
    WordGroup([.except], "제외 제외한 빼 외 외에 이외 외에는"),
    WordGroup([.part], "일부 부분적 절반 대부분 일부분 부분_완료 일부만 거의 여러 지금까지"),
    WordGroup([.rest], "나머지 남은 잔여 그외"),
    WordGroup([.function, .of], "중 중에 중에서 가운데"),
    WordGroup([.atMost], "limit:most", "이하 미만 이내 아래 최대 안쪽"),
    WordGroup([.atLeast], "limit:least", "이상 초과 넘 최소"),
    WordGroup([.counter], "개 건 명 장 편 페이지 곳 가지 종 대 번 회 차례 쪽 줄 파일 화면 군데 단계 항목 행 권 자리 케이스"),
    WordGroup([.unit], "unit:s", "초"),
    WordGroup([.unit], "unit:min", "분"),
    WordGroup([.unit], "unit:h", "시간"),
    WordGroup([.unit], "unit:day", "일"),
    WordGroup([.unit], "unit:ms", "밀리초"),
    WordGroup([.unit], "unit:%", "퍼센트 프로"),
    WordGroup([.unit], nil, "원 년 월 배 도"),
  ]

  static let markers: [WordGroup] = [
    WordGroup([.occur], "recur", "재현 재발"),
    WordGroup([.provoked], nil, "강제 강제로 모의 의도적 인위적 일부러 고의"),
    WordGroup([.failure], "fail", "실패"),
    WordGroup([.failure], "crash", "크래시 다운 멈추 죽 터지 먹통 튕기"),
    WordGroup([.failure], "broken", "깨지 고장 오동작 오작동 망가지 하얘지 사라지 빨간불 불합격 부적합 반려 미달 틀리 무한_로딩"),
    WordGroup([.failure], "todo", "투두"),
    WordGroup([.failure, .undone], "incomplete", "미완료 미완성 미완 미구현 미해결"),
    WordGroup([.trouble], "error", "오류 에러"),
    WordGroup([.trouble], "exception", "예외"),
    WordGroup([.trouble], "warning", "경고"),
    WordGroup([.trouble], "problem", "문제 버그 결함 이슈 장애 불량 문제점 하자 흠"),
    WordGroup([.trouble], "missing", "누락 빠지 빠뜨리 결여"),
    WordGroup([.trouble], "regression", "회귀_오류"),
    WordGroup([.trouble], nil, "불일치 누수 타임아웃 충돌 위반 취약점"),
    WordGroup([.occur], "occur", "발생 남 나 나타나 생기 뜨 존재 발견 잔존 있 나오 확인됨 생겨"),
    WordGroup([.blocked], "blocked", "차단 블로커 블록 블로킹"),
    WordGroup([.stopped], "stopped", "막히 막 중단 정지 멈추 보류"),
    WordGroup([.proceed], "proceed", "진행 계속 착수 시작"),
    WordGroup([.wait], "wait", "대기 기다리 대기중"),
    WordGroup([.escalate], "escalate", "에스컬레이션 상신 이관_요청"),
    WordGroup([.need], "need", "필요 요구"),
    WordGroup([.grant], "grant", "승인 발급 부여 회신 답변 입고 전달 개통 허가 주 보내 보내주 넘겨주 제공 나 도착 나오"),
    WordGroup(
      [.resource], nil,
      "승인 권한 자격 자격증명 인증정보 계정 라이선스 라이센스 허가 결재 접근 접속 키 인증서 토큰 하드웨어 장비 쿼터 할당량 비밀번호 크레덴셜 답변 회신"),
    WordGroup(
      [.party], nil,
      "팀 담당자 관리자 업체 벤더 고객사 보안팀 인프라팀 법무팀 운영팀 구매팀 팀장 책임자 외부 협력사 결제사 광고사 제조사"),
  ]

  static let things: [WordGroup] = [
    WordGroup([], "document", "문서 도큐먼트"),
    WordGroup([], "database", "데이터베이스 디비"),
    WordGroup([], "screen", "화면 페이지"),
    WordGroup([], "production", "운영 프로덕션"),
    WordGroup([], "staging", "스테이징"),
    WordGroup([], "environment", "환경"),
    WordGroup([.make], "setting", "설정"),
    WordGroup([], "setting", "설정값 옵션"),
    WordGroup([], "unit", "단위 유닛"),
    WordGroup([], "message", "메시지 문구"),
    WordGroup([], "user", "사용자 유저"),
    WordGroup([], "button", "버튼"),
    WordGroup([], "script", "스크립트"),
    WordGroup([], "log", "로그"),
    WordGroup([], "file", "파일"),
    WordGroup([], "cache", "캐시"),
    WordGroup([], "readme", "리드미"),
    WordGroup([], "login", "로그인"),
    WordGroup([], "logout", "로그아웃"),
    WordGroup([], "server", "서버"),
    WordGroup([], "guide", "가이드 안내서"),
    WordGroup([], "changelog", "변경로그 변경이력"),
  ]

  /// What names of others end in: 등록업체, 법무팀.
  static let parties = ["팀", "업체", "부서", "측", "기관", "담당자", "관리자", "고객사"]

  /// 한, 두, 세 before a counter.
  static let numbers: [String: Double] = [
    "한": 1, "하나": 1, "두": 2, "둘": 2, "세": 3, "셋": 3, "네": 4, "넷": 4, "다섯": 5, "여섯": 6,
    "일곱": 7, "여덟": 8, "아홉": 9, "열": 10,
  ]
}
