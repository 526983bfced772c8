public import QueueModel

/// What `ORCH_NOW` makes of the time, for tests and rehearsals.
public enum ClockOverride: Equatable, Sendable {
  /// It stands still.
  case frozen(QueueTime)
  /// It runs so many times as fast as the machine's, which had the same time at `origin`,
  /// in seconds since 1970.
  case faster(times: Int, since: Int)

  /// What the text must be.
  public static let form =
    "it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast"

  /// The seconds that the run log can tell in nanoseconds; milliseconds since 1970 are no part
  /// of them.
  private static let tellable = -9_000_000_000...9_000_000_000

  /// A whole day in less than a minute is fast enough.
  private static let speeds = 1...3600

  /// - Parameters:
  ///   - text: the variable's.
  ///   - offset: seconds east of UTC.
  public init?(_ text: String, offset: Int) {
    if let faster = Self.faster(text) {
      self = faster
      return
    }
    let time =
      Int(text).map { QueueTime(epochSeconds: $0, offset: offset) }
      ?? QueueTime(text, offset: offset)
    guard let time, Self.tellable.contains(time.epochSeconds) else { return nil }
    self = .frozen(time)
  }

  /// Reads `x12@1769850000`.
  private static func faster(_ text: String) -> ClockOverride? {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].first == "x", let times = Int(parts[0].dropFirst()),
      let origin = Int(parts[1]), speeds.contains(times), (0...4_102_444_800).contains(origin)
    else { return nil }
    return .faster(times: times, since: origin)
  }

  /// Nanoseconds since 1970, when it is `wall` for the machine; the last that can be told, where
  /// the time has run beyond it.
  func nanoseconds(at wall: Int) -> Int {
    switch self {
    case .frozen(let time): return time.epochSeconds * 1_000_000_000
    case .faster(let times, let origin):
      let start = origin * 1_000_000_000
      let (passed, isBeyond) = (wall - start).multipliedReportingOverflow(by: times)
      let (time, isLater) = start.addingReportingOverflow(passed)
      let last = Self.tellable.upperBound * 1_000_000_000
      return isBeyond || isLater ? last : min(max(time, -last), last)
    }
  }

  /// What the machine's clock showed when it was `seconds` since 1970 for the queue: what is
  /// compared with the times of files. Where the time stands still nobody can tell, and it is
  /// taken for the machine's.
  func machineSeconds(at seconds: Int) -> Int {
    switch self {
    case .frozen: seconds
    case .faster(let times, let origin): origin + (seconds - origin) / times
    }
  }

  /// The real nanoseconds in which so many seconds pass; `nil` where none do.
  func duration(ofSeconds seconds: Int) -> Int? {
    switch self {
    case .frozen: nil
    case .faster(let times, _): seconds * 1_000_000_000 / times
    }
  }
}
