import Attempts
public import Door
public import Host
import Model
import QueueStore

/// Use case: ticks at intervals, and whenever the queue changes, until a signal.
///
/// Each tick reads the queue and the settings again. Between ticks the daemon keeps only what the
/// waiting needs: the stamp of the queue's files, the last error, and the supervisors to reap.
/// Source: `docs/decisions/0041`.
public struct Daemon {
  private let options: Options
  private let source: Source
  private let emit: (Event) -> Void
  private let clock: Clock
  /// The supervisors that were started and not reaped yet.
  private var supervisors: [StartedSupervisor] = []
  /// The other commands that ticks started, and that were not reaped yet.
  private var commands: [StartedCommand] = []
  /// The files that a tick reads.
  private var files: [String] = []
  /// The files' stamp before the last tick; `nil` if a later change may have left the same stamp.
  private var lastStamp: QueueStamp?
  /// The error of the last tick, and how many ticks in a row have had it.
  private var problem: (error: Problem, count: Int)?

  public struct Options: Sendable {
    /// The longest time between two ticks.
    public var interval: Duration
    /// How long a row without heartbeats may be IN_PROGRESS.
    public var staleTimeout: Duration
    public var limits = Dispatcher.Limits()
    /// Whether to end when no row is IN_PROGRESS, no worker runs, and nothing can start by itself.
    public var endsIdle = false

    public init(interval: Duration, staleTimeout: Duration) {
      self.interval = interval
      self.staleTimeout = staleTimeout
    }
  }

  struct Source {
    /// Finds the queue again, since its file may have been moved.
    let follow: () -> Void
    /// Makes a tick with the current settings.
    let tick: () throws -> Tick
    /// Says when the next tick is due, by the settings of the last one.
    let nextTick: () throws -> NextTick
    /// The error of the current settings.
    let problem: () -> Problem?
  }

  public enum Event {
    /// `startsWork` says whether the settings name a program for workers and a starter exists;
    /// `killed` is the previous daemon if it was killed.
    case began(startsWork: Bool, killed: ProcessIdentity?)
    case ticked(Tick.Outcome)
    /// A tick failed with the same error as the one before.
    case failed(Problem)
    /// A signal asked for new settings; the value is their error, if any.
    case reloaded(Problem?)
    case ended(Ending)
  }

  public enum Ending: Equatable, Sendable {
    case signalled
    /// Nothing can start by itself, or nothing before the pause of a worker ends. The value is the
    /// error that prevents it, if any.
    case idle(Problem?)
  }

  /// How long changes must stop before a tick follows a burst of them. The first change after such
  /// a time is not a burst yet.
  private static let quiet = Duration.milliseconds(20)
  /// The longest time between a change and its tick, however many changes follow.
  private static let longestBurst = Duration.milliseconds(200)
  /// The delay of the first retry of a failed tick. An error that is gone by then is not reported.
  private static let firstRetry = Duration.seconds(1)
  /// The interval of later retries, since the daemon may not notice otherwise that the cause has
  /// gone.
  private static let retryInterval = Duration.seconds(60)

  init(
    _ options: Options, source: Source, clock: Clock, emit: @escaping (Event) -> Void
  ) {
    self.options = options
    self.source = source
    self.clock = clock
    self.emit = emit
  }

  mutating func run(_ wait: inout ServiceWait) -> Ending {
    var due = Duration.zero
    var lastTick = Duration.zero
    while true {
      source.follow()
      let next = try? source.nextTick()
      // From here on the daemon notices changes.
      wait.restart(watching: next?.folders)
      if let next { files = next.files }
      let stamp = QueueStamp(of: files)
      // A tick that is due runs even amid any number of changes that leave the stamp as it was.
      if clock.monotonic() >= due || stamp != lastStamp {
        lastStamp = stamp.isFinal(at: clock.now()) ? stamp : nil
        let start = next?.now
        let outcome = tick()
        lastTick = clock.monotonic()
        due = lastTick + timeToNextTick(after: outcome, since: start)
        if options.endsIdle, isIdle(after: outcome, since: start) {
          return end(.idle(problem?.error ?? (try? source.nextTick())?.pauseOfRows()))
        }
      }
      switch event(wait, due: due) {
      case .end: return end(.signalled)
      case .reload:
        emit(.reloaded(source.problem()))
        due = .zero
      case .childEnded: if reap() { due = .zero }
      case .time: due = .zero
      case .change:
        if clock.monotonic() - lastTick < Self.quiet {
          wait.settle(quiet: Self.quiet, longest: Self.longestBurst)
        } else {
          // A command writes beside the queue before it changes the queue itself.
          wait.settle(longest: Self.quiet) { QueueStamp(of: files) != lastStamp }
        }
      }
    }
  }

  private func end(_ ending: Ending) -> Ending {
    emit(.ended(ending))
    return ending
  }

  /// Returns the next event: a signal, a change since the last tick began, or one that the wait
  /// ends with.
  private func event(_ wait: borrowing ServiceWait, due: Duration) -> ServiceWait.Event {
    if let signal = wait.signal() { return signal }
    if QueueStamp(of: files) != lastStamp { return .change }
    return wait.event(within: due - clock.monotonic())
  }

  // MARK: Ticks

  private mutating func tick() -> Tick.Outcome {
    let outcome: Tick.Outcome
    do {
      let tick = try source.tick()
      // Without a program nothing would work on claimed rows.
      outcome = tick(
        staleTimeout: options.staleTimeout,
        dispatching: tick.next.startsWork ? options.limits : nil)
    } catch {
      outcome = Tick.Outcome(problem: Problem(error))
    }
    supervisors += outcome.dispatched.supervisors.map(\.start)
    commands += outcome.commands
    reap()
    note(outcome.problem)
    emit(.ticked(outcome))
    return outcome
  }

  /// Reports an error in its second tick, since an editor may be replacing a file during the first
  /// one. An error that ends by itself is reported once, until it changes.
  private mutating func note(_ error: Problem?) {
    guard let error else {
      problem = nil
      return
    }
    let before = problem
    var count = 1
    // The error of a pause changes with its reason, a budget's with the amount spent.
    if let before, before.error == error || before.error.isPause && error.isPause {
      count = before.count + 1
    }
    problem = (error, count)
    let isSaid = count > 2 && error.isPause && error == before?.error
    if count > 1, !isSaid { emit(.failed(error)) }
  }

  /// A tick with an effect changes the files, so that another one follows soon in any case.
  private func timeToNextTick(after outcome: Tick.Outcome, since start: QueueTime?) -> Duration {
    var time = options.interval
    if !outcome.hasEffect, let change = timeToNextChange(since: start) { time = min(time, change) }
    if let next = try? source.nextTick() {
      let others = [
        next.timeToPauseEnd(), next.timeToStopCheck(), next.timeToDelivery(), next.timeToSync(),
        next.timeToReport(),
        start.flatMap(next.timeToRecurring),
      ]
      for due in others { time = min(time, due ?? time) }
    }
    if let problem { time = min(time, problem.count == 1 ? Self.firstRetry : Self.retryInterval) }
    return time
  }

  private func timeToNextChange(since start: QueueTime?) -> Duration? {
    guard let start, let next = try? source.nextTick() else { return nil }
    return try? next.timeToNextChange(staleTimeout: options.staleTimeout, since: start)
  }

  /// Whether no row is IN_PROGRESS, no worker runs, and no row can start by itself later. It is
  /// true as well if the queue can't be read in two ticks.
  private func isIdle(after outcome: Tick.Outcome, since start: QueueTime?) -> Bool {
    guard !outcome.hasEffect, problem?.count != 1 else { return false }
    do {
      let next = try source.nextTick()
      guard let start,
        try next.timeToNextChange(
          staleTimeout: options.staleTimeout, since: start, besidesPauses: true) == nil
      else { return false }
      // A worker that ended since the tick may have made room for others.
      return try next.isIdle() && QueueStamp(of: files) == lastStamp
    } catch {
      return problem != nil
    }
  }

  /// - Returns: whether any supervisor has ended.
  @discardableResult
  private mutating func reap() -> Bool {
    commands.removeAll(where: \.hasEnded)
    let before = supervisors.count
    supervisors.removeAll(where: \.hasEnded)
    return supervisors.count < before
  }
}
