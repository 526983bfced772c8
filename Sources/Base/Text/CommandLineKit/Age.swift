/// The time since or until an event, in the largest unit that fits.
public struct Age: Equatable, Comparable, Sendable {
  /// The seconds since the event; below 0 for an event in the future.
  public let seconds: Int

  public init(seconds: Int) { self.seconds = seconds }

  public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// The time as `3 h`; `in 3 h` for the future; `now` for less than a minute in the past or the
  /// future.
  public var label: Sentence {
    if isNow { return Sentence("now", "지금") }
    let time = amount
    return seconds < 0 ? Sentence("in \(time.english)", "\(time.korean) 뒤") : time
  }

  /// The time as `3 h late` or `3 h ago`.
  public func pastLabel(isLate: Bool) -> Sentence {
    let time = label
    return isLate
      ? Sentence("\(time.english) late", "\(time.korean) 지남")
      : Sentence("\(time.english) ago", "\(time.korean) 전")
  }

  public var isNow: Bool { seconds.magnitude < 60 }

  /// The length of the time, without "in" or "ago".
  private var amount: Sentence {
    let minutes = seconds.magnitude / 60
    let (hours, days) = (minutes / 60, minutes / 1440)
    if minutes < 60 { return Sentence("\(minutes) min", "\(minutes)분") }
    if hours < 24 { return Sentence("\(hours) h", "\(hours)시간") }
    if days < 14 { return Sentence("\(days) d", "\(days)일") }
    if days < 730 { return Sentence("\(days / 7) wk", "\(days / 7)주") }
    return Sentence("\(days / 365) y", "\(days / 365)년")
  }
}
