import Host
import Model
import Text

/// The two lines of one run in the run log: at its start and at its end.
public final class LoggedRun {
  private let queue: TaskQueue
  /// The fields of both lines, which stay the same even if the queue is refreshed in between.
  private let run: RunLog.Run
  private let itemID: String?
  private let log: RunLog?
  /// Whether the run is written to the log, if there is a log.
  public let isEnabled: Bool
  private let start: Duration
  private let startTime: Int
  /// How long was waited for saves and checks before the run.
  private let waitedBefore: Duration
  private var hasWarned = false

  /// Writes the line of the start.
  ///
  /// - Parameters:
  ///   - queue: the queue of the run.
  ///   - command: the name of the command, such as `pick`; `nil` for the command of the opening.
  ///   - isLogged: whether the run is logged.
  ///   - itemID: the row for the lines if the run changes no row.
  public convenience init(
    of queue: TaskQueue, command: String? = nil, isLogged: Bool = true, itemID: String? = nil
  ) {
    self.init(deferredOf: queue, command: command, isLogged: isLogged, itemID: itemID)
    begin()
  }

  /// A deferred run: `log` writes both lines after the end, or nothing writes them.
  package init(
    deferredOf queue: TaskQueue, command: String? = nil, isLogged: Bool = true,
    itemID: String? = nil
  ) {
    (self.queue, self.itemID) = (queue, itemID)
    let name = command ?? queue.opening.command ?? queue.verb
    run = RunLog.Run(command: name, traceID: queue.traceID)
    start = queue.opening.clock.monotonic()
    startTime = queue.logTime
    waitedBefore = queue.waited.total
    isEnabled = isLogged && queue.opening.writesLog
    log = isEnabled ? queue.logToWrite : nil
  }

  /// Writes both lines of a deferred run.
  ///
  /// - Parameter problem: why the run failed; `nil` for success.
  package func log(_ problem: Problem?) {
    queue.changed = (nil, nil, nil)
    begin()
    end(problem: problem)
  }

  private func begin() {
    append { (log, run, _, zone) throws(SystemError) in
      if case .failed(let error) = try log.start(run, at: startTime, zone: zone) {
        queue.warn(.logGrows(error))
      }
    }
  }

  /// Writes the line of the end.
  ///
  /// - Parameters:
  ///   - status: the exit status if nothing failed.
  ///   - problem: why the run failed. Its exit status replaces `status`.
  public func end(_ status: ExitStatus = .success, problem: Problem? = nil) {
    let elapsed = queue.opening.clock.monotonic() - start
    let waited = queue.waited.total - waitedBefore
    let end = RunLog.End(
      exitCode: (problem?.exitStatus ?? status).rawValue, itemID: queue.changed.id ?? itemID,
      error: problem?.message.withoutPasswords,
      durationMilliseconds: elapsed.nanoseconds / 1_000_000,
      waitedMilliseconds: waited.nanoseconds / 1_000_000, routedTo: queue.changed.routedTo,
      failure: queue.changed.failure)
    append { (log, run, now, zone) throws(SystemError) in
      try log.end(run, end, at: now, zone: zone)
    }
  }

  /// Throws if the log's path can't be used. For a path that needs trust there is only a warning.
  public func checkPath() throws(Problem) {
    do { _ = try queue.runLog() } catch {
      let problem = Problem(error)
      guard problem.kind == .untrusted else { throw problem }
      queue.warn(.logNotTrusted(problem))
    }
  }

  /// If writing fails, the user gets one warning, and the run continues.
  private func append(
    _ body: (RunLog, RunLog.Run, Int, QueueZone) throws(SystemError) -> Void
  ) {
    guard let log, !hasWarned, let zone = try? queue.zone() else { return }
    do throws(SystemError) {
      try body(log, run, queue.logTime, zone)
    } catch {
      hasWarned = true
      queue.warn(.logNotWritten(error))
    }
  }
}

extension TaskQueue {
  package func runLog() throws -> RunLog {
    if let cachedRunLog { return cachedRunLog }
    let path = try runLogPath()
    let limit = RunLog.Limit(
      bytes: try value(Settings.logMaxBytes), keep: try value(Settings.logKeep))
    let found = RunLog(path: path, like: try? FileStatus(of: try storePath()), limit: limit)
    cachedRunLog = found
    return found
  }

  /// `nil` if there is neither a queue nor a log; then the run itself fails.
  fileprivate var logToWrite: RunLog? {
    guard let path = try? storePath(), let log = try? runLog() else { return nil }
    let isQueue = isOnServer || (try? FileStatus(of: path))?.kind == .regular
    return isQueue || (try? FileStatus(of: log.path)) != nil ? log : nil
  }

  /// The time in the lines of the run log, in nanoseconds since 1970; `ORCH_NOW` affects it.
  var logTime: Int { (try? queueClock())?.nanoseconds ?? opening.clock.now() }

  /// The receiver of the events of use cases. Steps go to the run log, and all events go to the
  /// receiver of this queue.
  var emit: @Sendable (EngineEvent) -> Void {
    // Use cases hold this closure, and run only in the verbs of this queue, while its thread waits
    // for them, and one at a time. No public function returns the closure.
    nonisolated(unsafe) let queue = self
    return { event in
      queue.record(event)
      queue.receive(event)
    }
  }

  private func record(_ event: EngineEvent) {
    switch event {
    case .changed(let decision):
      changed = (decision.itemID, decision.routedTo, decision.changes.first?.failure)
    case .storeWarnings, .warning: break
    case .stepBegan:
      changed = (nil, nil, nil)
      step = LoggedRun(of: self)
    case .stepEnded(let end):
      if let id = end.id { changed.id = id }
      if let status = end.routedTo { changed.routedTo = status }
      step?.end(problem: end.error)
      step = nil
      changed = (nil, nil, nil)
    }
  }
}
