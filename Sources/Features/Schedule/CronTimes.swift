import Model

/// The minutes that the five fields of a crontab select: minute, hour, day of the month, month, day
/// of the week. Each field has `*`, values, ranges `1-5` and steps `*/15` or `8-18/2`, separated by
/// commas. Months and days of the week may have names such as `jan` and `mon`.
///
/// Minutes are local ones, counted from 1970-01-01 00:00. Source: crontab(5).
public struct CronTimes: Equatable, Sendable {
  private let minutes: UInt64
  private let hours: UInt64
  private let days: UInt64
  private let months: UInt64
  private let weekdays: UInt64
  /// Whether day of the month and day of the week are both restricted, so that either may match:
  /// neither field begins with `*`.
  private let eitherDayFits: Bool
  /// Whether the minute or the hour begins with `*`. Such times follow elapsed time when clocks
  /// change, as in Debian's cron.
  let isInterval: Bool

  /// A part of an expression.
  public enum Field: String, CaseIterable, Sendable {
    case minute, hour, day, month, weekday

    /// The allowed values. For days of the week, 7 is Sunday, too.
    public var range: ClosedRange<Int> {
      switch self {
      case .minute: 0...59
      case .hour: 0...23
      case .day: 1...31
      case .month: 1...12
      case .weekday: 0...7
      }
    }

    /// The names of the values, beginning with the first value.
    fileprivate var names: [String] {
      switch self {
      case .minute, .hour, .day: []
      case .month:
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
      case .weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
      }
    }
  }

  /// Why a text is not an expression.
  public enum Mistake: Error, Equatable, Sendable {
    case fieldCount(Int)
    case field(Field, String)
    /// None of the selected months has such a day.
    case neverComes
  }

  public init(_ text: String) throws(Mistake) {
    let fields = text.split { $0 == " " || $0 == "\t" }
    guard fields.count == Field.allCases.count else { throw .fieldCount(fields.count) }
    minutes = try Self.values(of: .minute, fields[0])
    hours = try Self.values(of: .hour, fields[1])
    days = try Self.values(of: .day, fields[2])
    months = try Self.values(of: .month, fields[3])
    let named = try Self.values(of: .weekday, fields[4])
    weekdays = (named | named >> 7) & 0x7F
    isInterval = fields[0].first == "*" || fields[1].first == "*"
    eitherDayFits = fields[2].first != "*" && fields[4].first != "*"
    if next(after: 0) == nil { throw .neverComes }
  }

  /// Whether a day may have more than one of the times.
  var comesSeveralTimesADay: Bool { minutes.nonzeroBitCount * hours.nonzeroBitCount > 1 }

  // MARK: Reading

  private static func values(of field: Field, _ text: Substring) throws(Mistake) -> UInt64 {
    var set: UInt64 = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let values = values(ofPart: part, field) else { throw .field(field, String(text)) }
      set |= values
    }
    return set
  }

  /// The values of `*`, `5` and `1-5`, and of `*` or a range with a step; `nil` for another text.
  private static func values(ofPart part: Substring, _ field: Field) -> UInt64? {
    let words = part.split(separator: "/", omittingEmptySubsequences: false)
    guard let range = words.first, words.count <= 2 else { return nil }
    let ends = range.split(separator: "-", omittingEmptySubsequences: false)
    var step = 1
    if words.count == 2 {
      guard let number = number(words[1]), number > 0, range == "*" || ends.count == 2 else {
        return nil
      }
      step = number
    }
    let values: ClosedRange<Int>
    if range == "*" {
      values = field == .weekday ? 0...6 : field.range
    } else {
      guard ends.count <= 2, let first = value(ends[0], field),
        var last = value(ends[ends.count - 1], field)
      else { return nil }
      // The last day of a range of days may be Sunday.
      if field == .weekday, ends.count == 2, last == 0, first > 0 { last = 7 }
      guard first <= last else { return nil }
      values = first...last
    }
    return stride(from: values.lowerBound, through: values.upperBound, by: step)
      .reduce(0) { $0 | 1 << $1 }
  }

  private static func value(_ text: Substring, _ field: Field) -> Int? {
    if let place = field.names.firstIndex(of: text.lowercased()) {
      return field.range.lowerBound + place
    }
    return number(text).flatMap { field.range.contains($0) ? $0 : nil }
  }

  private static func number(_ text: Substring) -> Int? {
    guard (1...4).contains(text.utf8.count),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }

  // MARK: Times

  private static let dayLength = 1440
  /// In days: 29 February recurs after at most eight years.
  private static let longestGap = 9 * 366

  /// The first selected minute after `minute`; `nil` if there is none.
  func next(after minute: Int) -> Int? {
    let start = minute + 1
    let first = start.flooredDivision(by: Self.dayLength)
    var day = first.quotient
    while day <= first.quotient + Self.longestGap {
      let date = civilFromDays(day)
      guard months & 1 << date.month != 0 else {
        // A month that is not selected is skipped as a whole.
        let isDecember = date.month == 12
        day = daysFromCivil(
          year: isDecember ? date.year + 1 : date.year, month: isDecember ? 1 : date.month + 1,
          day: 1)
        continue
      }
      let earliest = day == first.quotient ? first.remainder : 0
      if has(day, date.day), let time = time(from: earliest) {
        return day * Self.dayLength + time
      }
      day += 1
    }
    return nil
  }

  /// The last selected minute that is not after `minute`; `nil` if there is none.
  func last(notAfter minute: Int) -> Int? {
    let last = minute.flooredDivision(by: Self.dayLength)
    var day = last.quotient
    while day >= last.quotient - Self.longestGap {
      let date = civilFromDays(day)
      guard months & 1 << date.month != 0 else {
        day -= date.day
        continue
      }
      let latest = day == last.quotient ? last.remainder : Self.dayLength - 1
      if has(day, date.day), let time = time(upTo: latest) {
        return day * Self.dayLength + time
      }
      day -= 1
    }
    return nil
  }

  /// - Parameters:
  ///   - day: the day, counted from 1970-01-01, a Thursday.
  ///   - ofMonth: the day of its month.
  private func has(_ day: Int, _ ofMonth: Int) -> Bool {
    let fitsMonth = days & 1 << ofMonth != 0
    let fitsWeek = weekdays & 1 << (day + 4).flooredDivision(by: 7).remainder != 0
    return eitherDayFits ? fitsMonth || fitsWeek : fitsMonth && fitsWeek
  }

  /// The first selected minute of a day that is not before `minute`.
  private func time(from minute: Int) -> Int? {
    for hour in minute / 60..<24 where hours & 1 << hour != 0 {
      let rest = hour == minute / 60 ? (minutes >> (minute % 60)) << (minute % 60) : minutes
      if rest != 0 { return hour * 60 + rest.trailingZeroBitCount }
    }
    return nil
  }

  /// The last selected minute of a day that is not after `minute`.
  private func time(upTo minute: Int) -> Int? {
    for hour in (0...minute / 60).reversed() where hours & 1 << hour != 0 {
      let rest = hour == minute / 60 ? minutes & (2 << (minute % 60) - 1) : minutes
      if rest != 0 { return hour * 60 + 63 - rest.leadingZeroBitCount }
    }
    return nil
  }
}
