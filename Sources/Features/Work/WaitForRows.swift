import Door
import Host
public import Model
import QueueStore
import Workers

/// Use case: waits until rows are DONE, or nothing more happens to them by itself (`orch wait`). It
/// changes nothing and takes no lock; a daemon, ticks or sessions do the work.
public struct WaitForRows {
  private let source: Source
  private let clock: Clock
  private var rows: WaitedRows
  /// The rows of which it was said that they were deleted.
  private var deleted: Set<String> = []
  private var idleness = Idleness()

  /// Reads what it waits for.
  struct Source {
    /// Finds the queue again, with the settings as they are now.
    let follow: () -> Void
    let queue: () throws -> Queue
    /// When a tick ran last that was no daemon's, in seconds since 1970.
    let lastTick: () -> Int?
  }

  public enum Event {
    /// It looked, and these rows are not DONE, of so many.
    case waits(for: [Explanation], of: Int)
    /// Rows were deleted, and are waited for no longer.
    case deleted([String])
    /// Rows could start, and nothing starts them.
    case nothingWorks
  }

  /// The rows as they were last, without those that were deleted.
  public struct Answer: Sendable {
    public let outcome: WaitOutcome
    public let rows: [Explanation]
    /// The time of the answer.
    public let now: QueueTime
  }

  /// The longest wait between two looks where nothing changes: a brief that was deleted, say, is
  /// shown by no file that is watched.
  private static let longestPause = Duration.seconds(60)
  /// The wait for the end of a save.
  private static let pauseOfSave = Duration.milliseconds(100)

  /// - Parameters:
  ///   - words: ids of rows and names of plans.
  ///   - source: reads them.
  ///   - clock: measures the waits.
  init(_ words: [String], from source: Source, clock: Clock) {
    (rows, self.source, self.clock) = (WaitedRows(words), source, clock)
  }

  /// - Parameters:
  ///   - timeout: the longest wait; `nil` for no limit.
  ///   - wait: notices changes and signals.
  ///   - report: called with each event as it happens.
  mutating func callAsFunction(
    timeout: Duration?, waitingWith wait: inout ServiceWait, reporting report: (Event) -> Void
  ) throws -> Answer {
    let end = timeout.map { clock.monotonic() + $0 }
    var due = Duration.zero
    var (lastStamp, last): (QueueStamp?, WaitedRows.Look?)
    while true {
      source.follow()
      let queue = try source.queue()
      let next = NextTick(queue: queue, mayStart: false)
      // From here on changes are noticed.
      wait.restart(watching: next.folders)
      let stamp = QueueStamp(of: next.files)
      let rest = end.map { max(.zero, $0 - clock.monotonic()) }
      // To read some stores changes their folder.
      if last == nil || clock.monotonic() >= due || stamp != lastStamp || rest == .zero {
        lastStamp = stamp.isFinal(at: clock.now()) ? stamp : nil
        // One that takes too long is waited for again.
        let isWhole = (try? queue.awaitWriters()) != nil
        let look = try rows.look(in: queue)
        last = look
        if !look.isProvisional || rest == .zero {
          tellOfDeleted(look, report)
          if let outcome = look.outcome { return Answer(outcome, look) }
        }
        if isIdle(look, in: queue) { report(.nothingWorks) }
        report(.waits(for: look.rows.filter { $0.reason != .done }, of: look.rows.count))
        if rest == .zero { return Answer(.timeout, look) }
        due = clock.monotonic() + (isWhole ? pause(after: look, next) : Self.pauseOfSave)
      }
      let longest = max(.zero, due - clock.monotonic())
      switch wait.event(within: min(longest, rest ?? longest)) {
      case .end:
        if let last { return Answer(.interrupted, last) }
      case .time, .reload, .childEnded: break
      case .change: wait.settle(quiet: .milliseconds(20), longest: .milliseconds(200))
      }
    }
  }

  /// The time until the next look where no file changes: until something may happen by itself.
  private func pause(after look: WaitedRows.Look, _ next: NextTick) -> Duration {
    if look.isProvisional { return Self.pauseOfSave }
    let staleTimeout = (try? next.queue.context()).map { Duration.seconds($0.policy.staleSeconds) }
    let change = staleTimeout.flatMap {
      try? next.timeToNextChange(staleTimeout: $0, since: look.now)
    }
    return [
      change, next.timeToPauseEnd(), next.timeToStopCheck(), idleness.rest(at: clock.monotonic()),
    ].compactMap(\.self).reduce(Self.longestPause, min)
  }

  private mutating func tellOfDeleted(_ look: WaitedRows.Look, _ report: (Event) -> Void) {
    let new = look.deleted.filter { deleted.insert($0).inserted }
    if !new.isEmpty { report(.deleted(new)) }
  }

  // MARK: Whether anything works

  /// Whether to say now that nothing works on the rows.
  private mutating func isIdle(
    _ look: WaitedRows.Look, in queue: Queue
  ) -> Bool {
    guard idleness.isLong(look, at: clock.monotonic()) else { return false }
    if queue.workspace.isTicked(at: queue.clock.now, lastTick: source.lastTick) { return false }
    idleness.wasTold = true
    return true
  }

  /// How long rows have been as they are, though a tick would start one.
  private struct Idleness {
    /// Once is enough.
    var wasTold = false
    private var rows: [Explanation] = []
    private var start: Duration?

    private static let limit = Duration.seconds(60)

    mutating func isLong(_ look: WaitedRows.Look, at now: Duration) -> Bool {
      if !look.hasNext {
        start = nil
      } else if start == nil || rows != look.rows {
        (rows, start) = (look.rows, now)
      }
      return !wasTold && start.map { now - $0 >= Self.limit } ?? false
    }

    /// The time until that is long; `nil` where it is so already, or of no account.
    func rest(at now: Duration) -> Duration? {
      guard !wasTold, let end = start.map({ $0 + Self.limit }), end > now else { return nil }
      return end - now
    }
  }
}

extension Workspace {
  /// Whether a daemon runs, or cron called a tick not long ago.
  ///
  /// - Parameters:
  ///   - now: the time.
  ///   - lastTick: when a tick ran last that was no daemon's, in seconds since 1970.
  package func isTicked(at now: QueueTime, lastTick: () -> Int?) -> Bool {
    let lock = daemonLock
    if lock.killedProcess?.isAlive ?? false { return true }
    // What a daemon did that has ended says nothing of cron.
    guard let tick = lastTick(), tick > lock.lastTick ?? .min else { return false }
    return now.epochSeconds - tick < Self.tickInterval
  }

  /// Seconds: cron ticks every thirty minutes as a rule.
  private static let tickInterval = 35 * 60
}

extension WaitForRows.Answer {
  fileprivate init(_ outcome: WaitOutcome, _ look: WaitedRows.Look) {
    (self.outcome, rows, now) = (outcome, look.rows, look.now)
  }
}
