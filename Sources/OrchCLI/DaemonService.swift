import CommandLineKit
import Dispatching
import Host
import QueueCLI
import QueueStorage

/// A daemon at work: ticks, waits, and hears signals.
///
/// It keeps nothing that a tick needs. Where it is killed, at whatever moment, the next one goes
/// on with what is there.
struct DaemonService {
  private let daemon: Daemon
  private let staleSeconds: Int
  /// That of the last tick.
  private var session: Session
  private var report: DaemonReport
  private var supervisors: [SupervisorStart] = []
  /// What a tick looks at.
  private let files: [String]
  /// As it was before the last tick.
  private var seen: QueueStamp?
  /// That of the last tick.
  private var problem: CommandError?
  /// When to tick at the latest, on the monotonic clock.
  private var due = 0

  /// A burst of changes is over after so many nanoseconds without one, and waited for no longer
  /// than this.
  private static let quiet = Int.milliseconds(20)
  private static let longestBurst = Int.milliseconds(200)
  /// What is wrong for no longer than this nobody needs to hear, nanoseconds.
  private static let moment = Int.milliseconds(1000)

  init(
    _ daemon: Daemon, staleSeconds: Int, files: [String], report: DaemonReport, in session: Session
  ) {
    self.daemon = daemon
    self.staleSeconds = staleSeconds
    self.files = files
    self.report = report
    self.session = session
  }

  /// Ticks until somebody ends it.
  mutating func run(_ wait: inout ServiceWait) {
    report.begin(in: session, startsWork: startsWork)
    var isDue = true
    while true {
      // Whoever changes something from here on is heard of.
      wait.begin()
      let stamp = QueueStamp(of: files)
      if isDue || stamp != seen {
        seen = stamp
        let isIdle = tick()
        isDue = false
        if isIdle, daemon.endsIdle, isThroughWithIt() {
          return report.end("ends: nothing can start by itself", in: session)
        }
      }
      switch heard(wait) {
      case .end: return report.end("ends; workers go on", in: session)
      case .reload:
        readSettings()
        isDue = true
      case .childEnded: isDue = reap()
      case .time: isDue = true
      case .change: wait.settle(quiet: Self.quiet, longest: Self.longestBurst)
      }
    }
  }

  /// A signal, what changed since the last tick began, or what there is to wait for.
  private func heard(_ wait: borrowing ServiceWait) -> ServiceWait.Event {
    if let signal = wait.signal() { return signal }
    if QueueStamp(of: files) != seen { return .change }
    return wait.event(within: due - session.monotonicTime)
  }

  // MARK: Ticks

  /// - Returns: whether there was nothing to do.
  private mutating func tick() -> Bool {
    session = session.successor(as: Tick.name)
    var round = Round(session)
    session.loggedRound {
      round.drain()
      round.settle()
      round.watch(staleSeconds: staleSeconds)
      if startsWork { round.dispatch(daemon.limits) }
      if let problem = round.problem { return .failed(problem) }
      return round.isIdle ? .unremarkable : .done
    }
    supervisors += session.startedSupervisors()
    reap()
    due = session.monotonicTime + untilNextTick(after: round)
    tell(round.problem)
    report.tell(round, in: session)
    return round.isIdle
  }

  /// Tells a problem when it is still there a moment later: an editor takes a file away, and puts
  /// another one in its place.
  private mutating func tell(_ problem: CommandError?) {
    if let problem {
      if problem == self.problem {
        session.tell(problem)
      } else {
        due = min(due, session.monotonicTime + Self.moment)
      }
    }
    self.problem = problem
  }

  /// Where no program is named nobody would come for the rows that it claims.
  private var startsWork: Bool {
    // What can't be read is told by the dispatch.
    (try? session.fileSettings().spawn.kind) != Spawner.Kind.none
  }

  /// Nanoseconds; after a tick that did something another one follows soon.
  private func untilNextTick(after round: Round) -> Int {
    let interval = daemon.interval.seconds * 1_000_000_000
    guard round.isIdle, let moment = try? session.nextMoment(staleSeconds: staleSeconds) else {
      return interval
    }
    return min(interval, moment)
  }

  /// Whether nobody is at work, and time brings nothing either.
  private func isThroughWithIt() -> Bool {
    do throws(CommandError) {
      guard try session.nextMoment(staleSeconds: staleSeconds) == nil else { return false }
      return try session.isNobodyAtWork()
    } catch {
      return false
    }
  }

  /// - Returns: whether any supervisor has ended.
  @discardableResult
  private mutating func reap() -> Bool {
    let before = supervisors.count
    supervisors.removeAll(where: \.hasEnded)
    return supervisors.count < before
  }

  /// Each tick reads its settings; this says what they are like, and lets one come.
  private mutating func readSettings() {
    session = session.successor(as: Tick.name)
    guard let problem = session.settingProblems().first else {
      return report.say("reads orch.json anew", in: session)
    }
    session.tell(problem)
    report.say("nothing starts until orch.json can be read", in: session)
  }
}
