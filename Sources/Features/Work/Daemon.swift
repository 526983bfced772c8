import Attempts
public import Door
public import Host
import Model
import QueueStore

/// Use case: ticks at intervals, and whenever the queue changes, until a signal.
///
/// Each tick reads the queue and the settings again. Between ticks the daemon keeps only what it
/// needs to wait: the stamp of the queue's files, the last error, and the supervisors to reap.
/// Source: `docs/decisions/0041`.
public struct Daemon {
  private let options: Options
  private let source: Source
  private let emit: (Event) -> Void
  private let clock: Clock
  /// The supervisors that were started and not reaped yet.
  var supervisors: [StartedProcess] = []
  /// The other commands that ticks started, and that were not reaped yet.
  private var commands: [StartedProcess] = []
  /// The files that a tick reads.
  private var files: [String] = []
  /// The files' stamp before the last tick; `nil` if a later change may have left the same stamp.
  private var lastStamp: QueueStamp?
  /// Whether the wait for rows that may start later was told.
  private var hasToldWait = false
  /// The error of the last tick, and the number of ticks in a row with this error.
  private var problem: (error: Problem, count: Int)?

  public struct Options: Sendable {
    /// The longest time between two ticks.
    public var interval: Duration
    /// How long a row without heartbeats may be IN_PROGRESS.
    public var staleTimeout: Duration
    public var limits = Dispatcher.Limits()
    /// Whether to end when no row is IN_PROGRESS besides those of people, no worker runs, and nothing
    /// can start without a person.
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
    /// Returns when the next tick is due, by the settings of the last tick.
    let nextTick: () throws -> NextTick
    /// The error of the current settings.
    let problem: () -> Problem?
  }

  public enum Event {
    /// `startsWork` says whether the settings name a program for workers and a starter exists;
    /// `killed` is the previous daemon if it was killed.
    case began(startsWork: Bool, killed: ProcessIdentity?)
    case ticked(Tick.Outcome)
    /// A tick failed with the same error as the tick before.
    case failed(Problem)
    /// Once a day, attempts of finished rows were packed.
    case packed(PackedAttempts)
    /// Once a day, attempts that exceed the retention were removed: how many, and their bytes.
    case expired(count: Int, bytes: Int)
    /// A signal asked for new settings; the value is their error, if any.
    case reloaded(Problem?)
    /// Of a daemon that ends when it is idle: nothing runs, but something may start later.
    case waits
    case ended(Ending)
  }

  public enum Ending: Equatable, Sendable {
    case signalled
    /// Nothing can start without a person, or before the pause of a worker ends. The value is the
    /// error that prevents a start, if any.
    case idle(Problem?)
  }

  /// How long no change may occur before a tick follows a burst of changes. The first change after
  /// such a time is not part of a burst.
  private static let quiet = Duration.milliseconds(20)
  /// The longest time between a change and its tick, however many changes follow.
  private static let longestBurst = Duration.milliseconds(200)
  /// The delay of the first retry of a failed tick. An error that does not recur then is not
  /// reported.
  private static let firstRetry = Duration.seconds(1)
  /// The interval of later retries. The daemon may not notice in another way that the cause is
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
      // The daemon notices changes from this point on.
      wait.restart(watching: next?.folders)
      if let next { files = next.files }
      let stamp = QueueStamp(of: files)
      // A tick that is due runs even during changes that leave the stamp as it was.
      if clock.monotonic() >= due || stamp != lastStamp {
        lastStamp = stamp.isFinal(at: clock.now()) ? stamp : nil
        let start = next?.now
        let outcome = tick()
        lastTick = clock.monotonic()
        due = lastTick + timeToNextTick(after: outcome, since: start)
        if options.endsIdle, isIdle(after: outcome, since: start) {
          return end(.idle(problem?.error ?? (try? source.nextTick())?.pauseOfRows()))
        }
        tellWait(after: outcome)
      }
      switch event(wait, due: due) {
      case .end: return end(.signalled)
      case .reload:
        emit(.reloaded(source.problem()))
        due = .zero
      case .childEnded, .time: due = .zero
      case .change:
        if clock.monotonic() - lastTick < Self.quiet {
          wait.settle(quiet: Self.quiet, longest: Self.longestBurst)
        } else {
          // A command writes files next to the queue before it changes the queue itself.
          wait.settle(longest: Self.quiet) { QueueStamp(of: files) != lastStamp }
        }
      }
    }
  }

  /// Tells once what a daemon waits for that was to end when it is idle.
  private mutating func tellWait(after outcome: Tick.Outcome) {
    let waits = options.endsIdle && !outcome.hasEffect && supervisors.isEmpty && problem == nil
    if waits, !hasToldWait { emit(.waits) }
    hasToldWait = waits
  }

  private func end(_ ending: Ending) -> Ending {
    emit(.ended(ending))
    return ending
  }

  /// Returns the next event: a signal, a change since the last tick began, or the end of the wait.
  /// The end of another child than a supervisor is no event: each look at the queue may run git.
  private mutating func event(
    _ wait: borrowing ServiceWait, due: Duration
  ) -> ServiceWait.Event {
    while true {
      let event = nextEvent(wait, due: due)
      if event != .childEnded || reap() { return event }
    }
  }

  private func nextEvent(_ wait: borrowing ServiceWait, due: Duration) -> ServiceWait.Event {
    if let signal = wait.signal() { return signal }
    if QueueStamp(of: files) != lastStamp { return .change }
    return wait.event(within: due - clock.monotonic())
  }

  // MARK: Ticks

  private mutating func tick() -> Tick.Outcome {
    let outcome: Tick.Outcome
    do {
      let tick = try source.tick()
      // If no program can be started, nothing would work on claimed rows.
      outcome = tick(
        staleTimeout: options.staleTimeout,
        dispatching: tick.next.startsWork ? options.limits : nil)
    } catch {
      outcome = Tick.Outcome(problem: Problem(error))
    }
    supervisors += outcome.dispatched.supervisors.map(\.start)
    commands += outcome.commands
    note(outcome.problem)
    emit(.ticked(outcome))
    return outcome
  }

  /// Reports an error in the second tick that has it, because an editor may be replacing a file
  /// during the first one. An error that ends without a person is reported once, until it changes.
  private mutating func note(_ error: Problem?) {
    guard let error else {
      problem = nil
      return
    }
    let before = problem
    var count = 1
    // The error of a pause changes with the reason of the pause, and the error of a budget with the
    // amount spent.
    if let before, before.error == error || before.error.isPause && error.isPause {
      count = before.count + 1
    }
    problem = (error, count)
    let isSaid = count > 2 && error.isPause && error == before?.error
    if count > 1, !isSaid { emit(.failed(error)) }
  }

  /// The time to the next tick. A tick that changed something changes the files, so another tick
  /// follows soon.
  private func timeToNextTick(after outcome: Tick.Outcome, since start: QueueTime?) -> Duration {
    var time = options.interval
    if !outcome.hasEffect, let change = timeToNextChange(since: start) { time = min(time, change) }
    if let next = try? source.nextTick() {
      let others = [
        next.timeToPauseEnd(), next.timeToStopCheck(), next.timeToDelivery(), next.timeToSync(),
        next.timeToReport(), next.timeToAnswers(), next.timeToTelemetry(),
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

  /// Whether no row is IN_PROGRESS, no worker runs, and no row can start later without a person.
  /// Also true if two ticks in a row can't read the queue.
  private func isIdle(after outcome: Tick.Outcome, since start: QueueTime?) -> Bool {
    guard !outcome.hasEffect, problem?.count != 1 else { return false }
    do {
      let next = try source.nextTick()
      guard let start,
        try next.timeToNextChange(
          staleTimeout: options.staleTimeout, since: start, besidesPauses: true) == nil
      else { return false }
      // A worker that ended after the tick may have made room for others.
      return try next.isIdle() && QueueStamp(of: files) == lastStamp
    } catch {
      return problem != nil
    }
  }

  /// Reaps the children that have ended. A supervisor that ended makes room for another worker, even
  /// if it ended during a tick, whose signal is still pending then.
  ///
  /// - Returns: whether any supervisor has ended.
  private mutating func reap() -> Bool {
    commands.removeAll(where: \.hasEnded)
    let before = supervisors.count
    supervisors.removeAll(where: \.hasEnded)
    return supervisors.count < before
  }
}
