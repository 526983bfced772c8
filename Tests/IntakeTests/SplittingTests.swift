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
    "Change the color from red -> blue", "Update Node 18 => 20", "https://a.kr/x→y→z 링크를 수정",
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

  @Test(arguments: [
    ("로그 정리, 캐시 삭제, 배포", ["로그 정리", "캐시 삭제", "배포"]), ("번역 갱신 / 검수 / 공유", ["번역 갱신", "검수", "공유"]),
    ("화면 개편 그리고 배포", ["화면 개편", "배포"]), ("인증서 발급 그리고 설치", ["인증서 발급", "설치"]),
    ("DB 백업, 재시작, 로그 확인", ["DB 백업", "재시작", "로그 확인"]),
    ("Update deps, restart", ["Update deps", "restart"]),
    ("Clean the logs and restart", ["Clean the logs", "restart"]),
    ("Clean the logs / restart / notify ops", ["Clean the logs", "restart", "notify ops"]),
    ("Исправить форму, проверить, выложить", ["Исправить форму", "проверить", "выложить"]),
    ("清空缓存，重启，通知运维", ["清空缓存", "重启", "通知运维"]), ("設定を更新、確認、公開", ["設定を更新", "確認", "公開"]),
  ])
  func `an action alone is a task beside one that says what it is done to`(
    _ request: String, _ items: [String]
  ) {
    let proposal = Proposal.propose(request)
    #expect(proposal.texts == items && !proposal.isOrdered)
  }

  @Test(arguments: [
    "게시글 추가, 수정, 삭제", "상품 등록 그리고 수정", "단위 테스트 작성 및 실행", "빌드, 테스트, 배포 파이프라인 구성",
    "Document setup, install, and deploy",
    "Explain setup, teardown, and restart", "Add buttons to approve, reject and archive",
    "Let admins suspend, restore, delete", "Add hooks for startup and restart",
    "Разрешить пользователям создавать, удалять", "支持添加，删除，修改", "データの登録、削除",
  ])
  func `actions that name what one task is about divide nothing`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: [
    "Move the drag and drop code of the board", "Fix copy and paste",
    "Support drag and drop, and resize",
  ])
  func `two actions that are the name of one thing divide nothing`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: [
    (
      "Add tests for login, signup, and reset, and fix the ones that fail",
      ["Add tests for login, signup, and reset", "fix the ones that fail"]
    ),
    (
      "Add buttons to approve, reject and archive, and test them",
      ["Add buttons to approve, reject and archive", "test them"]
    ),
    (
      "Enable edit, rename, and delete, and add tests",
      ["Enable edit, rename, and delete", "add tests"]
    ),
    (
      "Update the header, footer, and sidebar, and deploy",
      ["Update the header, footer, and sidebar", "deploy"]
    ),
  ])
  func `an "and" behind a list that another one closed begins a task`(
    _ request: String, _ items: [String]
  ) {
    #expect(Proposal.propose(request).texts == items)
  }

  @Test(arguments: [
    "Write the login, signup and reset tests", "Update the install and upgrade guides",
    "Allow editors to review, approve, and publish the articles",
    "Describe how to build, test, and deploy the service",
  ])
  func `the first "and" of a list closes it`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: [
    ("備份資料庫，升級系統，重啟", ["備份資料庫", "升級系統", "重啟"], false),
    ("關閉舊服務，然後切換網域", ["關閉舊服務", "切換網域"], true),
    ("請執行測試；重新啟動服務", ["請執行測試", "重新啟動服務"], false),
    ("整理標題、描述和圖片，更新文件", ["整理標題、描述和圖片", "更新文件"], false),
  ])
  func `traditional characters divide as simplified ones do`(
    _ request: String, _ items: [String], _ isOrdered: Bool
  ) {
    let proposal = Proposal.propose(request)
    #expect(proposal.texts == items && proposal.isOrdered == isOrdered)
  }

  @Test(arguments: [
    "修改标题、描述和图片的样式", "修改标题、描述与图片", "调整上传、下载和删除的按钮", "如果服務停止，重啟並通知維運", "確認画面、設定画面の色を変更",
  ])
  func `verbs that name things, or stand in Japanese, begin no Chinese task`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: [
    ("“保存，退出”按钮改名，更新截图", ["“保存，退出”按钮改名", "更新截图"]),
    ("《手册》更新，“注册”按钮删除", ["《手册》更新", "“注册”按钮删除"]), ("‘甲，乙’改名，重启", ["‘甲，乙’改名", "重启"]),
    (
      "«Да, нет» заменить на «Ок», обновить справку",
      ["«Да, нет» заменить на «Ок»", "обновить справку"]
    ),
    ("Don’t cache the tokens, redeploy", ["Don’t cache the tokens", "redeploy"]),
  ])
  func `a task may begin with a quotation, or with a typographic apostrophe in it`(
    _ request: String, _ items: [String]
  ) {
    #expect(Proposal.propose(request).texts == items)
  }

  @Test(arguments: ["修改“上传”，“下载”说明", "“登录，注册”页面"])
  func `quotations that only name things divide nothing`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }

  @Test(arguments: ["색상 변경 및 크기 조절이 가능한 위젯 추가", "알림 발송 및 예약이 가능한 화면 개발"])
  func `what two actions make possible is one task`(_ request: String) {
    #expect(Proposal.propose(request).isTemplate)
  }
}
