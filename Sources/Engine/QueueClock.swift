public import Host
public import QueueModel

/// The time of a queue: the machine's, or what `ORCH_NOW` puts in its place.
public struct QueueClock: Sendable {
  /// The machine's.
  public let clock: Clock
  public let override: ClockOverride?
  /// Seconds east of UTC, at which times are shown.
  public let offset: Int

  /// - Parameters:
  ///   - clock: the machine's.
  ///   - override: what stands in its place; `nil` for nothing.
  ///   - offset: seconds east of UTC.
  public init(_ clock: Clock = .system, override: ClockOverride? = nil, offset: Int = 0) {
    self.clock = clock
    self.override = override
    self.offset = offset
  }

  public var now: QueueTime { QueueTime(epochSeconds: nanoseconds.flooredSeconds, offset: offset) }

  /// Nanoseconds since 1970.
  public var nanoseconds: Int { override?.nanoseconds(at: clock.now()) ?? clock.now() }

  /// Whether the time stands still.
  var isFrozen: Bool { if case .frozen? = override { true } else { false } }

  /// What the machine's clock showed when it was `seconds` since 1970 for the queue: what is
  /// compared with the times of files.
  func machineSeconds(at seconds: Int) -> Int {
    override?.machineSeconds(at: seconds) ?? seconds
  }

  /// The real nanoseconds in which so many seconds pass; `nil` where none do.
  func duration(ofSeconds seconds: Int) -> Int? {
    override.map { $0.duration(ofSeconds: seconds) } ?? seconds * 1_000_000_000
  }
}

extension Int {
  /// Nanoseconds as the seconds that have passed.
  fileprivate var flooredSeconds: Int {
    let (seconds, rest) = quotientAndRemainder(dividingBy: 1_000_000_000)
    return rest < 0 ? seconds - 1 : seconds
  }
}
