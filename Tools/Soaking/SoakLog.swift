import Host
import Synchronization
import Workload

/// The observations of a soak's actors, shared by their threads, and whether the soak is over.
final class SoakLog: Sendable {
  private let state = Mutex(Entries())
  private let hasEnded = Atomic(false)
  private let submitters: Atomic<Int>

  struct Entries: Sendable {
    var submissions: [SoakHistory.Submission] = []
    var commands: [SoakHistory.CommandEnd] = []
    var unexpectedCommands = 0
    /// How often the database was locked on purpose.
    var locks = 0
    var daemonKills = 0
    /// The faults of the daemon and its supervisors.
    var faults: [Fault] = []
  }

  init(submitters: Int) { self.submitters = Atomic(submitters) }

  var entries: Entries { state.withLock { $0 } }

  func note(_ submission: SoakHistory.Submission) {
    state.withLock { $0.submissions.append(submission) }
  }

  func note(_ words: String, _ meaning: SoakHistory.CommandEnd.Meaning) {
    state.withLock {
      $0.commands.append(SoakHistory.CommandEnd(words: words, meaning: meaning))
      if case .unexpected = meaning { $0.unexpectedCommands += 1 }
    }
  }

  /// Notes a command that ended unexpectedly, unless a signal ended the soak and the command with
  /// it.
  func note(_ words: String, unexpected result: CommandResult) {
    if result.isInterrupted { return }
    note(words, .unexpected(status: result.status, error: result.firstError))
  }

  func note(_ fault: Fault) { state.withLock { $0.faults.append(fault) } }
  func noteLock() { state.withLock { $0.locks += 1 } }
  func noteDaemonKill() { state.withLock { $0.daemonKills += 1 } }

  // MARK: The end

  var hasSubmitters: Bool { submitters.load(ordering: .acquiring) > 0 }
  func removeSubmitter() { submitters.subtract(1, ordering: .acquiringAndReleasing) }

  func end() { hasEnded.store(true, ordering: .releasing) }

  /// Waits until the machine's monotonic clock has reached this time, or the soak is over.
  ///
  /// - Returns: whether the soak goes on.
  func wait(until time: Duration) -> Bool {
    while !hasEnded.load(ordering: .acquiring) {
      let rest = time - Clock.system.monotonic()
      if rest <= .zero { return true }
      Clock.system.sleep(min(rest, .milliseconds(100)))
    }
    return false
  }
}
