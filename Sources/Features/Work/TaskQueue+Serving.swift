public import Door
import Host
import Model
import Workers
import Worktrees

extension TaskQueue {
  /// Runs the daemon of the queue: ticks at intervals, and whenever the queue changes, until a
  /// signal. Each tick reads the settings anew, and follows a queue that was moved. The daemon
  /// handles the signals of the process meanwhile. It claims rows only if the opening names a
  /// starter.
  ///
  /// - Parameters:
  ///   - caller: the session that routes reports and claims rows.
  ///   - receive: called with each event as it happens. It sees this queue as of the last tick.
  /// - Throws: before the first tick, an error that would stop every tick; `daemonRuns` if another
  ///   process is the daemon.
  public func serve(
    _ options: Daemon.Options, as caller: Caller, _ receive: @escaping (Daemon.Event) -> Void
  ) throws(Problem) -> Daemon.Ending {
    try asking {
      if let problem = settingProblems().first { throw problem }
      let next = try tick(as: caller).next
      let workspace = next.workspace
      try workspace.checkIsNoWorker()
      try workspace.checkWorkers()
      _ = try next.queue.snapshot()
      noteZone()
      let lock = workspace.daemonLock
      let held = try acquire(lock)
      let recorder = try DaemonRecorder(of: self, lock, options.interval)
      var wait = try ServiceWait(watching: next.folders)
      receive(.began(startsWork: next.startsWork, killed: lock.killedProcess))
      recorder.save()
      var daemon = Daemon(
        options, source: source(as: caller, recorder), clock: opening.clock
      ) { event in
        switch event {
        case .ticked(let outcome):
          recorder.ticked(outcome)
          receive(event)
          recorder.save()
        case .ended:
          recorder.ended()
          receive(event)
        case .began, .failed, .reloaded: receive(event)
        }
      }
      let command = opening.command
      let ending = daemon.run(&wait)
      _ = consume held
      refresh(for: command)
      return ending
    }
  }

  /// Makes this process the queue's daemon while the result lives.
  private func acquire(_ lock: DaemonLock) throws -> LockFile {
    do { return try lock.acquire(opening.clock) } catch {
      switch error {
      case .system(let error): throw error
      case .held(let holder): throw Problem.daemonRuns(queue: try storePath(), holder: holder)
      }
    }
  }

  private func source(as caller: Caller, _ recorder: DaemonRecorder) -> Daemon.Source {
    Daemon.Source(
      follow: { [self] in
        // If a link must not be followed, the tick fails.
        if let notice = try? followQueue() { warn(notice) }
      },
      tick: { [self] in
        refresh(for: "tick")
        recorder.tickBegan()
        return try tick(as: caller)
      },
      nextTick: { [self] in try tick(as: caller).next },
      problem: { [self] in
        refresh(for: "tick")
        return settingProblems().first
      })
  }
}

/// Writes the record of a daemon, which `ops doctor` and `ops watch` read, and writes its ticks to
/// the run log. A failure to write either stops no work.
private final class DaemonRecorder {
  private let queue: TaskQueue
  private let lock: DaemonLock
  private var record: DaemonRecord
  /// The record as it was written last; `nil` before the first write.
  private var savedRecord: DaemonRecord?
  /// Kept for times at which the settings can't be read.
  private let zone: QueueZone
  /// The lines of the run log for the current tick.
  private var run: LoggedRun?
  /// The error of the last tick.
  private var lastProblem: String?

  /// - Throws: if this process can't be identified.
  init(of queue: TaskQueue, _ lock: DaemonLock, _ interval: Duration) throws {
    guard let process = ProcessIdentity.current else { throw Problem.noProcessTable }
    (self.queue, self.lock, zone) = (queue, lock, try queue.zone())
    record = DaemonRecord(
      process: process, startedAt: try queue.now().iso8601,
      intervalSeconds: Int(interval.components.seconds))
  }

  private var now: String? { (try? queue.now(zone: zone))?.iso8601 }

  func tickBegan() { run = LoggedRun(deferredOf: queue) }

  /// Writes the tick to the run log, unless it did nothing, or failed only as the one before.
  func ticked(_ outcome: Tick.Outcome) {
    let problem = outcome.problem?.message
    if !outcome.isSilent || problem != nil && problem != lastProblem { run?.log(outcome.problem) }
    (lastProblem, run) = (problem, nil)
    (record.tickedAt, record.problem) = (now, problem)
  }

  func ended() {
    record.endedAt = now
    save()
  }

  /// Writes the record unless it would be unchanged: its times are in seconds, and ticks may be
  /// more frequent.
  func save() {
    if record == savedRecord { return }
    lock.save(record)
    savedRecord = record
  }
}
