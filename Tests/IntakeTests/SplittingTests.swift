import Intake
import Testing

/// Where a text without a list is divided, rule by rule.
@Suite struct SplittingTests {
  private func expect(_ request: String, _ items: [String], isOrdered: Bool) {
    let proposal = Proposal.propose(request)
    #expect(proposal.texts == items && proposal.isOrdered == isOrdered)
  }

  @Test(arguments: [
    ("refactor parser, tests, docs", ["refactor parser", "tests", "docs"]),
    ("로그인 API, 결제 API, 알림 API 구현", ["로그인 API", "결제 API", "알림 API 구현"]),
    ("작업A, 작업B, 작업C", ["작업A", "작업B", "작업C"]), ("디자인 및 구현", ["디자인", "구현"]),
    ("로그인 API 구현 및 단위 테스트 작성", ["로그인 API 구현", "단위 테스트 작성"]),
    ("상품명, 가격 컬럼 추가, 엑셀 내보내기 구현", ["상품명, 가격 컬럼 추가", "엑셀 내보내기 구현"]),
    ("로그를 압축하고, 백업을 생성해줘", ["로그를 압축하고", "백업을 생성해줘"]),
    ("로그 정리, 캐시 삭제, 배포", ["로그 정리", "캐시 삭제", "배포"]), ("화면 개편 그리고 배포", ["화면 개편", "배포"]),
    ("CI/CD 점검 / A/B 테스트 설정 추가", ["CI/CD 점검", "A/B 테스트 설정 추가"]),
    ("README 갱신\nreadme 갱신\nDockerfile 정리", ["README 갱신", "Dockerfile 정리"]),
    ("Login page, signup page, settings page", ["Login page", "signup page", "settings page"]),
    (
      "Add checks for name and email, update the docs, and bump the version",
      ["Add checks for name and email", "update the docs", "bump the version"]
    ),
    ("Merge the branch and deploy", ["Merge the branch", "deploy"]),
    ("Clean the logs, restart, notify ops", ["Clean the logs", "restart", "notify ops"]),
    ("Fix the login. Update the docs!", ["Fix the login", "Update the docs"]),
    ("Don’t cache the tokens, redeploy", ["Don’t cache the tokens", "redeploy"]),
    ("Run `a; b, c` and fix \"x, then y\" (1, 2)", ["Run `a; b, c`", "fix \"x, then y\" (1, 2)"]),
    ("ログを圧縮、バックアップを作成", ["ログを圧縮", "バックアップを作成"]), ("設定を更新、確認、公開", ["設定を更新", "確認", "公開"]),
    ("清空缓存，重启，通知运维", ["清空缓存", "重启", "通知运维"]), ("備份資料庫，升級系統", ["備份資料庫", "升級系統"]),
    ("“保存，退出”按钮改名，更新截图", ["“保存，退出”按钮改名", "更新截图"]),
    (
      "Исправить вход, добавить тесты и обновить сайт",
      ["Исправить вход", "добавить тесты", "обновить сайт"]
    ),
  ])
  func `tasks beside each other are divided`(_ request: String, _ items: [String]) {
    expect(request, items, isOrdered: false)
  }

  @Test(arguments: [
    ("스키마 변경 후 캐시 초기화", ["스키마 변경", "캐시 초기화"]),
    ("백업 한 다음 버전 업그레이드 후, 재시작", ["백업", "버전 업그레이드", "재시작"]),
    ("캐시 삭제한 뒤 태그 생성, 그런 다음 공지", ["캐시 삭제", "태그 생성", "공지"]),
    ("설계 → 서버로 배포", ["설계", "서버로 배포"]), ("build -> test => deploy", ["build", "test", "deploy"]),
    ("First, run it, then stop it", ["run it", "stop it"]),
    ("First build, then ship it", ["build", "ship it"]),
    ("データを移行、それからAPIを更新。", ["データを移行", "APIを更新"]), ("备份，然后执行迁移然后重启", ["备份", "执行迁移", "重启"]),
    ("Собрать образ, а затем выложить", ["Собрать образ", "выложить"]),
  ])
  func `steps that follow each other are divided and ordered`(_ request: String, _ items: [String])
  {
    expect(request, items, isOrdered: true)
  }

  @Test(arguments: [
    // Nouns of one task.
    "로그인, 회원가입, 결제 페이지의 버튼 색상을 통일", "제목 및 설명 필드의 길이를 1,000자로 늘리기", "상품 등록, 수정, 삭제 기능",
    "빌드, 테스트, 배포 파이프라인 구성", "단위 테스트 작성 및 실행", "주문 취소 및 환불 API 구현",
    "Rename the id, first name and email columns in the users table", "First name is empty",
    "Look at it then",
    "Document setup, install, and deploy", "Support drag and drop, and resize",
    "Fix copy and paste",
    "氏名、住所、電話番号の入力欄を追加", "统一登录页、注册页、支付页的按钮颜色", "修改标题、描述和图片",
    "Добавить поля имя, адрес и телефон",
    // Clauses, conditions, what others do.
    "Fix the bug where users log in and see a blank page",
    "Add a job to clean files and rotate logs",
    "Allow users to approve, reject, and archive requests", "If it fails, then notify us and stop",
    "如果服务停止，重启并通知运维", "Разрешить пользователям создавать и удалять теги",
    "The search is slow, we need it today", "hey could you bump Node to 22.3",
    // Times, values, names.
    "로그인 후 이동하는 페이지 수정", "생성 후 30일이 지난 로그 삭제", "정리한 다음 주 회의 준비", "배포 후 발생한 오류 수정",
    "버튼 색을 빨강 → 파랑으로 변경", "Rename foo_bar -> fooBar", "Change the color from red -> blue",
    "Use fetch().then() in a.js, b.js", "修复依然后台运行的问题", "Read https://a.b/x,y;z?then=1",
    "Convert this:\n```\n- a, b\nthen c; d\n```",
  ])
  func `what is one task stays whole`(_ request: String) {
    let whole = request.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    expect(request, [whole], isOrdered: false)
  }
}
