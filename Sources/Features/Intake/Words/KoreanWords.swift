enum KoreanWords {
  /// Nouns for actions on a program, a document or a machine. A task may end with such a noun.
  static let actions: WordList = """
    추가 수정 구현 작성 삭제 제거 변경 교체 갱신 정리 점검 확인 검증 테스트 배포 설정 적용 개선 보완 보강 강화 완화 개발 설계 디자인 분석 조사 검토 리뷰
    생성 연동 연결 통합 분리 이전 이관 이동 마이그레이션 업그레이드 업데이트 다운그레이드 설치 제작 리팩터링 리팩토링 실행 시작 중지 중단 종료 복구 복원 백업 병합
    머지 커밋 푸시 릴리스 릴리즈 공개 게시 발행 발송 전송 전달 공유 보고 기록 측정 비교 집계 추출 수집 변환 번역 압축 조정 조절 축소 확대 확장 제한 차단
    허용 해제 지원 대응 처리 해결 디버깅 모니터링 튜닝 프로파일링 통일 개편 정비 구성 필터링 도입 마무리 완료 준비 수립 산정 취합 회신 구축 세팅 빌드 컴파일
    롤백 폐기 발급 부여 회수 진단 재현 파악 탐색 정의 선정 지정 할당 배정 대체 단축 연장 인상 인하 증설 반영 보정 교정 정정 검수 감사 시연 배치 기동 가동
    정지 분할 결합 삽입 첨부 업로드 다운로드 캡처 렌더링 학습 평가 산출 계산 동결 태깅 체크 검사 정제 분류 진행 운영 유지 관리 보호 추적 마스킹 서명 명시
    설명 요약 호환 이식 출시 오픈 촬영 실험 가져오기 내보내기 추론 예측 추천 초대 모집 할인 지급 송금 축약 복귀 재검토 시도 색인 처리 확보 고정 잠금
    토글 도출 제안 기획 편집 소개 비활성 활성 제외 포함 전환 개설 신설 철거 방지 예방 정렬 표시 노출 출력 입력 저장 조회 검색 등록 취소 환불 승인 반려
    예약 호출 결제 주문 가입 탈퇴 신청 접수 알림 안내 공지 답변 응답 요청 인증 복사 적재 덤프 재시작 재부팅 재기동 핫픽스 패치 린트 포맷팅 구독 해지 회전
    통보 발표 결재 의뢰 문의 훈련 샘플링 개통 보수 수리 향상 절감 확충 재실행 청소 마감 투표 모의실험 시뮬레이션 대비 되돌림 숨김 치환 게재 태그 스캔 교육
    """

  /// Actions of users after which screens are named: `주문 취소 및 환불 API`.
  static let operations: WordList = """
    발급 사용 적립 배송 반품 교환 출고 입고 접수 문의 신고 구독 해지 충전 정산 출금 입금 이체 업로드 다운로드 참여 조회 평가 후기 등록 취소 환불 승인 반려
    예약 로그인 로그아웃 결제 주문 가입 탈퇴 신청 검색 저장 입력 출력 선택 구매 클릭 답변 응답 요청 인증 인가 정렬 복사
    """

  /// Actions of users on a thing that are also work of programmers: `글 작성 및 수정 화면`.
  static let edits: WordList = "추가 수정 작성 삭제 생성"

  /// Events that happen to users. A 후 after such a word states a time.
  static let events: WordList = """
    로그인 로그아웃 회원가입 가입 탈퇴 결제 주문 구매 접속 진입 선택 입력 클릭 터치 스크롤 성공 실패 만료 발생 완료 출시 퇴근 출근 입사 퇴사 점심 저녁
    아침 식사 회의 연휴 휴가 잠시 조금 얼마 며칠 이틀 하루 그 이 직 직후 전 도착 마감
    """

  static let requests: WordList = """
    줘 줘요 주세요 주십시오 줄래 줄래요 하세요 하십시오 해라 하라 하자 합시다 바람 바랍니다 부탁 부탁해 부탁해요 부탁드려요 부탁드립니다 부탁합니다 해요
    십시오 남긴다 보낸다 바꾼다 한다 된다 하고 하도록 할것 것 해봐 바꾸고 고치고 지우고 만들고 넣고 빼고 옮기고 올리고 내리고 줄이고 늘리고 나누고 맞추고
    바꿈 고침 늘림 줄임 옮김 올림 내림 만듦 없앰 나눔 맞춤 바꾸자 만들자 고치자 지우자 넣자 빼자
    """

  /// Words that end like a request or an action, but are neither.
  static let nouns: WordList = """
    안녕하세요 수고하세요 크기 후기 주기 분기 초기 기기 시기 동기 비동기 인기 경기 일기 계기 공기 전기 단기 장기 중기 상기 만기 보기 미리보기 더보기 읽기
    쓰기 바로가기 즐겨찾기 접기 펼치기 닫기 열기 뒤로가기 세기 밝기 굵기 정기 대기 위기 용기 연기
    """

  /// Endings of statements, which items of a list do not have.
  static let statements: WordList = "요 다 까 데 서 면 니 네 지만 해"

  // MARK: Then

  static let then: WordList = "후 후에 뒤 뒤에 다음 다음에 다음엔"

  /// Verbs in the past tense that 다음 follows.
  static let past: WordList = """
    만든 끝낸 바꾼 고친 옮긴 지운 올린 내린 줄인 늘린 나눈 넣은 뺀 켠 끈 마친 보낸 받은 찾은 맞춘 비운 채운 돌린 붙인 묶은 합친 푼 연 닫은 멈춘 띄운
    """

  /// Words after a 다음 that means "next", `정리한 다음 주`, or after a 후 that states when something
  /// happens: `배포 후 발생한 오류`.
  static let notBehindThen: WordList = """
    주 달 날 번 해 분기 월 년 학기 시즌 페이지 단계 주의 달의 주에 달에 주에는 주까지 달까지 주로 스프린트 회차 차례 장 줄
    발생한 생긴 나타난 남은 자동으로 바로 즉시 다시
    """

  /// Verbs for turning one thing into another: `빨강 → 파랑으로 변경`.
  static let changes: WordList = """
    변경 바꾸 바꿔 바꿈 전환 교체 수정 조정 이전 이관 이동 번역 변환 마이그레이션 업그레이드 다운그레이드 상향 하향 대체 치환 개명 병합 머지
    """
}
