import Testing

@testable import ReviewerGate

/// Which forms of a word are one.
struct WordTests {
  private func match(_ wanted: String, _ written: String) -> Bool {
    let reader = WordReader()
    guard let word = reader.words(of: wanted).first else { return false }
    return reader.words(of: written).contains { WordMatch.matches(word, $0) }
  }

  @Test(
    "Forms of one word match",
    arguments: [
      ("validate", "validated"), ("validate", "validation"), ("migration", "migrates"),
      ("write", "wrote"),
      ("document", "documentation"), ("configure", "configurable"), ("stop", "stopping"),
      ("query", "queries"),
      ("verify", "verification"), ("cancel", "cancelled"), ("use", "used"), ("userId", "userId"),
      ("적용", "적용했습니다"), ("추가", "추가하고"), ("문서화", "문서화는"), ("고치", "고쳤고"), ("옮기", "옮겼습니다"),
      ("열기", "여는"),
      ("로그인", "로그인에서만"), ("변경", "변경되도록"), ("데이터베이스", "database"), ("배포", "deployed"),
      ("добавить", "добавлена"), ("обновить", "обновление"), ("ошибка", "ошибок"),
      ("сократить", "сокращено"),
      ("перенести", "перенесены"), ("обработать", "обрабатываются"),
      ("画面", "画面を"), ("テスト", "テストも"), ("搜索", "搜索功能"), ("five", "5"), ("셋", "3"),
    ])
  func same(wanted: String, written: String) { #expect(match(wanted, written)) }

  @Test(
    "Different words do not match",
    arguments: [
      ("login", "logout"), ("note", "not"), ("로그인", "로그아웃"), ("로그", "로그인"), ("구현", "미구현"),
      ("단위", "통합"),
      ("import", "export"), ("staging", "production"), ("导入", "导出"), ("取り込み", "出力"),
      ("импорт", "экспорт"), ("5", "50"),
    ])
  func different(wanted: String, written: String) { #expect(!match(wanted, written)) }

  @Test(
    "A sentence falls into the clauses that state one thing each",
    arguments: [
      (
        "Added the endpoint but did not document it.",
        ["added the endpoint", "but did n't document it"]
      ),
      ("Trained a model and logged the metrics.", ["trained a model", "and logged the metrics"]),
      ("PNG and WebP uploads are supported.", ["png and webp uploads are supported"]),
      ("When access is denied, a hint is shown.", ["when access is denied a hint is shown"]),
      ("API를 구현했지만 문서는 작성하지 않았습니다.", ["api 를 구현했지만", "문서는 작성하지 않았습니다"]),
      ("화면을 추가하고 링크를 연결했습니다.", ["화면을 추가하고", "링크를 연결했습니다"]),
      ("광고 SDK 교체", ["광고 sdk 교체"]),
    ])
  func clauses(text: String, expected: [String]) {
    let sentences = ReportReader(words: WordReader()).sentences(of: text, .body, line: 1)
    let clauses = sentences.flatMap(\.clauses).map { $0.words.map(\.text).joined(separator: " ") }
    #expect(clauses == expected.map { $0.replacing("n't", with: "not") })
  }
}
