import Glibc

/// The source of time; tests pass their own.
public struct Clock: Sendable {
  /// Nanoseconds since 1970 by the wall clock.
  public let now: @Sendable () -> Int
  /// Nanoseconds since an arbitrary start, which never decrease.
  public let monotonic: @Sendable () -> Int
  /// Sleeps for so many nanoseconds.
  public let sleep: @Sendable (Int) -> Void

  public init(
    now: @escaping @Sendable () -> Int, monotonic: @escaping @Sendable () -> Int,
    sleep: @escaping @Sendable (Int) -> Void
  ) {
    self.now = now
    self.monotonic = monotonic
    self.sleep = sleep
  }

  public static let system = Clock(
    now: { read(CLOCK_REALTIME) }, monotonic: { read(CLOCK_MONOTONIC) },
    sleep: { nanoseconds in
      var rest = timespec(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
      withUnsafeMutablePointer(to: &rest) { rest in
        while nanosleep(rest, rest) != 0, errno == EINTR {}
      }
    })

  private static func read(_ clock: clockid_t) -> Int {
    var time = timespec()
    clock_gettime(clock, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}

extension Int {
  /// So many milliseconds, in nanoseconds.
  public static func milliseconds(_ count: Int) -> Int { count * 1_000_000 }
}
