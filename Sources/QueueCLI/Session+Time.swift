import Host
public import QueueModel

extension Session {
  /// Seconds east of UTC.
  public func offset() throws(CommandError) -> Int { try value(Settings.tzOffset) }

  /// Now, or what `ORCH_NOW` makes of it.
  public func now() throws(CommandError) -> QueueTime { try now(offset: try offset()) }

  /// The same, told at an offset of its own.
  public func now(offset: Int) throws(CommandError) -> QueueTime {
    let time = try pretendedTime(offset: offset)?.nanoseconds(at: clock.now()) ?? clock.now()
    return QueueTime(epochSeconds: time.flooredSeconds, offset: offset)
  }

  /// What `ORCH_NOW` says; `nil` where the time is the machine's.
  func pretendedTime(offset: Int) throws(CommandError) -> PretendedTime? {
    guard let text = environment["ORCH_NOW"] else { return nil }
    if let time = PretendedTime(text, offset: offset) { return time }
    throw .setting(
      "invalid value '\(text.escaped)' for ORCH_NOW", hint: PretendedTime.form)
  }

  /// Nanoseconds since 1970 as the machine has them, whatever `ORCH_NOW` says.
  public var wallClock: Int { clock.now() }

  /// What the run log's lines carry, nanoseconds since 1970: as `ORCH_NOW` says, too.
  var logTime: Int {
    let pretended = (try? offset()).flatMap { try? pretendedTime(offset: $0) }
    return pretended?.nanoseconds(at: clock.now()) ?? clock.now()
  }
}

extension Int {
  /// The whole seconds of so many nanoseconds; those before 1970 count down.
  fileprivate var flooredSeconds: Int {
    self / 1_000_000_000 - (self % 1_000_000_000 < 0 ? 1 : 0)
  }
}
