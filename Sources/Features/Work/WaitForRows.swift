import Door
import Host
public import Model
import QueueStore
public import Text
import Workers
import Worktrees

/// Use case: waits until rows are DONE, or until nothing more happens to them without a person
/// (`orch wait`). It changes nothing and takes no lock. A daemon, ticks or sessions do the work.
public struct WaitForRows {
  private let source: Source
  private let clock: Clock
  private var rows: WaitedRows
  /// The rows whose deletion was reported.
  private var deleted: Set<String> = []
  private var idleness = Idleness()

  struct Source {
    /// Finds the queue again, with the current settings.
    let follow: () -> Void
    let queue: () throws -> Queue
    /// When a tick outside a daemon last ran, in seconds since 1970.
    let lastTick: () -> Int?
  }

  public enum Event {
    /// Some rows are not DONE. The second value is the number of all rows.
    case waits(for: [Explanation], of: Int)
    /// Rows were deleted, so the wait for them ends.
    case deleted([String])
    /// Rows could start, but nothing starts them.
    case nothingWorks
  }

  /// The last state of the rows, without deleted rows.
  public struct Answer: Sendable {
    public let outcome: WaitOutcome
    public let rows: [Explanation]
    /// The time of the answer.
    public let now: QueueTime
  }

  /// The longest wait between two looks if no file changes. Some changes, such as a deleted brief,
  /// show in no watched file.
  private static let longestPause = Duration.seconds(60)
  /// How long to wait for a save to end.
  private static let pauseOfSave = Duration.milliseconds(100)

  /// - Parameter words: ids of rows and names of plans.
  init(_ words: [String], from source: Source, clock: Clock) {
    (rows, self.source, self.clock) = (WaitedRows(words), source, clock)
  }

  /// - Parameters:
  ///   - timeout: the longest wait; `nil` for no limit.
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
      // The wait notices changes from this point on.
      wait.restart(watching: next.folders)
      let stamp = QueueStamp(of: next.files)
      let rest = end.map { max(.zero, $0 - clock.monotonic()) }
      // Reading some stores changes their folder.
      if last == nil || clock.monotonic() >= due || stamp != lastStamp || rest == .zero {
        lastStamp = stamp.isFinal(at: clock.now()) ? stamp : nil
        // If a writer takes too long, the next look waits for it again.
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

  /// The time until the next look if no file changes: until something may happen without a person.
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

  // MARK: Whether anything runs

  /// Whether to report now that nothing works on the rows.
  private mutating func isIdle(
    _ look: WaitedRows.Look, in queue: Queue
  ) -> Bool {
    guard idleness.isLong(look, at: clock.monotonic()) else { return false }
    if queue.workspace.isTicked(at: queue.clock.now, lastTick: source.lastTick) { return false }
    idleness.wasTold = true
    return true
  }

  /// How long rows have been unchanged although a tick would start one.
  private struct Idleness {
    /// Whether it was reported, because one report is enough.
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

    /// The time until the rows have been unchanged for long; `nil` if they already have been, or if
    /// it does not matter.
    func rest(at now: Duration) -> Duration? {
      guard !wasTold, let end = start.map({ $0 + Self.limit }), end > now else { return nil }
      return end - now
    }
  }
}

extension Workspace {
  /// Whether a daemon runs and ticks, or cron called a tick not long ago.
  ///
  /// - Parameter lastTick: when a tick outside a daemon last ran, in seconds since 1970.
  package func isTicked(at now: QueueTime, lastTick: () -> Int?) -> Bool {
    let lock = daemonLock
    if let daemon = lock.openRecord, daemon.process.isAlive,
      !daemon.isStalled(at: now, longestTick: longestTick)
    {
      return true
    }
    // The last tick of a daemon that has ended does not show that cron ticks.
    guard let tick = lastTick(), tick > lock.lastTick ?? .min else { return false }
    return now.epochSeconds - tick < Self.tickInterval
  }

  /// How long the tick of a daemon may take: the setup of a worktree and each check for as many
  /// reports as rows are worked on by default.
  var longestTick: Duration {
    let review = settings.review
    let ofReport =
      worktreeSettings.setupSeconds + (review.checks.count + 1) * review.checkSeconds
    return .seconds(QueueSettings().maxWorkers * ofReport)
  }

  /// In seconds. Cron usually ticks every thirty minutes.
  private static let tickInterval = 35 * 60
}

extension Sentence {
  /// The warning that rows could start but nothing starts them.
  public static var nothingWorks: Sentence {
    Sentence(
      "nothing works on the rows: no daemon runs, and cron has not called orch tick for half an "
        + "hour (start orch daemon, or let cron run orch tick)",
      "행을 처리하는 것이 없습니다. 실행 중인 데몬이 없고, 30분 동안 orch tick도 실행되지 않았습니다 "
        + "(orch daemon을 시작하거나 cron이 orch tick을 실행하게 하십시오)")
  }
}

extension WaitForRows.Answer {
  fileprivate init(_ outcome: WaitOutcome, _ look: WaitedRows.Look) {
    (self.outcome, rows, now) = (outcome, look.rows, look.now)
  }
}
