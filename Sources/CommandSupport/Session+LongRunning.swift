import CommandLineKit
import Host

// What a command needs that stays: a session for each tick.

extension Session {
  /// The next session of a command that stays. It reads its settings anew, and what one before
  /// it told a while ago it does not tell again.
  public func refreshed(as command: String) -> Session {
    let session = Session(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock,
      spansStores: spansStores, needsNoQueue: needsNoQueue)
    // While an editor has the file away another queue, further up, is not meant.
    session.location = location
    session.isLongRunning = true
    let now = clock.monotonic()
    session.toldBefore = toldBefore.filter { now - $0.value < Self.memory }
    return session
  }

  /// What stays as it is is told again after so many nanoseconds.
  private static let memory = 3600 * 1_000_000_000

  /// Tells an error that does not end the command.
  public func tell(_ error: CommandError) {
    tellOnce(ErrorReport(error: error).line(paintForErrors))
  }
}
