import Engine
import Host
public import QueueModel

extension CommandContext {
  /// Seconds east of UTC.
  public func offset() throws(CommandError) -> Int { try value(Settings.tzOffset) }

  /// Now, or what `ORCH_NOW` makes of it.
  public func now() throws(CommandError) -> QueueTime { try now(offset: try offset()) }

  /// The same, told at an offset of its own.
  public func now(offset: Int) throws(CommandError) -> QueueTime {
    QueueClock(clock, override: try clockOverride(offset: offset), offset: offset).now
  }

  /// What `ORCH_NOW` puts in the place of the machine's time; `nil` for nothing.
  func clockOverride(offset: Int) throws(CommandError) -> ClockOverride? {
    guard let text = environment["ORCH_NOW"] else { return nil }
    if let time = ClockOverride(text, offset: offset) { return time }
    throw .setting(
      "invalid value '\(text.escaped)' for ORCH_NOW", hint: ClockOverride.form)
  }

  /// Nanoseconds since 1970 as the machine has them, whatever `ORCH_NOW` says.
  public var wallClock: Int { clock.now() }

  /// What the run log's lines carry, nanoseconds since 1970: as `ORCH_NOW` says, too.
  var logTime: Int {
    (try? queueClock())?.nanoseconds ?? clock.now()
  }
}
