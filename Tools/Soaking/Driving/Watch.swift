import Host

/// Keeps the daemon going, kills it now and then, looks how things stand, and says when it is over.
struct Watch {
  let tool: Tool
  let record: Record
  let profile: SoakProfile
  private let start: Int
  private let progress: (String) -> Void
  private let clock = Clock.system
  private var daemon: DaemonKeeper
  private var abort: AbortCheck
  private(set) var samples: [Sample] = []
  private var nextCheck = 0

  /// How long is looked away, in nanoseconds.
  private static let breath = Int.milliseconds(200)

  init(
    _ tool: Tool, _ record: Record, _ profile: SoakProfile, start: Int,
    progress: @escaping (String) -> Void
  ) {
    (self.tool, self.record, self.profile, self.start) = (tool, record, profile, start)
    self.progress = progress
    abort = AbortCheck(profile.abort)
    daemon = DaemonKeeper(tool, record, profile)
  }

  /// Seconds of the queue since the begin.
  var second: Int { (clock.monotonic() - start) * profile.speed / 1_000_000_000 }

  mutating func run(_ pause: InterruptiblePause) throws(Soak.Failure) -> SoakOutcome.End {
    defer { putAway() }
    return try watch(pause)
  }

  /// Nobody gives a command any more, and no worker is left without somebody who hears of it: rows
  /// may be at work also when the time for the last ones is over.
  private mutating func putAway() {
    record.end()
    daemon.stop()
    let left = tool.endWorkers()
    if left > 0 { record.note(.workersLeft(left)) }
  }

  private mutating func watch(
    _ pause: InterruptiblePause
  ) throws(Soak.Failure) -> SoakOutcome.End {
    while true {
      if pause.isInterrupted { return .interrupted }
      try daemon.keep(second: second)
      if second >= nextCheck {
        nextCheck = second + profile.abort.checkSeconds
        let counts = look()
        // What ended a look has to end the soak.
        pause.wait(0)
        if pause.isInterrupted { return .interrupted }
        if let reason = abort.reason(sight(counts)) { return .aborted(reason) }
        if isOver(counts) { return .regular }
      }
      pause.wait(Self.breath)
    }
  }

  /// - Parameter counts: `nil` where nobody could tell; time passes all the same.
  private func isOver(_ counts: Sample.Counts?) -> Bool {
    guard second >= profile.minutes * 60 else { return false }
    return record.submittersLeft == 0 && counts?.open == 0
      || second >= (profile.minutes + profile.drainMinutes) * 60
  }

  // MARK: How things stand

  private mutating func look() -> Sample.Counts? {
    let answer = tool.run(.ops, ["status", "--json"])
    guard let counts = Sample.Counts(answer) else {
      record.note("ops status", unexpected: answer)
      progress("\(second / 60) of \(profile.minutes) min: `ops status` failed: \(answer.complaint)")
      return nil
    }
    samples.append(
      Sample(second: second, daemon: daemon.starts, figures: daemon.figures, counts: counts))
    let seen = record.counts
    progress(
      "\(second / 60) of \(profile.minutes) min: submitted \(seen.submitted), done \(counts.done), "
        + "wait \(counts.pending), at work \(counts.inProgress), failed \(counts.failed), "
        + "blocked \(counts.blocked)")
    return counts
  }

  private func sight(_ counts: Sample.Counts?) -> AbortCheck.Sight {
    let lines = (try? Evidence(tool: tool).ledger().lines) ?? []
    let space = try? DiskSpace(of: tool.folder.path)
    let seen = record.counts
    let sofar = SoakHistory(submissions: record.now.submissions, ledger: lines)
    return AbortCheck.Sight(
      second: second, counts: counts,
      duplicates: SoakAccount(of: sofar).duplicates.count,
      diskFreeMB: space.map { $0.freeBytes >> 20 } ?? .max, commands: seen.commands,
      failedCommands: seen.unexpected)
  }

  func outcome(_ end: SoakOutcome.End) throws(Soak.Failure) -> SoakOutcome {
    let seen = record.now
    let history: SoakHistory
    do throws(Evidence.Failure) {
      history = try Evidence(tool: tool).history(seen, isCutShort: end != .regular)
    } catch {
      switch error {
      case .command(let words, let answer): throw .command("orch \(words)", answer.errors)
      case .system(let error): throw .system(error)
      }
    }
    let account = SoakAccount(of: history)
    return SoakOutcome(
      profile: profile, account: account, daemonFaults: seen.faults,
      goals: GoalResult.results(of: account, profile.goals), end: end,
      seconds: second, realSeconds: (clock.monotonic() - start) / 1_000_000_000,
      runs: (try? RunFigures(reading: tool.folder.runLog)) ?? RunFigures(), locks: seen.locks,
      daemonKills: seen.daemonKills, samples: samples)
  }
}
