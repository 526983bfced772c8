/// How long ago something was, or how soon it will be, told in the largest unit
/// of which there is a whole one.
public struct Age: Equatable, Comparable, Sendable {
  /// Fewer than 0 for what is still to come.
  public let seconds: Int

  public init(seconds: Int) { self.seconds = seconds }

  public static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  /// `3 h`; `in 3 h` for what is to come, and `now` for less than a minute
  /// either way.
  public var text: String {
    guard !isNow else { return "now" }
    return seconds < 0 ? "in \(amount)" : amount
  }

  /// Whether there is less than a minute between.
  public var isNow: Bool { seconds.magnitude < 60 }

  private var amount: String {
    let minutes = seconds.magnitude / 60
    let (hours, days) = (minutes / 60, minutes / 1440)
    if minutes < 60 { return "\(minutes) min" }
    if hours < 24 { return "\(hours) h" }
    if days < 14 { return "\(days) d" }
    if days < 730 { return "\(days / 7) wk" }
    return "\(days / 365) y"
  }
}
