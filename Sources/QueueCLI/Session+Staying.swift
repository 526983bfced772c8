import CommandLineKit
import Host

// What a command needs that stays: a session for each round, and the wait for the next one.

/// How a round of a command that stays ended.
public enum RoundEnding: Sendable {
  /// There was nothing to do, and nobody asked for the round.
  case unremarkable
  case done
  case failed(CommandError)
}

extension Session {
  /// The next session of a command that stays. It reads its settings anew, and what one before
  /// it told a while ago it does not tell again.
  public func successor(as command: String) -> Session {
    let session = Session(
      program: program, command: command, shared: shared, console: console,
      environment: environment, currentDirectory: currentDirectory, clock: clock,
      spansStores: spansStores, needsNoQueue: needsNoQueue)
    // While an editor has the file away another queue, further up, is not meant.
    session.location = location
    session.stays = true
    let now = clock.monotonic()
    session.toldBefore = toldBefore.filter { now - $0.value < Self.memory }
    return session
  }

  /// What stays as it is is told again after so many nanoseconds.
  private static let memory = 3600 * 1_000_000_000

  /// Does a round, which stands in the run log as a run of its own unless it is unremarkable.
  public func loggedRound<Result>(_ round: () -> (Result, RoundEnding)) -> Result {
    let run = LoggedRun(unwritten: self, isLogged: true, itemID: nil)
    let (result, ending) = round()
    (changedID, routedTo) = (nil, nil)
    switch ending {
    case .unremarkable: break
    case .done:
      run.begin()
      run.end(.success, error: nil)
    case .failed(let error):
      run.begin()
      run.end(error.status, error: error.message)
    }
    return result
  }

  /// Tells an error that does not end the command.
  public func tell(_ error: CommandError) {
    tellOnce(ErrorReport(error: error).line(paintForErrors))
  }

  /// The monotonic clock, nanoseconds.
  public var monotonicTime: Int { clock.monotonic() }
}
