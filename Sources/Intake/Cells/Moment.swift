/// A minute on a wall clock, wherever that hangs.
public struct Moment: Equatable, Comparable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int
  public let hour: Int
  public let minute: Int

  /// `nil` where no calendar has such a day, or no clock such a time.
  public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), (0..<24).contains(hour),
      (0..<60).contains(minute), day >= 1, day <= Self.days(of: month, year)
    else { return nil }
    (self.year, self.month, self.day, self.hour, self.minute) = (year, month, day, hour, minute)
  }

  /// `YYYY-MM-DD HH:MM`
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

  /// The same time so many days later; fewer than a month has.
  func adding(days: Int) -> Moment? {
    let length = Self.days(of: month, year)
    if day + days <= length { return at(year, month, day + days) }
    return month == 12
      ? at(year + 1, 1, day + days - length) : at(year, month + 1, day + days - length)
  }

  /// The same day at another time.
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
