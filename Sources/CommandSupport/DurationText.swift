/// Lengths of time as people write and read them: `90s`, `30m`, `24h`, `7d`, `4w`.
public enum DurationText {
  public enum Unit: String, CaseIterable, Sendable {
    case second = "s"
    case minute = "m"
    case hour = "h"
    case day = "d"
    case week = "w"

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

  /// The longest length: a hundred years, so that it can be added to any time.
  private static let longest = 100 * 366 * 86400

  /// The seconds of a whole number with a unit; `nil` for another text.
  ///
  /// - Parameters:
  ///   - text: `30m`.
  ///   - unit: that of a number without one; `nil` where there must be one.
  public static func seconds(_ text: String, unit: Unit? = nil) -> Int? {
    let named = text.utf8.last.flatMap { Unit(rawValue: String(UnicodeScalar($0))) }
    let digits = named == nil ? text[...] : text.dropLast()
    guard let unit = named ?? unit, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(digits)
    else { return nil }
    let (seconds, isTooLong) = number.multipliedReportingOverflow(by: unit.length)
    return isTooLong || seconds > longest ? nil : seconds
  }

  /// `3d`, `5h`, `20m`, `30s`: in the largest unit that fits, up to days, rounded down.
  public static func text(_ seconds: Int) -> String {
    for unit in [Unit.day, .hour, .minute] where seconds >= unit.length {
      return "\(seconds / unit.length)\(unit.rawValue)"
    }
    return "\(max(seconds, 0))s"
  }
}
