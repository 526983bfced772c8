public import Door
import Host
import Model
import Workers
import Worktrees

extension TaskQueue {
  /// Runs the daemon of the queue until a signal: ticks at intervals, and whenever the queue
  /// changes. Each tick reads the settings anew, and follows a queue that was moved. The daemon
  /// handles the signals of the process. It claims rows only if the queue was opened with a
  /// starter.
  ///
  /// - Parameters:
  ///   - caller: the session that routes reports and claims rows.
  ///   - receive: called with each event as it happens. It sees this queue in the state of the last
  ///     tick.
  /// - Throws: before the first tick, an error with which every tick would fail; `daemonRuns` if
  ///   another process is the daemon.
  public func serve(
    _ options: Daemon.Options, as caller: Caller, _ receive: @escaping (Daemon.Event) -> Void
  ) throws(Problem) -> Daemon.Ending {
    try asking {
      let next = try firstTick(as: caller)
      noteZone()
      let lock = next.workspace.daemonLock
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
          recorder.keepHouse(receive)
          recorder.save()
        case .ended:
          recorder.ended()
          receive(event)
        case .began, .packed, .expired, .failed, .reloaded, .waits: receive(event)
        }
      }
      let command = opening.command
      let ending = daemon.run(&wait)
      _ = consume held
      refresh(for: command)
      return ending
    }
  }

  /// - Throws: an error with which every tick of a daemon would fail.
  public func checkMayServe(as caller: Caller) throws(Problem) {
    try asking { _ = try firstTick(as: caller) }
  }

  private func firstTick(as caller: Caller) throws -> NextTick {
    if let problem = settingProblems().first { throw problem }
    let next = try tick(as: caller).next
    try next.workspace.checkIsNoWorker()
    try next.workspace.checkWorkers()
    _ = try next.queue.snapshot()
    return next
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
        // If a link must not be followed, the tick reports that.
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
/// the run log. If either can't be written, the work continues.
private final class DaemonRecorder {
  private let queue: TaskQueue
  private let lock: DaemonLock
  private var record: DaemonRecord
  /// The record as it was last written; `nil` before the first write.
  private var savedRecord: DaemonRecord?
  /// The zone that is used while the settings can't be read.
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
    record.expiredAt = lock.lastExpiry
  }

  private var now: String? { (try? queue.now(zone: zone))?.iso8601 }

  func tickBegan() { run = LoggedRun(deferredOf: queue) }

  /// Writes the tick to the run log, unless it did nothing, or failed with the same error as the
  /// tick before.
  func ticked(_ outcome: Tick.Outcome) {
    let problem = outcome.problem?.message
    if !outcome.isSilent || problem != nil && problem != lastProblem { run?.log(outcome.problem) }
    (lastProblem, run) = (problem, nil)
    (record.tickedAt, record.problem) = (now, problem)
  }

  /// Packs attempts, and then removes those that exceed the retention, if the last time was a day
  /// ago or longer, or in the future: a clock may have been ahead. Of very many rows, each tick packs
  /// some.
  func keepHouse(_ receive: (Daemon.Event) -> Void) {
    guard let now = try? queue.now(zone: zone) else { return }
    let last = record.expiredAt.flatMap { QueueTime(iso8601: $0)?.epochSeconds }
    if let last, (0..<86400).contains(now.epochSeconds - last) { return }
    let packed = queue.packAttempts(most: Self.mostPackedRows)
    if packed.count > 0 { receive(.packed(packed)) }
    if packed.rows == Self.mostPackedRows { return }
    record.expiredAt = now.iso8601
    guard let retention = try? queue.fileSettings().retention, !retention.isUnlimited else {
      return
    }
    let expired = queue.expireAttempts(by: retention)
    if expired.count > 0 { receive(.expired(count: expired.count, bytes: expired.bytes)) }
  }

  /// On an ordinary disk they take a second or two.
  private static let mostPackedRows = 100

  func ended() {
    record.endedAt = now
    save()
  }

  /// Writes the record unless it is unchanged. Its times are in seconds, and ticks may be more
  /// frequent.
  func save() {
    if record == savedRecord { return }
    lock.save(record)
    savedRecord = record
  }
}
