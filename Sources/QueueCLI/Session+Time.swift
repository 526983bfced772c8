import Host
public import QueueModel

extension Session {
  /// Seconds east of UTC.
  public func offset() throws(CommandError) -> Int { try value(Settings.tzOffset) }

  /// The seconds that the run log can tell in nanoseconds; milliseconds since
  /// 1970 are no part of them.
  private static let tellable = -9_000_000_000...9_000_000_000

  /// Now, or what `ORCH_NOW` freezes it to.
  public func now() throws(CommandError) -> QueueTime { try now(offset: try offset()) }

  /// The same, told at an offset of its own.
  public func now(offset: Int) throws(CommandError) -> QueueTime {
    guard let text = environment["ORCH_NOW"] else {
      return QueueTime(epochSeconds: clock.now() / 1_000_000_000, offset: offset)
    }
    let time =
      Int(text).map { QueueTime(epochSeconds: $0, offset: offset) }
      ?? QueueTime(text, offset: offset)
    if let time, Self.tellable.contains(time.epochSeconds) { return time }
    throw .setting(
      "invalid value '\(text.escaped)' for ORCH_NOW",
      hint: "it must be epoch seconds or YYYY-MM-DD HH:MM")
  }

  /// Nanoseconds since 1970 as the machine has them, whatever `ORCH_NOW` says.
  public var wallClock: Int { clock.now() }

  /// What the run log's lines carry, nanoseconds since 1970: now, frozen too.
  var logTime: Int {
    guard environment["ORCH_NOW"] != nil, let frozen = try? now() else { return clock.now() }
    return frozen.epochSeconds * 1_000_000_000
  }
}
