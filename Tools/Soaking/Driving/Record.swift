import Host
import Synchronization

/// What those who take part see, whoever notes it.
final class Record: Sendable {
  private let state = Mutex(State())
  private let hasEnded = Atomic(false)
  private let submitters = Atomic(0)

  struct State: Sendable {
    var submissions: [SoakHistory.Submission] = []
    var commands: [SoakHistory.CommandEnd] = []
    /// How often somebody locked the database.
    var locks = 0
    var daemonKills = 0
    var faults: [SoakFault] = []
    var unexpected = 0
  }

  var now: State { state.withLock { $0 } }

  var counts: (submitted: Int, commands: Int, unexpected: Int) {
    state.withLock {
      ($0.submissions.reduce(0) { $0 + $1.ids.count }, $0.commands.count, $0.unexpected)
    }
  }

  func note(_ submission: SoakHistory.Submission) {
    state.withLock { $0.submissions.append(submission) }
  }

  func note(_ command: SoakHistory.CommandEnd) {
    state.withLock {
      $0.commands.append(command)
      if case .unexpected = command.meaning { $0.unexpected += 1 }
    }
  }

  /// Notes a command that ended as nobody expected, unless somebody ended the soak and it with
  /// that.
  func note(_ words: String, unexpected answer: Tool.Answer) {
    if answer.isInterrupted { return }
    note(
      SoakHistory.CommandEnd(
        words, .unexpected(status: answer.status, saying: answer.complaint)))
  }

  func note(_ fault: SoakFault) { state.withLock { $0.faults.append(fault) } }
  func noteLock() { state.withLock { $0.locks += 1 } }
  func noteDaemonKill() { state.withLock { $0.daemonKills += 1 } }

  // MARK: The end

  /// How many still submit.
  var submittersLeft: Int { submitters.load(ordering: .acquiring) }
  func addSubmitter() { submitters.add(1, ordering: .acquiringAndReleasing) }
  func removeSubmitter() { submitters.subtract(1, ordering: .acquiringAndReleasing) }

  var isOver: Bool { hasEnded.load(ordering: .acquiring) }
  func end() { hasEnded.store(true, ordering: .releasing) }

  /// Waits until the clock's monotonic time is this, or all is over.
  ///
  /// - Returns: whether it goes on.
  func wait(until time: Int, _ clock: Clock = .system) -> Bool {
    while !isOver {
      let rest = time - clock.monotonic()
      if rest <= 0 { return true }
      clock.sleep(min(rest, .milliseconds(100)))
    }
    return false
  }
}
