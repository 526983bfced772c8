import CommandLineKit

/// The time between two ticks of a daemon.
struct Interval: Equatable {
  let seconds: Int
  /// As it was written.
  let text: String

  static let usual = Interval(seconds: 1800, text: "30m")

  private static let units = ["s": 1, "m": 60, "h": 3600]
  /// A second, and a week.
  private static let lengths = 1...7 * 86400

  private init(seconds: Int, text: String) {
    self.seconds = seconds
    self.text = text
  }

  /// Reads `90s`, `30m` or `2h`.
  init(_ text: String) throws(InvalidValue) {
    guard let unit = Self.units[String(text.suffix(1))] else {
      throw InvalidValue("say seconds, minutes or hours, such as 90s, 30m or 2h")
    }
    guard let number = Int(text.dropLast()),
      case (let seconds, let isTooLong) = number.multipliedReportingOverflow(by: unit), !isTooLong,
      Self.lengths.contains(seconds)
    else { throw InvalidValue("use a whole number before the unit, from 1s to 168h") }
    self.init(seconds: seconds, text: text)
  }
}
