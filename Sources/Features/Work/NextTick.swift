import Door
import Events
import Host
import Model
import QueueStore
import Requests
import Schedule
import Telemetry
import Workers
import Worktrees

/// When the next tick of a queue is due, and what a daemon watches until then.
struct NextTick: Sendable, UseCase {
  let queue: Queue
  /// Whether a starter for workers exists.
  let mayStart: Bool

  var now: QueueTime { queue.clock.now }

  /// Whether the settings name a program for workers. Also true if the settings can't be read, so
  /// that the dispatch reports the error.
  var startsWork: Bool {
    mayStart && (workspace.settings.problem != nil || !workspace.profiles.profiles.isEmpty)
  }

  /// The files and folders of which at least one changes when a tick may have something to do. If a
  /// program is missing, they include the files that may make it available.
  var files: [String] {
    storeFiles + ["\(workspace.home)/orch.json"] + ownFolders + commandFiles
      + workspace.missingProgramFiles(now: now) + pauseFiles
  }

  /// The folders to watch for these changes, including the sidecar, in which some of them are
  /// created.
  var folders: [String] {
    var folders: [String] = []
    var all = storeFiles.map { Path.parent(of: $0) }
    all += [workspace.home, workspace.sidecar] + ownFolders
    all += pauseFiles.map { Path.parent(of: $0) }
    all += workspace.missingProgramFiles(now: now).map {
      Path.nearestExisting(from: Path.parent(of: $0))
    }
    for folder in all where !folders.contains(folder) { folders.append(folder) }
    return folders
  }

  private var storeFiles: [String] { queue.store.watchable?.files ?? [] }

  /// The files with commands, to one of which a program may still write.
  private var commandFiles: [String] {
    ((try? workspace.commandFiles()) ?? []).map { Path.join(workspace.commandFolder, $0) }
  }

  /// The file whose removal ends a pause.
  private var pauseFiles: [String] { queue.pauseFile.map { [$0.path] } ?? [] }

  /// The inboxes, and the folders of the worker records and of their breakers.
  private var ownFolders: [String] {
    [
      "\(workspace.sidecar)/inbox", workspace.commandFolder, workspace.workers.path,
      "\(workspace.sidecar)/breakers",
    ]
  }

  /// The real time until a lease, backoff or timeout ends, so that a tick may have something to do;
  /// `nil` if none will end.
  ///
  /// - Parameters:
  ///   - staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  ///   - start: when the last tick began.
  ///   - besidesPauses: whether to leave out the backoff of rows whose worker is paused. Such a row
  ///     does not start before the pause ends.
  func timeToNextChange(
    staleTimeout: Duration, since start: QueueTime, besidesPauses: Bool = false
  ) throws -> Duration? {
    var context = try queue.context()
    let now = context.now.epochSeconds
    context.now = start
    let paused = besidesPauses ? pausedWorkers : []
    let roster = paused.isEmpty ? nil : workspace.profiles.roster
    let moment = try queue.read { table in
      try table.nextMoment(staleTimeout: staleTimeout, context: context) { item in
        roster.map { paused.contains($0.name(for: item)) } ?? false
      }
    }
    // The limit is longer than any interval between ticks.
    return moment.flatMap {
      queue.clock.realDuration(of: .seconds(max(0, min($0 - now, 1_000_000))))
    }
  }

  private var pausedWorkers: Set<String> {
    let now = now
    return Set(
      workspace.profiles.profiles.map(\.name).filter {
        if case .open = workspace.breaker(of: $0).state(now: now) { true } else { false }
      })
  }

  /// Why rows wait for the end of a worker's pause; `nil` if no row does.
  func pauseOfRows() -> Problem? {
    let explain = ExplainWaiting(queue: queue)
    return (try? explain())?.explanations.lazy.compactMap { row -> Problem? in
      guard case .cannotStart(let problem) = row.reason, problem.code == .workerPaused else {
        return nil
      }
      return problem.problem
    }.first
  }

  /// The real time until the pause of a worker or the day of a budget ends; `nil` if neither will
  /// end.
  func timeToPauseEnd() -> Duration? {
    let now = now
    let budget = workspace.profiles.budget
    let isOfDay = budget.microdollarsPerDay != nil || budget.tokensPerDay != nil
    let pauseEnds = workspace.profiles.profiles.compactMap { profile -> Int? in
      guard case .open(let pause) = workspace.breaker(of: profile.name).state(now: now) else {
        return nil
      }
      return pause.until
    }
    let ends = pauseEnds + (isOfDay ? [now.endOfDay.epochSeconds] : [])
    return ends.min().flatMap { queue.clock.realDuration(of: .seconds($0 - now.epochSeconds)) }
  }

  /// The real time until a hook may have to run; `nil` if no hook has anything to do. The tick
  /// reports files that can't be read.
  func timeToDelivery() -> Duration? {
    guard mayStart,
      let seconds = try? DueHooks(queue: queue).secondsToNextLook()
    else { return nil }
    return queue.clock.realDuration(of: .seconds(seconds))
  }

  /// The real time until a model has to be asked; `nil` if no row has a question for one.
  func timeToAnswers() -> Duration? {
    guard mayStart, let seconds = try? DueQuestions(queue: queue).secondsToNextLook() else {
      return nil
    }
    return queue.clock.realDuration(of: .seconds(seconds))
  }

  /// The real time until telemetry has to be sent; `nil` if `orch.json` names no endpoint, or is not
  /// trusted.
  func timeToTelemetry() -> Duration? {
    guard mayStart, let seconds = try? DueTelemetry(queue: queue).secondsToNextLook() else {
      return nil
    }
    return queue.clock.realDuration(of: .seconds(seconds))
  }

  /// The real time until the next try to route a report that could not be routed because of git;
  /// `nil` if there is no such report.
  func timeToReport() -> Duration? {
    let ends = ((try? workspace.records()) ?? []).compactMap {
      workspace.workers.reportWait(ofClaim: $0.claimToken)?.next
    }
    let now = now.epochSeconds
    // The tick has already tried the reports that were due.
    return ends.filter { $0 > now }.min().flatMap {
      queue.clock.realDuration(of: .seconds($0 - now))
    }
  }

  /// The real time until the forge may be asked; `nil` if no row waits for the forge.
  func timeToSync() -> Duration? {
    let due = DueSync(queue: queue)
    guard mayStart, (try? due.items().isEmpty) == false, let seconds = try? due.seconds() else {
      return nil
    }
    return queue.clock.realDuration(of: .seconds(seconds))
  }

  /// The real time until recurring work may be due; `nil` if `orch.json` names none.
  ///
  /// - Parameter start: when the last tick began.
  func timeToRecurring(since start: QueueTime) -> Duration? {
    let next = workspace.settings.recurring.entries.compactMap {
      $0.times.next(after: RecurringMinute(0), at: start)?.epochSeconds
    }
    return next.min().flatMap {
      queue.clock.realDuration(of: .seconds(max(0, $0 - now.epochSeconds)))
    }
  }

  /// Whether no row is IN_PROGRESS besides those of people, no supervisor still records the end of
  /// an attempt, and no model is about to answer a question.
  func isIdle() throws -> Bool {
    if mayStart, try DueQuestions(queue: queue).mayBeAnswered() { return false }
    var isIdle = true
    try queue.read { table in
      try table.visit(.inProgress) { item in
        isIdle = item.isHeldByPerson
        return isIdle ? .more : .enough
      }
    }
    // The records are read second: a supervisor changes its row first, and removes its record last.
    return isIdle ? try !workspace.records().contains { $0.state.isThere } : false
  }

  /// The real time until supervisors have to be checked because one may be stopped; `nil` if no
  /// supervisor runs.
  func timeToStopCheck() -> Duration? {
    guard let records = try? workspace.records(), records.contains(where: { $0.state.isThere })
    else { return nil }
    return queue.clock.realDuration(of: .seconds(SupervisorStop.longest))
  }
}
