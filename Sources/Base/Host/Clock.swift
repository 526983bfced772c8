import Glibc

/// The source of time; tests pass their own.
public struct Clock: Sendable {
  /// Nanoseconds since 1970 by the wall clock.
  public let now: @Sendable () -> Int
  /// The time since an arbitrary start, which never decreases.
  public let monotonic: @Sendable () -> Duration
  public let sleep: @Sendable (Duration) -> Void

  public init(
    now: @escaping @Sendable () -> Int, monotonic: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) -> Void
  ) {
    self.now = now
    self.monotonic = monotonic
    self.sleep = sleep
  }

  public static let system = Clock(
    now: { read(CLOCK_REALTIME) }, monotonic: { .nanoseconds(read(CLOCK_MONOTONIC)) },
    sleep: { duration in
      var rest = timespec(nanoseconds: duration.nanoseconds)
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

extension Clock {
  /// The time since a file was modified; negative for a time in the future.
  public func age(of file: FileIdentity) -> Duration { .nanoseconds(now() - file.modified) }
}

extension Duration {
  /// The nanoseconds, rounded down and clamped to the range of `Int`.
  public var nanoseconds: Int { Int(clamping: attoseconds / 1_000_000_000) }

  /// The milliseconds for poll(2). The value is rounded up: if it were rounded down, a wait would
  /// end early, and the caller would wait again and again.
  var pollMilliseconds: Int32 {
    Int32(clamping: (max(attoseconds, 0) + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

extension timespec {
  init(nanoseconds: Int) {
    self.init(tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
  }
}
