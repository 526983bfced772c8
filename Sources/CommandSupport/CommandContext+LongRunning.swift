import CommandLineKit
import Host

// A long-running command makes a context for each tick.

extension CommandContext {
  /// Returns the context for the next tick: it reads its settings anew, and does not repeat a
  /// warning that an earlier one printed within the last hour.
  public func refreshed(as command: String) -> CommandContext {
    let context = CommandContext(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock,
      spansStores: spansStores, needsNoQueue: needsNoQueue)
    // While an editor has the file away another queue, further up, is not meant.
    context.location = location
    context.isLongRunning = true
    let now = clock.monotonic()
    context.toldBefore = toldBefore.filter { now - $0.value < Self.memory }
    return context
  }

  /// What stays as it is is told again after so many nanoseconds.
  private static let memory = 3600 * 1_000_000_000

  /// Tells an error that does not end the command.
  public func tell(_ error: CommandError) {
    tellOnce(ErrorReport(error: error).line(paintForErrors))
  }
}
