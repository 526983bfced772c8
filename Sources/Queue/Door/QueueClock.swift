public import Host
public import Model
public import Text

/// The clock of a queue: the machine's clock, the clock of the queue's server, or the clock that
/// `ORCH_NOW` sets.
public struct QueueClock: Sendable {
  /// The machine's clock.
  public let machine: Clock
  public let override: ClockOverride?
  /// How far a server's clock is ahead of the machine's, in nanoseconds.
  private let offset: Int
  /// The zone of the times that are shown.
  public let zone: QueueZone

  public init(
    _ machine: Clock = .system, override: ClockOverride? = nil, ahead offset: Int = 0,
    zone: QueueZone = .fixed(0)
  ) {
    self.machine = machine
    self.offset = offset
    self.override = override
    self.zone = zone
  }

  public var now: QueueTime { QueueTime(epochSeconds: nanoseconds.flooredSeconds, zone: zone) }

  /// Nanoseconds since 1970.
  public var nanoseconds: Int {
    override?.nanoseconds(at: machine.now()) ?? machine.now() + offset
  }

  package var isFrozen: Bool { if case .frozen? = override { true } else { false } }

  /// The machine's time at `seconds` of this clock, both in seconds since 1970, for comparison with
  /// the times of files.
  package func machineSeconds(at seconds: Int) -> Int {
    override?.machineSeconds(at: seconds) ?? seconds - offset / 1_000_000_000
  }

  /// The real time in which `duration` passes on this clock; `nil` if it is frozen.
  package func realDuration(of duration: Duration) -> Duration? {
    override.map { $0.realDuration(of: duration) } ?? duration
  }
}

extension Int {
  /// Nanoseconds as whole seconds, rounded down.
  fileprivate var flooredSeconds: Int {
    let (seconds, rest) = quotientAndRemainder(dividingBy: 1_000_000_000)
    return rest < 0 ? seconds - 1 : seconds
  }
}

/// The effect of `ORCH_NOW` on the clock, for tests and rehearsals.
public enum ClockOverride: Equatable, Sendable {
  case frozen(QueueTime)
  /// The clock runs `times` times as fast as the machine's clock. Both have the same time at
  /// `since`, in seconds since 1970.
  case faster(times: Int, since: Int)

  /// The forms of the variable.
  public static let form =
    Sentence(
      "it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast",
      "epoch 초, YYYY-MM-DD HH:MM, 또는 N배 빠른 xN@EPOCH이어야 합니다")

  /// The accepted times, in seconds since 1970. As nanoseconds they fit into an `Int`. A time in
  /// milliseconds, given by mistake, is out of range.
  private static let range = -9_000_000_000...9_000_000_000

  private static let speeds = 1...3600

  /// - Parameters:
  ///   - text: the value of the variable.
  ///   - zone: the zone of a time without an offset.
  public init?(_ text: String, zone: QueueZone) {
    if let faster = Self.faster(text) {
      self = faster
      return
    }
    let time =
      Int(text).map { QueueTime(epochSeconds: $0, zone: zone) }
      ?? QueueTime(text, zone: zone)
    guard let time, Self.range.contains(time.epochSeconds) else { return nil }
    self = .frozen(time)
  }

  /// Parses `x12@1769850000`.
  private static func faster(_ text: String) -> ClockOverride? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].first == "x", let times = Int(parts[0].dropFirst()),
      let origin = Int(parts[1]), speeds.contains(times), (0...4_102_444_800).contains(origin)
    else { return nil }
    return .faster(times: times, since: origin)
  }

  /// Nanoseconds since 1970 at the machine's time `wall`, limited to the accepted range.
  func nanoseconds(at wall: Int) -> Int {
    switch self {
    case .frozen(let time): return time.epochSeconds * 1_000_000_000
    case .faster(let times, let origin):
      let start = origin * 1_000_000_000
      let (passed, isBeyond) = (wall - start).multipliedReportingOverflow(by: times)
      let (time, isLater) = start.addingReportingOverflow(passed)
      let last = Self.range.upperBound * 1_000_000_000
      return isBeyond || isLater ? last : min(max(time, -last), last)
    }
  }

  /// The machine's time at `seconds` of this clock, both in seconds since 1970; the same for a
  /// frozen clock.
  func machineSeconds(at seconds: Int) -> Int {
    switch self {
    case .frozen: seconds
    case .faster(let times, let origin): origin + (seconds - origin) / times
    }
  }

  /// The real time in which `duration` passes on this clock; `nil` if it is frozen.
  func realDuration(of duration: Duration) -> Duration? {
    switch self {
    case .frozen: nil
    case .faster(let times, _): duration / times
    }
  }
}
