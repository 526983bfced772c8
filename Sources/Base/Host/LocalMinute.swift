import Glibc

/// A minute of the calendar in the machine's zone: `TZ`, or else `/etc/localtime`.
public struct LocalMinute: Equatable, Sendable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// The day of the month, from 1. A day that the month does not have is one of the next month.
  public var day: Int
  public var hour: Int
  public var minute: Int

  /// The minute that contains a moment.
  ///
  /// - Parameter seconds: the moment, in seconds since 1970.
  public init(at seconds: Int) {
    var (moment, local) = (time_t(seconds), tm())
    localtime_r(&moment, &local)
    (year, month, day) = (Int(local.tm_year) + 1900, Int(local.tm_mon) + 1, Int(local.tm_mday))
    (hour, minute) = (Int(local.tm_hour), Int(local.tm_min))
  }

  /// The beginning of the minute in seconds since 1970; `nil` if the calendar can't express it.
  public var seconds: Int? {
    guard let year = Int32(exactly: year - 1900), let month = Int32(exactly: month - 1),
      let day = Int32(exactly: day), let hour = Int32(exactly: hour),
      let minute = Int32(exactly: minute)
    else { return nil }
    var local = tm()
    (local.tm_year, local.tm_mon, local.tm_mday) = (year, month, day)
    (local.tm_hour, local.tm_min, local.tm_isdst) = (hour, minute, -1)
    let seconds = mktime(&local)
    return seconds == -1 ? nil : seconds
  }
}
