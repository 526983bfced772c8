extension QueueTime {
  /// Parses a day that has a name, and a time on it: `fri`, `friday 17:00`, `금`, `금요일 9:00`,
  /// `today`, `오늘`, `tomorrow`, `내일`, `모레`. The result is in the future; today has passed at its
  /// time, so it is tomorrow then, and a weekday is in a week.
  ///
  /// - Parameter clock: the time of day, as `23:59`, if the text has none.
  init?(dayNamed text: String, or clock: String, after now: QueueTime) {
    guard let named = NamedDay(text) else { return nil }
    let step: Int
    let ahead: Int
    switch named.day {
    case .ahead(let days): (ahead, step) = (days, 1)
    case .weekday(let weekday): (ahead, step) = ((weekday - now.weekday + 7) % 7, 7)
    }
    func time(_ days: Int) -> QueueTime? {
      QueueTime("\(now.later(days: days).day) \(named.clock ?? clock)", zone: now.zone)
    }
    guard ahead >= 0, let first = time(ahead), let next = time(ahead + step) else { return nil }
    self = first > now ? first : next
  }

  /// Parses a day that has a name: today, or the last one before it, at its first minute or at a time
  /// on it. `yesterday` and `어제` are understood, too.
  init?(pastDayNamed text: String, before now: QueueTime) {
    guard let named = NamedDay(text) else { return nil }
    let ahead: Int
    switch named.day {
    case .ahead(let days): ahead = days
    case .weekday(let weekday): ahead = -((now.weekday - weekday + 7) % 7)
    }
    let day = now.later(days: ahead).day
    guard ahead <= 0, let time = QueueTime("\(day) \(named.clock ?? "00:00")", zone: now.zone)
    else { return nil }
    self = time
  }

  /// The day of the week; 0 is Sunday. 1970 began on a Thursday.
  private var weekday: Int {
    let days = localSeconds.flooredDivision(by: 86400).quotient
    return (days + 4).flooredDivision(by: 7).remainder
  }
}

/// The words of a day that has a name.
private struct NamedDay {
  enum Day {
    /// So many days after today.
    case ahead(Int)
    /// 0 is Sunday.
    case weekday(Int)
  }

  let day: Day
  /// The time of day, as `09:00`.
  var clock: String?

  init?(_ text: String) {
    let words = text.lowercased().split(separator: " ")
    guard let name = words.first, words.count <= 2, let day = Self.day(String(name)) else {
      return nil
    }
    self.day = day
    // A time that no clock shows is no time of the day either.
    if words.count == 2 { clock = words[1].utf8.count == 4 ? "0\(words[1])" : String(words[1]) }
  }

  private static func day(_ name: String) -> Day? {
    if let days = ahead[name] { return .ahead(days) }
    if let place = korean.firstIndex(where: { name == $0 || name == "\($0)요일" }) {
      return .weekday(place)
    }
    guard name.utf8.count > 2 else { return nil }
    return english.firstIndex { $0.hasPrefix(name) }.map(Day.weekday)
  }

  private static let ahead = [
    "yesterday": -1, "어제": -1, "today": 0, "오늘": 0, "tomorrow": 1, "내일": 1, "모레": 2,
  ]
  private static let korean = ["일", "월", "화", "수", "목", "금", "토"]
  private static let english = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
  ]
}
