/// The time since an event, or until one, in the largest unit that fits.
public struct Age: Equatable, Comparable, Sendable {
  /// Below 0 for an event in the future.
  public let seconds: Int

  public init(seconds: Int) { self.seconds = seconds }

  public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// `3 h`; `in 3 h` for the future; `now` for less than a minute either way.
  public var text: String {
    guard !isNow else { return "now" }
    let text = "\(amount.count) \(amount.unit.rawValue)"
    return seconds < 0 ? "in \(text)" : text
  }

  public var isNow: Bool { seconds.magnitude < 60 }

  public enum Unit: String, Sendable {
    case minutes = "min"
    case hours = "h"
    case days = "d"
    case weeks = "wk"
    case years = "y"
  }

  /// The time without its direction.
  public var amount: (count: UInt, unit: Unit) {
    let minutes = seconds.magnitude / 60
    let (hours, days) = (minutes / 60, minutes / 1440)
    if minutes < 60 { return (minutes, .minutes) }
    if hours < 24 { return (hours, .hours) }
    if days < 14 { return (days, .days) }
    if days < 730 { return (days / 7, .weeks) }
    return (days / 365, .years)
  }
}
