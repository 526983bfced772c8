/// Durations as people write and read them: `90s`, `30m`, `24h`, `7d`, `4w`.
public enum DurationText {
  public enum Unit: String, CaseIterable, Sendable {
    case second = "s"
    case minute = "m"
    case hour = "h"
    case day = "d"
    case week = "w"

    /// The unit at the end of a text; `nil` if there is none.
    public init?(endOf text: String) {
      guard let last = text.utf8.last else { return nil }
      self.init(rawValue: String(UnicodeScalar(last)))
    }

    /// In seconds.
    public var length: Int {
      switch self {
      case .second: 1
      case .minute: 60
      case .hour: 3600
      case .day: 86400
      case .week: 7 * 86400
      }
    }
  }

  /// A hundred years, so that a duration can be added to any time.
  private static let longest = 100 * 366 * 86400

  /// The seconds of a whole number with a unit; `nil` for any other text.
  ///
  /// - Parameters:
  ///   - text: for example `30m`.
  ///   - unit: the unit of a number without one; `nil` if the text must have one.
  public static func seconds(_ text: String, unit: Unit? = nil) -> Int? {
    let named = Unit(endOf: text)
    guard let unit = named ?? unit,
      let number = Int(named == nil ? text[...] : text.dropLast()), number >= 0
    else { return nil }
    let (seconds, isTooLong) = number.multipliedReportingOverflow(by: unit.length)
    return isTooLong || seconds > longest ? nil : seconds
  }

  /// Formats a duration as `3d`, `5h`, `20m`, `30s`: in the largest unit that fits, up to days,
  /// rounded down.
  public static func text(_ seconds: Int) -> String {
    for unit in [Unit.day, .hour, .minute] where seconds >= unit.length {
      return "\(seconds / unit.length)\(unit.rawValue)"
    }
    return "\(max(seconds, 0))s"
  }

  /// Formats a duration as `2h`, `90m`, `45s`: in the largest unit up to hours in which it is a
  /// whole number.
  public static func exactText(_ seconds: Int) -> String {
    if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
  }
}

extension QueueTime {
  /// Parses a due time: `2026-11-30 18:00`; `2026-11-30`, `tomorrow` or `friday`, until the last
  /// minute of the day; `friday 17:00`; `18:00`, the next one; or `2h`, `2d`, counted from now.
  public init?(due text: String, at now: QueueTime) {
    func time(_ day: String, _ clock: String) -> QueueTime? {
      QueueTime("\(day) \(clock)", zone: now.zone)
    }
    let tomorrow = now.later(days: 1).day
    if let time = QueueTime(text, zone: now.zone) ?? time(text, "23:59")
      ?? QueueTime(dayNamed: text, or: "23:59", after: now)
    {
      self = time
    } else if let today = time(now.day, text), let next = time(tomorrow, text) {
      self = today > now ? today : next
    } else if let seconds = DurationText.seconds(text), let unit = DurationText.Unit(endOf: text) {
      switch unit {
      // A day later is the same time of day, even if the clock changes.
      case .day, .week: self = now.later(days: seconds / 86400)
      case .second, .minute, .hour:
        self.init(epochSeconds: now.epochSeconds + seconds, zone: now.zone)
      }
    } else {
      return nil
    }
  }

  /// Parses the due time in a cell: `2026-11-30 18:00`, or `2026-11-30` until the last minute of
  /// the day. Relative times are not allowed, because they would mean another time each day.
  public init?(dueCell text: String, zone: QueueZone) {
    guard let time = QueueTime(text, zone: zone) ?? QueueTime("\(text) 23:59", zone: zone) else {
      return nil
    }
    self = time
  }

  /// Parses the time from which a row is handed out: like a due time, except that a day counts from
  /// its first minute.
  public init?(start text: String, at now: QueueTime) {
    guard
      let time = QueueTime("\(text) 00:00", zone: now.zone)
        ?? QueueTime(dayNamed: text, or: "00:00", after: now) ?? QueueTime(due: text, at: now)
    else { return nil }
    self = time
  }

  /// Parses a time in the past: a duration before now, a date in the table's time, or a day by its
  /// name, such as `yesterday` or `mon 9:00`.
  public init?(named text: String, at now: QueueTime) {
    if let seconds = DurationText.seconds(text) {
      self.init(epochSeconds: now.epochSeconds - seconds, zone: now.zone)
    } else if let time = QueueTime(text, zone: now.zone)
      ?? QueueTime("\(text) 00:00", zone: now.zone) ?? QueueTime(pastDayNamed: text, before: now)
    {
      self = time
    } else {
      return nil
    }
  }
}
