import Glibc

/// The machine's time zone, which `TZ` or `/etc/localtime` names.
public enum LocalTime {
  /// Returns the seconds east of UTC in a zone that keeps one offset all year.
  ///
  /// - Parameter time: in seconds since 1970.
  /// - Returns: `nil` where the offset changes within a year before or after `time`.
  public static func fixedOffset(around time: Int) -> Int? {
    let day = 86400
    tzset()
    // The shortest time between two changes is a month, in zones that change for Ramadan.
    let offsets = Set((-366...366).compactMap { offset(at: time + $0 * day) })
    return offsets.count == 1 ? offsets.first : nil
  }

  private static func offset(at time: Int) -> Int? {
    var (time, local) = (time, tm())
    return localtime_r(&time, &local) == nil ? nil : local.tm_gmtoff
  }
}
