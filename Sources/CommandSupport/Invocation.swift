public import CommandLineKit
import Host

extension CommandContext {
  /// Returns a context that has read neither queue nor settings yet, for a command that reads
  /// them repeatedly.
  ///
  /// - Parameter console: where it prints.
  public func refreshed(on console: Console) -> CommandContext {
    invocation.context(pinned, on: console)
  }

  /// The options, with the queue that was found: while its file is away for a moment no search
  /// must find another one.
  public var pinned: SharedOptions {
    var options = shared
    if chosenDatabase == nil, let found = try? queueFound() { options.queue = found.asked }
    return options
  }

  /// What other commands are run in as if they had been typed here, on whatever thread.
  public var invocation: Invocation {
    Invocation(
      program: program, command: command, environment: environment,
      currentDirectory: currentDirectory, clock: clock)
  }
}

/// What a command line is run in.
public struct Invocation: Sendable {
  let program: String
  let command: String
  let environment: Environment
  let currentDirectory: String
  let clock: Clock

  /// Returns a context of the same command.
  ///
  /// - Parameters:
  ///   - shared: its options.
  ///   - console: where it prints.
  public func context(_ shared: SharedOptions, on console: Console) -> CommandContext {
    CommandContext(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock)
  }

  /// Runs another command as if it had been typed here, with its own lines in the run log.
  ///
  /// - Parameters:
  ///   - command: with its options.
  ///   - program: the one whose command it is.
  /// - Returns: how it ended, and what it said, standard error behind standard output.
  public func run(
    _ command: some QueueCommand, of program: Program<SharedOptions>
  ) -> (status: ExitStatus, lines: [String]) {
    let (output, errors) = (CollectedText(), CollectedText())
    let runner = Runner(
      program: program, console: Console(output: output, errors: errors),
      environment: environment, currentDirectory: currentDirectory, clock: clock)
    let status = ExitStatus(rawValue: runner.run(command)) ?? .refused
    return (status, output.lines + errors.lines)
  }
}
