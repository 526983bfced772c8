import Host
import Text
import Workload

/// Keeps the daemon running, kills it from time to time, takes samples, and decides when the soak
/// ends.
struct SoakMonitor {
  private let queue: SoakQueue
  private let log: SoakLog
  private let profile: SoakProfile
  private let start: Duration
  private let progress: (String) -> Void
  private let clock = Clock.system
  private var daemon: DaemonKeeper
  private var abort: AbortCheck
  private var samples: [Sample] = []
  private var nextCheck = 0

  init(
    _ queue: SoakQueue, _ log: SoakLog, _ profile: SoakProfile, start: Duration,
    progress: @escaping (String) -> Void
  ) {
    (self.queue, self.log, self.profile, self.start) = (queue, log, profile, start)
    self.progress = progress
    abort = AbortCheck(profile.abort)
    daemon = DaemonKeeper(queue, log, profile)
  }

  /// The seconds of the queue's clock since the start. private var
  private var second: Int { Int(((clock.monotonic() - start) * profile.speed).components.seconds) }

  mutating func run(_ pause: InterruptiblePause) throws -> SoakOutcome.End {
    defer { stop() }
    while true {
      if pause.isInterrupted { return .interrupted }
      try daemon.keep(second: second)
      if second >= nextCheck {
        nextCheck = second + profile.abort.checkSeconds
        let counts = takeSample()
        // A signal that ended the command of the sample has to end the soak, too.
        pause.wait(.zero)
        if pause.isInterrupted { return .interrupted }
        if let reason = abort.reason(check(counts)) { return .aborted(reason) }
        if isOver(counts) { return .regular }
      }
      pause.wait(.milliseconds(200))
    }
  }

  /// Ends the actors, the daemon and the workers. Rows may still be at work even if the time for
  /// the last rows is over.
  private mutating func stop() {
    log.end()
    daemon.stop()
    let left = queue.endWorkers()
    if left > 0 {
      log.note(Fault(nil, "supervisors that did not end within a minute of SIGTERM: \(left)"))
    }
  }

  /// - Parameter counts: `nil` if the counts are not known; the time limit applies nevertheless.
  private func isOver(_ counts: Sample.Counts?) -> Bool {
    guard second >= profile.minutes * 60 else { return false }
    return !log.hasSubmitters && counts?.open == 0
      || second >= (profile.minutes + profile.drainMinutes) * 60
  }

  private mutating func takeSample() -> Sample.Counts? {
    let result = queue.ops.run(["status", "--json"])
    let time = "\(second / 60) of \(profile.minutes) min"
    guard let counts = Sample.Counts(result) else {
      log.note("ops status", unexpected: result)
      progress("\(time): `ops status` failed: \(result.firstError)")
      return nil
    }
    samples.append(
      Sample(second: second, daemon: daemon.starts, figures: daemon.figures, counts: counts))
    let submitted = log.entries.submissions.reduce(0) { $0 + $1.ids.count }
    progress(
      "\(time): submitted \(submitted), done \(counts.done), wait \(counts.pending), "
        + "at work \(counts.inProgress), failed \(counts.failed), blocked \(counts.blocked)")
    return counts
  }

  private func check(_ counts: Sample.Counts?) -> AbortCheck.Figures {
    let seen = log.entries
    let history = SoakHistory(
      submissions: seen.submissions, ledger: (try? queue.ledger().lines) ?? [])
    let space = try? DiskSpace(of: queue.folder.path)
    return AbortCheck.Figures(
      second: second, counts: counts, duplicates: SoakOracle(history).duplicates.count,
      unblocked: history.ledger.count { $0.event == .unblocked },
      diskFreeMB: space.map { $0.freeBytes >> 20 } ?? .max, commands: seen.commands.count,
      failedCommands: seen.unexpectedCommands)
  }

  func outcome(_ end: SoakOutcome.End) throws -> SoakOutcome {
    let seen = log.entries
    let oracle = SoakOracle(try queue.history(seen, isCutShort: end != .regular))
    return SoakOutcome(
      profile: profile, oracle: oracle, daemonFaults: seen.faults,
      goals: GoalResult.results(of: oracle, profile.goals), end: end, seconds: second,
      realSeconds: Int((clock.monotonic() - start).components.seconds),
      runs: (try? RunFigures(reading: queue.folder.runLog)) ?? RunFigures(), locks: seen.locks,
      daemonKills: seen.daemonKills, samples: samples)
  }
}

/// The state of the queue and its daemon at one moment.
struct Sample: Equatable, Sendable {
  /// Seconds of the queue since the start.
  let second: Int
  /// The number of the daemon, from 1; each start has a new number.
  let daemon: Int
  /// `nil` if the daemon had ended.
  let figures: ProcessFigures?
  let counts: Counts

  /// The numbers of rows by status, as `ops status` counts them.
  struct Counts: Equatable, Sendable {
    var pending = 0
    var inProgress = 0
    var blocked = 0
    var failed = 0
    var done = 0

    /// The number of rows that have not reached their end.
    var open: Int { pending + inProgress + blocked + failed }
  }
}

extension Sample.Counts {
  init?(_ result: CommandResult) {
    guard let summary = result.json?["summary"]?.objectValue,
      let pending = summary["PENDING"]?.integerValue,
      let inProgress = summary["IN_PROGRESS"]?.integerValue,
      let blocked = summary["BLOCKED"]?.integerValue,
      let failed = summary["FAILED"]?.integerValue, let done = summary["DONE"]?.integerValue
    else { return nil }
    self.init(
      pending: pending, inProgress: inProgress, blocked: blocked, failed: failed, done: done)
  }
}
