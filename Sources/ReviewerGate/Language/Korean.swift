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
      """),
    WordGroup([.function, .contrast], "하지만 그러나 다만 그런데 단 반면 그렇지만 아쉽게도 대신"),
    WordGroup([.function, .condition], "시 때 경우 때는 때에는 때의 시에 시에는 경우에 하면"),
    WordGroup([.function, .modal], "수도 가능성 우려 위험 있을"),
    WordGroup([.formerly], "이전에는 이전에 이전까지 이전까지는 처음 처음에는 예전 어제 어제까지 앞서 과거 그동안 원래"),
    WordGroup([.function, .now], "이제 지금 현재 오늘 최종적"),
    WordGroup([.function, .longer], "더이상"),
    WordGroup([.function, .pronoun], "이것 그것 해당 둘 양쪽"),
    WordGroup(
      .optional,
      "새 새로 새로운 신규 관련 기능 작업 처리 별도 정상 정상적 성공적 전부다 가능 기반 필요한 내용 상태 방식 추가로 자동 직접 각각"),
  ]

  private static let denial: [WordGroup] = [
    WordGroup([.function, .not], "안 못 아니 아직"),
    WordGroup([.function, .cannot, .not], "불가 불가능 불가피"),
    WordGroup([.function, .no], "없 없음 무 없이"),
    WordGroup(.undone, "미완료 미완 미완성 미구현 미작성 미실행 미적용 미반영 미수행 미착수 미진행 미해결 미처리 미검증 미확인"),
    WordGroup(.undone, "미포함 미설정 미배포 미등록 미지원 미이행 미흡 생략 보류 연기 제외됨 누락됨 중지 취소됨 롤백됨 원복"),
    WordGroup(.undone, "진행중 작업중 진행_중 작업_중 개발_중 구현_중 작성_중 수정_중 건너뛰 미루 못함 부족 남겨 보류중"),
    WordGroup(.planned, "예정 계획 나중 추후 향후 다음_주 다음_번 내일 차후 별도_작업 후속 이후에 차기 예정됨 할_것 할_계획"),
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

  static let deeds: [WordGroup] = [
    WordGroup([.make], "make", "추가 구현 작성 적용 도입 개발 생성 구축 마련 제공 지원 만들 넣 달 붙이 연결 제작 신설"),
    WordGroup([.make], "make", "반영 구성 삽입 처리 붙 담"),
    WordGroup([.update, .fix], "update", "수정"),
    WordGroup([.update], "update", "갱신 업데이트 변경 최신화 개정 바꾸 보완 조정 현행화 개편 교체"),
    WordGroup([.fix], "fix", "해결 고치 바로잡 복구 교정 해소 정정"),
    WordGroup([.fix], "handle", "대응 방지 예방"),
    WordGroup([.remove], "remove", "삭제 제거 없애 지우 걷어내 철거 폐기"),
    WordGroup([.verb, .fix], "clean", "정리"),
    WordGroup([.verify], "verify", "확인 점검 체크 검사"),
    WordGroup([.verify], "validate", "검증"),
    WordGroup([.verb, .verify], "review", "분석 리뷰 교정"),
    WordGroup([.verify, .check], "test", "테스트 시험"),
    WordGroup([.run], "run", "실행 수행 실시 돌리 돌려 진행"),
    WordGroup([.pass], "pass", "통과 성공 정상 만족 충족 합격 이상_없음"),
    WordGroup([.done, .verb], "done", "완료 완성 마치 끝내 마무리 끝나 달성 도달"),
    WordGroup([.verb], "document", "문서화 문서"),
    WordGroup([.verb], "show", "표시 노출 보이 보여주 출력 나타내"),
    WordGroup([.verb], "move", "이동 옮기"),
    WordGroup([.verb], "migrate", "마이그레이션 이전 이관"),
    WordGroup([.verb], "convert", "전환 변환"),
    WordGroup([.verb], "translate", "번역"),
    WordGroup([.verb], "deploy", "배포"),
    WordGroup([.verb], "publish", "출시 게시 발행 릴리스"),
    WordGroup([.verb, .update], "replace", "교체 대체"),
    WordGroup([.verb], "upgrade", "업그레이드"),
    WordGroup([.verb, .fix], "improve", "개선 최적화 향상"),
    WordGroup([.verb], "reduce", "단축 줄이 감소 축소 낮추 줄 절감"),
    WordGroup([.verb], "increase", "확장 늘리 높이 올리 증가 확대"),
    WordGroup([.verb], "enable", "활성화 켜"),
    WordGroup([.verb, .remove], "disable", "비활성화 끄"),
    WordGroup([.verb], "save", "저장 보관"),
    WordGroup([.verb], "send", "발송 보내 전송 송신"),
    WordGroup([.verb], "limit", "제한"),
    WordGroup([.verb], "separate", "분리 나누 쪼개 분할"),
    WordGroup([.verb], "integrate", "연동 통합 연계"),
    WordGroup([.verb], "measure", "측정 벤치마크"),
    WordGroup([.verb], "refactor", "리팩터링 리팩토링"),
    WordGroup([.verb], "import", "가져오 가져오기"),
    WordGroup([.verb], "export", "내보내 내보내기"),
    WordGroup([.verb], "back_up", "백업"),
    WordGroup([.verb], "filter", "필터 거르"),
    WordGroup([.works], "work", "동작 작동 구동"),
    WordGroup([.works], "compile", "컴파일"),
    WordGroup([.works], nil, "눌리 열리 보이 표시 로드 응답 실행 되 반응 재생 저장 접속"),
    WordGroup([.check], "build", "빌드"),
    WordGroup([.check], "check", "린트 lint 타입_검사"),
  ]

  static let markers: [WordGroup] = [
    WordGroup([.failure], "fail", "실패"),
    WordGroup([.failure], "crash", "크래시 다운 멈추 죽 터지 먹통 튕기"),
    WordGroup([.failure], "broken", "깨지 고장 오동작 오작동 망가지"),
    WordGroup([.failure], "todo", "투두"),
    WordGroup([.failure, .undone], "incomplete", "미완료 미완성 미완 미구현 미해결"),
    WordGroup([.trouble], "error", "오류 에러"),
    WordGroup([.trouble], "exception", "예외"),
    WordGroup([.trouble], "warning", "경고"),
    WordGroup([.trouble], "problem", "문제 버그 결함 이슈 장애 불량 문제점 하자 흠"),
    WordGroup([.trouble], "missing", "누락 빠지 빠뜨리 결여"),
    WordGroup([.trouble], "regression", "회귀_오류"),
    WordGroup([.trouble], nil, "불일치 누수 타임아웃 충돌 위반 취약점"),
    WordGroup([.occur], "occur", "발생 남 나 나타나 생기 뜨 존재 발견 잔존 있 나오 재현 확인됨 생겨"),
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

  /// Verbs that are not made with 하다, as stems.
  static let verbs = """
    고치 없애 바꾸 만들 넣 빼 줄이 늘리 나누 올리 내리 옮기 남기 붙이 지우 열 닫 보이 알리 맞추 켜 끄 쓰 모으 막 막히
    끝내 끝나 마치 두 걸 달 잡 찾 풀 그리 받 보내 띄우 숨기 묶 합치 쪼개 다듬 낮추 높이 멈추 기다리 건너뛰 미루 빠지
    빠뜨리 깨지 죽 터지 튕기 나 생기 뜨 남 나오 나타나 나타내 주 눌리 열리 걷어내 바로잡 가져오 내보내 보여주 보내주 넘겨주 담 채우 비우
    돌리 뽑 살리 세우 얹 엮 자르 쌓 추리 펼치 풀리 망가지 앞당기 이루 지키 붙 밀리 잘리 끊기 늦 넘 늘 줄 되 있
    """

  /// Stems that change before a vowel: form, stem.
  static let irregular = [
    "걸러": "거르", "걸렀": "거르", "눌러": "누르", "눌렀": "누르", "골라": "고르", "골랐": "고르", "잘라": "자르", "잘랐": "자르",
    "이어": "잇", "이었": "잇", "지어": "짓", "지었": "짓", "실었": "싣", "물었": "묻", "누르": "누르", "누른": "누르",
    "거르": "거르",
    "거른": "거르", "고르": "고르", "고른": "고르", "여는": "열", "여니": "열", "푸는": "풀", "다는": "달", "만드": "만들",
    "둬": "두", "빈": "비", "비어": "비", "비었": "비", "뒀": "두",
  ]
}
