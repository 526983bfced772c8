public import Host
import QueueModel
import QueueStore

/// Use case: ticks on a schedule, and whenever the queue changes, until it is ended.
///
/// It knows nothing of the queue from one tick to the next but its stamp: each tick reads queue and
/// settings anew. Source: `docs/decisions/0041`.
public struct Daemon {
  private let options: Options
  private let source: Source
  private let emit: (Event) -> Void
  private let clock: Clock
  /// What was started and not reaped yet.
  private var supervisors: [SupervisorStart] = []
  /// What a tick looks at.
  private var files: [String] = []
  /// As it was before the last tick; `nil` where it may have changed since without a trace.
  private var seen: QueueStamp?
  /// That of the last tick, and how often in a row it was the same.
  private var problem: (error: EngineError, count: Int)?

  public struct Options: Sendable {
    /// How long until the next tick where nothing happens, nanoseconds.
    public var interval: Int
    /// How long a row without heartbeats may be IN_PROGRESS.
    public var staleSeconds: Int
    public var limits = Dispatcher.Limits()
    /// Whether to end when no row is at work, and nothing can start by itself.
    public var endsIdle = false

    public init(interval: Int, staleSeconds: Int) {
      self.interval = interval
      self.staleSeconds = staleSeconds
    }
  }

  /// Where a daemon gets its ticks from.
  public struct Source {
    /// Looks up where the queue is: its file may have been moved.
    let follow: () -> Void
    /// A tick that reads the settings anew.
    let next: () throws(EngineError) -> Tick
    /// One by the settings of the last.
    let current: () throws(EngineError) -> Tick
    /// What is wrong with the settings as they are now; `nil` for nothing.
    let problem: () -> EngineError?

    public init(
      follow: @escaping () -> Void, next: @escaping () throws(EngineError) -> Tick,
      current: @escaping () throws(EngineError) -> Tick, problem: @escaping () -> EngineError?
    ) {
      self.follow = follow
      self.next = next
      self.current = current
      self.problem = problem
    }
  }

  public enum Event {
    /// It begins; `startsWork` says whether a program is named that works on rows.
    case began(startsWork: Bool)
    /// A tick is done.
    case ticked(Tick.Outcome)
    /// A tick failed as the one before did.
    case failed(EngineError)
    /// It was told to read its settings anew; the problem with them, if there is one.
    case reloaded(EngineError?)
    case ended(Ending)
  }

  public enum Ending: Equatable, Sendable {
    case signalled
    /// Nothing can start by itself; the error that keeps it so, if there is one.
    case idle(EngineError?)
  }

  /// A burst of changes is over after so many nanoseconds without one, and waited for no longer
  /// than this.
  private static let quiet = Int.milliseconds(20)
  private static let longestBurst = Int.milliseconds(200)
  /// What is wrong for no longer than this is not worth a message, nanoseconds.
  private static let moment = Int.milliseconds(1000)
  /// A tick that failed is repeated so often, nanoseconds: nothing may show that the cause is gone.
  private static let minute = Int.milliseconds(60_000)

  /// - Parameters:
  ///   - options: how often it ticks, and what a tick may do.
  ///   - source: where its ticks come from.
  ///   - clock: measures its waits.
  ///   - emit: receives each event as it happens.
  public init(
    _ options: Options, source: Source, clock: Clock, emit: @escaping (Event) -> Void
  ) {
    self.options = options
    self.source = source
    self.clock = clock
    self.emit = emit
  }

  /// Ticks until a signal ends it, or nothing is left to do.
  public mutating func run(_ wait: inout ServiceWait) -> Ending {
    emit(.began(startsWork: startsWork))
    var isDue = true
    var due = 0
    while true {
      source.follow()
      let current = try? source.current()
      // A change from here on is noticed.
      wait.restart(watching: current?.folders)
      if let current { files = current.files }
      let stamp = QueueStamp(of: files)
      if isDue || stamp != seen {
        seen = stamp.isFinal(at: clock.now()) ? stamp : nil
        let start = current?.now
        let outcome = tick()
        isDue = false
        due = clock.monotonic() + untilNextTick(after: outcome, since: start)
        if options.endsIdle, isIdle(after: outcome, since: start) {
          return end(.idle(problem?.error))
        }
      }
      switch event(wait, due: due) {
      case .end: return end(.signalled)
      case .reload:
        emit(.reloaded(source.problem()))
        isDue = true
      case .childEnded: isDue = reap()
      case .time: isDue = true
      case .change: wait.settle(quiet: Self.quiet, longest: Self.longestBurst)
      }
    }
  }

  private func end(_ ending: Ending) -> Ending {
    emit(.ended(ending))
    return ending
  }

  /// A signal, what changed since the last tick began, or what there is to wait for.
  private func event(_ wait: borrowing ServiceWait, due: Int) -> ServiceWait.Event {
    if let signal = wait.signal() { return signal }
    if QueueStamp(of: files) != seen { return .change }
    return wait.event(within: due - clock.monotonic())
  }

  // MARK: Ticks

  private mutating func tick() -> Tick.Outcome {
    let outcome: Tick.Outcome
    do throws(EngineError) {
      let tick = try source.next()
      // Where no program is named nothing would work on the rows that it claims.
      outcome = tick(
        staleSeconds: options.staleSeconds,
        dispatching: tick.startsWork ? options.limits : nil)
    } catch {
      outcome = Tick.Outcome(problem: error)
    }
    supervisors += outcome.dispatched.supervisors.map(\.start)
    reap()
    note(outcome.problem)
    emit(.ticked(outcome))
    return outcome
  }

  /// Reports a problem when it is still there a moment later: an editor takes a file away, and puts
  /// another one in its place.
  private mutating func note(_ error: EngineError?) {
    guard let error else {
      problem = nil
      return
    }
    let count = error == problem?.error ? problem.map { $0.count + 1 } : nil
    problem = (error, count ?? 1)
    if count != nil { emit(.failed(error)) }
  }

  private var startsWork: Bool { (try? source.current())?.startsWork ?? true }

  /// Nanoseconds; after a tick that did something another one follows soon.
  private func untilNextTick(after outcome: Tick.Outcome, since start: QueueTime?) -> Int {
    var rest = options.interval
    if !outcome.didSomething, let moment = moment(since: start) { rest = min(rest, moment) }
    if let problem { rest = min(rest, problem.count == 1 ? Self.moment : Self.minute) }
    return rest
  }

  private func moment(since start: QueueTime?) -> Int? {
    guard let start, let tick = try? source.current() else { return nil }
    return try? tick.nextMoment(staleSeconds: options.staleSeconds, since: start)
  }

  /// Whether no row is at work, and time brings nothing either, in the queue that the tick found;
  /// or the queue can't be asked, and that has not passed.
  private func isIdle(after outcome: Tick.Outcome, since start: QueueTime?) -> Bool {
    guard !outcome.didSomething, problem?.count != 1, let start else { return false }
    do throws(EngineError) {
      let tick = try source.current()
      if try tick.nextMoment(staleSeconds: options.staleSeconds, since: start) != nil {
        return false
      }
      // A worker that ended since then may have made way for others.
      return try tick.isIdle() && QueueStamp(of: files) == seen
    } catch {
      return problem != nil
    }
  }

  /// - Returns: whether any supervisor has ended.
  @discardableResult
  private mutating func reap() -> Bool {
    let before = supervisors.count
    supervisors.removeAll(where: \.hasEnded)
    return supervisors.count < before
  }
}
