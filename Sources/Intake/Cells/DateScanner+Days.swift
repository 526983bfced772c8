import Prose

extension DateScanner {
  mutating func takeDay() -> Day? {
    attempt { $0.numbered() } ?? attempt { $0.named() } ?? attempt { $0.relative() }
  }

  /// `2026-02-08`, `2026년 2월 8일`, `2월 8일`, `2/8` before a Korean suffix
  private mutating func numbered() -> Day? {
    guard let first = number(4) else { return nil }
    if let separator = self[0], "-/.".unicodeScalars.contains(separator), first > 999 {
      index += 1
      guard let month = number(2), self[0] == separator else { return nil }
      index += 1
      guard let day = number(2) else { return nil }
      // `2026-02-08T18:00`
      if self[0] == "T" || self[0] == "t", self[1]?.digit != nil { index += 1 }
      return .full(first, month, day)
    }
    if self[0] == "/", first <= 12 {
      index += 1
      guard let day = number(2), isKorean else { return nil }
      return .yearly(first, day)
    }
    if first > 999, takeFirst(of: ["년", "年"]) {
      skipBlanks()
      return monthAndDay().map { .full(first, $0, $1) }
    }
    if first <= 31, let month = attempt({ $0.monthAfterDay() }) { return .yearly(month, first) }
    return takeFirst(of: ["월", "月"]) ? dayOfMonth().map { .yearly(first, $0) } : nil
  }

  /// Whether a deadline in Korean ends here, before a time or without one: elsewhere `2/8` may
  /// be the second of August.
  private var isKorean: Bool {
    var scanner = self
    if scanner.takeSuffix() { return scanner.scalars[scanner.index - 1].isHangul }
    scanner.skipBlanks()
    guard scanner.takeTime() != nil, scanner.takeSuffix() else { return false }
    return scanner.scalars[scanner.index - 1].isHangul
  }

  private mutating func monthAndDay() -> (Int, Int)? {
    guard let month = number(2), takeFirst(of: ["월", "月"]), let day = dayOfMonth() else {
      return nil
    }
    return (month, day)
  }

  private mutating func dayOfMonth() -> Int? {
    skipBlanks()
    guard let day = number(2), takeFirst(of: ["일", "日", "号"]) else { return nil }
    return day
  }

  // MARK: Months by name

  /// ` Feb`, ` февраля`
  private mutating func monthAfterDay() -> Int? {
    skipBlanks()
    return month()
  }

  /// `Feb 8`, `February 8, 2026`
  private mutating func named() -> Day? {
    guard let month = month() else { return nil }
    skipBlanks()
    guard let day = number(2) else { return nil }
    _ = takeFirst(of: ["st", "nd", "rd", "th"])
    let year = attempt { scanner -> Int? in
      guard scanner.take(",") || scanner[0] == " " else { return nil }
      scanner.skipBlanks()
      return scanner.number(4).flatMap { $0 > 999 && scanner[0] != ":" ? $0 : nil }
    }
    return year.map { .full($0, month, day) } ?? .yearly(month, day)
  }

  private mutating func month() -> Int? {
    for (number, names) in Self.months.enumerated() where takeFirst(of: names) {
      return number + 1
    }
    return nil
  }

  private static let months = [
    ["january", "jan.", "jan", "января"], ["february", "feb.", "feb", "февраля"],
    ["march", "mar.", "mar", "марта"], ["april", "apr.", "apr", "апреля"], ["may", "мая"],
    ["june", "jun.", "jun", "июня"], ["july", "jul.", "jul", "июля"],
    ["august", "aug.", "aug", "августа"], ["september", "sept", "sep", "сентября"],
    ["october", "oct.", "oct", "октября"], ["november", "nov.", "nov", "ноября"],
    ["december", "dec.", "dec", "декабря"],
  ]

  // MARK: Days from now

  private mutating func relative() -> Day? {
    for (days, names) in Self.days where takeFirst(of: names) { return .relative(days) }
    return nil
  }

  static let dayWords = months.flatMap(\.self) + days.flatMap(\.1)

  private static let days: [(Int, [String])] = [
    (
      2, ["모레", "the day after tomorrow", "day after tomorrow", "明後日", "あさって", "后天", "послезавтра"]
    ),
    (1, ["내일", "tomorrow", "明日", "明天", "завтра"]),
    (3, ["글피"]),
    (0, ["오늘", "금일", "today", "今日中", "今日", "今天", "сегодня"]),
  ]
}
