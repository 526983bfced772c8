import Text

/// Reads the due time of an item from unambiguous words: a day, a time or both, with a word that
/// makes them a deadline: `내일 18:00까지`, `by 2026-02-08 18:00`.
struct DueReader {
  private let text: MarkedText
  private let now: Moment?

  /// If `now` is `nil`, only days with a year are read.
  init(_ item: [Unicode.Scalar], now: Moment?) {
    text = MarkedText(item)
    self.now = now
  }

  /// The first deadline. A day without a time means the end of the day.
  ///
  /// - Parameter isIntroduction: whether a day without a deadline word is a deadline for all items:
  ///   `오늘 할 일`.
  func due(isIntroduction: Bool = false) -> Moment? {
    var spans = text.spans.filter { $0.kind != .parenthesis && $0.kind != .path }[...]
    var index = 0
    while index < text.scalars.count {
      if let span = spans.first, span.range.lowerBound <= index {
        index = max(index, span.range.upperBound)
        spans.removeFirst()
      } else if mayBegin(at: index), let due = deadline(at: index, isIntroduction) {
        return due
      } else {
        index += 1
      }
    }
    return nil
  }

  private func deadline(at index: Int, _ isIntroduction: Bool) -> Moment? {
    var scanner = TextScanner(scalars: text.scalars, index: index)
    var isDeadline = scanner.takePrefix()
    if isDeadline, isSorting(before: index) { return nil }
    var (day, time): (DateFields?, DateFields?)
    for _ in 0..<3 {
      let start = scanner
      scanner.skipBlanks()
      let isDay = begins(at: scanner.index, as: DateWords.dayBeginnings)
      if isDay, day == nil, let found = scanner.takeDay() {
        day = found
      } else if isDay, time == nil, let found = scanner.takeFirst(of: DatePattern.times) {
        time = found
      } else if day != nil || time != nil, scanner.takePrefix() {
        isDeadline = true
      } else {
        scanner = start
        break
      }
      scanner.takeConnection()
    }
    if scanner.takeSuffix() || isIntroduction && day?.daysFromNow != nil { isDeadline = true }
    return isDeadline ? moment(day, time) : nil
  }

  private func moment(_ day: DateFields?, _ time: DateFields?) -> Moment? {
    let (hour, minute) = time.map { ($0.hour ?? 0, $0.minute ?? 0) } ?? (23, 59)
    if let day { return date(day)?.at(hour: hour, minute: minute) }
    // A time without a day means today, if it is in the future.
    guard time != nil, let now, let due = now.at(hour: hour, minute: minute) else { return nil }
    return due >= now ? due : nil
  }

  /// The day of a date. If the date has no year, it is the next such day.
  private func date(_ day: DateFields) -> Moment? {
    if let days = day.daysFromNow { return now?.adding(days: days) }
    guard let month = day.month, let number = day.day else { return nil }
    if let year = day.year { return Moment(year: year, month: month, day: number) }
    guard let now else { return nil }
    let end = Moment(year: now.year, month: month, day: number, hour: 23, minute: 59)
    let year = end.map { $0 >= now } ?? false ? now.year : now.year + 1
    return Moment(year: year, month: month, day: number)
  }

  // MARK: Places of deadlines

  /// Whether a deadline may begin here. A number or word is never read from its middle.
  private func mayBegin(at index: Int) -> Bool {
    let here = text.scalars[index]
    if index > 0 {
      let before = text.scalars[index - 1]
      let isInside =
        here.isHan
        ? before.digit != nil
        : before.isLatinOrDigit || before.isHangul || "-.:/".unicodeScalars.contains(before)
      if isInside { return false }
    }
    return begins(at: index, as: DateWords.beginnings)
  }

  /// Whether a word of deadlines, or a number, may begin here. In most places, two characters are
  /// enough to exclude that.
  private func begins(at index: Int, as beginnings: Set<String>) -> Bool {
    guard index < text.scalars.count else { return false }
    if text.scalars[index].digit != nil { return true }
    return beginnings.contains(String(text.scalars[index...].prefix(2)).lowercased())
  }

  /// Whether the text before is about sorting, as in `sort by 2026-02-08`.
  private func isSorting(before index: Int) -> Bool {
    let words = text.text(max(0, index - 40)..<index).lowercased().split(separator: " ")
    return words.suffix(5).contains { DateWords.sorting.contains(String($0)) }
  }
}

extension TextScanner {
  fileprivate mutating func takePrefix() -> Bool {
    guard takeFirst(of: DateWords.prefixes) else { return false }
    skipBlanks()
    return true
  }

  /// Takes a suffix such as `까지`, unless it belongs to the words after it: `2월 8일까지의 로그`.
  fileprivate mutating func takeSuffix() -> Bool {
    var scanner = self
    scanner.skipBlanks()
    guard scanner.takeFirst(of: DateWords.suffixes) else { return false }
    if let next = scanner.next, next.isHangul || next == "の" || next == "的" { return false }
    self = scanner
    return true
  }

  fileprivate mutating func takeConnection() {
    var scanner = self
    scanner.skipBlanks()
    if scanner.takeFirst(of: DateWords.connections) { self = scanner }
  }

  fileprivate mutating func takeFirst(of patterns: [DatePattern]) -> DateFields? {
    for pattern in patterns {
      if let fields = pattern.take(from: &self) { return fields }
    }
    return nil
  }

  fileprivate mutating func takeDay() -> DateFields? {
    if let day = takeFirst(of: DatePattern.days) { return day }
    var scanner = self
    guard let day = DatePattern.koreanDay.take(from: &scanner) else { return nil }
    var end = scanner
    if !end.takeSuffix() {
      end.skipBlanks()
      guard end.takeFirst(of: DatePattern.times) != nil, end.takeSuffix() else { return nil }
    }
    guard scalars[end.index - 1].isHangul else { return nil }
    self = scanner
    return day
  }
}

/// A minute of local time, without a time zone.
public struct Moment: Equatable, Comparable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int

  /// The moment; `nil` if no calendar has such a day, or no clock such a time.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), (0..<24).contains(hour),
      (0..<60).contains(minute), day >= 1, day <= Self.days(of: month, year)
    else { return nil }
    (self.year, self.month, self.day, self.hour, self.minute) = (year, month, day, hour, minute)
  }

  /// The time as `YYYY-MM-DD HH:MM`.
  public var text: String {
    func digits(_ number: Int, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
    return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2)) "
      + "\(digits(hour, 2)):\(digits(minute, 2))"
  }

  public static func < (left: Self, right: Self) -> Bool {
    left.fields.lexicographicallyPrecedes(right.fields)
  }

  private var fields: [Int] { [year, month, day, hour, minute] }

  /// Returns the moment `days` days later; `days` must be less than the length of a month.
  func adding(days: Int) -> Moment? {
    let length = Self.days(of: month, year)
    if day + days <= length { return at(year, month, day + days) }
    return month == 12
      ? at(year + 1, 1, day + days - length) : at(year, month + 1, day + days - length)
  }

  func at(hour: Int, minute: Int) -> Moment? {
    Moment(year: year, month: month, day: day, hour: hour, minute: minute)
  }

  private func at(_ year: Int, _ month: Int, _ day: Int) -> Moment? {
    Moment(year: year, month: month, day: day, hour: hour, minute: minute)
  }

  private static func days(of month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
