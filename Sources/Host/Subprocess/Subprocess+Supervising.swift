import CSystem
import Glibc

extension Subprocess {
  /// Runs it with all that descends from it, and tells of it meanwhile.
  ///
  /// When the program has ended, or this process is killed, all that it started is killed,
  /// also what left its group and session. A process of its own sees to that, the *keeper*,
  /// which is the program's parent; where somebody kills the keeper, what is still in the
  /// program's session is killed.
  ///
  /// A signal that should end this process ends the program instead, as
  /// `.interrupted(by:)` tells; none of those that come meanwhile is delivered later.
  ///
  /// - Parameters:
  ///   - leavesOthers: whether what the program started may go on once it has itself exited
  ///     with 0, which is all that is waited for then.
  ///   - onStart: is told the program; `nil` where there is no `/proc`.
  ///   - onOutput: while it works, the program may have to wait until it can write more. What
  ///     the program said on one stream comes in order; so do both as far as can be known.
  ///   - onEnd: is called while such signals still end nothing.
  public func supervise(
    leavesOthers: Bool = false, onStart: (ProcessIdentity?) -> Void, onOutput: Sink,
    onEnd: () -> Void = {}
  ) throws(StartError) -> Outcome {
    let signals = try Self.endingSignals()
    let run = try start { file, streams throws(SystemError) in
      try keep(file, streams, leavesOthers)
    }
    onStart(run.hold.program)
    let outcome = run.finish(limits, signals, onOutput)
    onEnd()
    signals.forget()
    return outcome
  }

  /// - Parameter streams: as `prepared` takes them.
  private func keep(
    _ file: String, _ streams: [Int32?], _ leavesOthers: Bool
  ) throws(SystemError) -> Subreaper {
    let ends = try Connection()
    let keeper = try Host.check("start", "the keeper of \(file)") {
      prepared(streams) { actions, attributes, argv, envp in
        csystem_keep(
          ends.theirs.number, leavesOthers ? 1 : 0, file, actions, attributes, argv, envp)
      }
    }
    return try Subreaper(keeper, ends.ownEnd(), running: file)
  }
}
