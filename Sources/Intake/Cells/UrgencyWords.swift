/// The words that say how urgent something is.
enum UrgencyWords {
  /// What a mark says; `nil` for a text that is none.
  static func urgency(ofMark text: String) -> Urgency? {
    if urgent.contains(text) { return .urgent }
    if usual.contains(text) { return .usual }
    return low.contains(text) ? .low : nil
  }

  private static let urgent: Set<String> = [
    "p0", "urgent", "asap", "긴급", "최우선", "급함", "시급", "시급함", "높은 우선순위", "우선순위 높음",
    "우선순위 높게", "우선순위: 높음", "우선순위 p0", "high priority", "top priority", "highest priority",
    "priority high", "至急", "大至急", "緊急", "紧急", "加急", "高优先级", "优先级高", "優先度高", "срочно",
    "высокий приоритет",
  ]
  private static let usual: Set<String> = [
    "p1", "보통 우선순위", "우선순위 보통", "normal priority", "medium priority", "средний приоритет",
    "中优先级", "우선순위 p1",
  ]
  private static let low: Set<String> = [
    "p2", "낮은 우선순위", "우선순위 낮음", "우선순위 낮게", "우선순위: 낮음", "low priority", "lowest priority",
    "priority low", "not urgent", "no rush", "no hurry", "급하지 않음", "안 급함", "긴급 아님", "低优先级",
    "优先级低", "不急", "優先度低", "несрочно", "не срочно", "низкий приоритет", "우선순위 p2",
  ]

  /// The words that marks end with.
  static let endings = Set(
    [urgent, usual, low].joined().compactMap { $0.split(separator: " ").last.map(String.init) })

  static let labels: Set<String> = [
    "priority", "우선순위", "우선순위는", "приоритет", "as", "优先级", "優先度",
  ]

  /// What a mark without punctuation behind it would be a part of the name of.
  static let things: Set<String> = [
    "공지", "공지사항", "연락", "연락처", "연락망", "알림", "메시지", "문자", "전화", "호출", "모드", "버튼", "배너",
    "신고", "상황", "라벨", "필터", "배지", "notice", "notices", "banner", "message", "messages", "alert",
    "alerts", "notification", "notifications", "contact", "contacts", "button", "flag", "label",
    "labels", "filter", "badge", "column", "and", "tickets", "issues", "rows", "items", "tasks",
  ]

  static let adverbs: Set<String> = [
    "asap", "urgently", "긴급하게", "긴급히", "시급히", "최우선으로", "срочно", "至急",
  ]

  /// By their first words.
  static let phrases = Dictionary(
    grouping: ([("as soon as possible", Urgency.urgent)] + calm.map { ($0, .low) })
      .map { (words: $0.0.split(separator: " ").map(String.init), urgency: $0.1) }
  ) { $0.words[0] }

  private static let calm = [
    "not urgent", "no rush", "no hurry", "급하지 않게", "급하지 않아요", "급하지 않습니다", "급하진 않아요",
    "여유 있을 때", "시간 날 때", "when you have time",
  ]
}
