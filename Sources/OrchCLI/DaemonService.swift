import CommandLineKit
import Dispatching
import Engine
import Host
import QueueCLI
import QueueModel
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
  private var files: [String]
  /// As it was before the last tick; `nil` where it may have changed since without a trace.
  private var seen: QueueStamp?
  /// That of the last tick, and how often in a row it was the same.
  private var problem: (error: CommandError, count: Int)?
  /// When to tick at the latest, on the monotonic clock.
  private var due = 0

  /// A burst of changes is over after so many nanoseconds without one, and waited for no longer
  /// than this.
  private static let quiet = Int.milliseconds(20)
  private static let longestBurst = Int.milliseconds(200)
  /// What is wrong for no longer than this nobody needs to hear, nanoseconds.
  private static let moment = Int.milliseconds(1000)
  /// What goes wrong is tried again so often, nanoseconds: nothing may tell that it is mended.
  private static let minute = Int.milliseconds(60_000)

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
  ///
  /// - Returns: what is wrong for good, where it was to end when there is nothing left to do.
  mutating func run(_ wait: inout ServiceWait) -> ExitStatus {
    report.begin(in: session, startsWork: startsWork)
    var isDue = true
    while true {
      // Where a link may not be followed, the tick says so.
      if let notice = try? session.followQueue() { session.warn(notice) }
      // Whoever changes something from here on is heard of.
      wait.begin(watching: try? session.tick().folders)
      if let files = try? session.tick().files { self.files = files }
      let stamp = QueueStamp(of: files)
      if isDue || stamp != seen {
        seen = stamp.isFinal(at: session.wallClock) ? stamp : nil
        let start = try? session.now()
        let ticked = tick()
        isDue = false
        due = session.monotonicTime + untilNextTick(after: ticked, since: start)
        if daemon.endsIdle, isThrough(after: ticked, since: start) {
          report.end("ends: nothing can start by itself", in: session)
          return problem?.error.status ?? .success
        }
      }
      switch heard(wait) {
      case .end:
        report.end("ends; workers go on", in: session)
        return .success
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

  private mutating func tick() -> TickReport {
    session = session.successor(as: TickCommand.name)
    let ticked = session.loggedRound {
      let report = TickReport(
        of: session, staleSeconds: staleSeconds, dispatching: startsWork ? daemon.limits : nil)
      if let problem = report.problem { return (report, .failed(problem)) }
      return (report, report.isIdle ? .unremarkable : .done)
    }
    supervisors += ticked.supervisors
    reap()
    note(ticked.problem)
    report.tell(ticked, in: session)
    return ticked
  }

  /// Tells a problem when it is still there a moment later: an editor takes a file away, and puts
  /// another one in its place.
  private mutating func note(_ error: CommandError?) {
    guard let error else {
      problem = nil
      return
    }
    let count = error == problem?.error ? problem.map { $0.count + 1 } : nil
    problem = (error, count ?? 1)
    if count != nil { session.tell(error) }
  }

  /// Where no program is named nobody would come for the rows that it claims.
  private var startsWork: Bool {
    // What can't be read is told by the dispatch.
    (try? session.fileSettings().spawn.kind) != Spawner.Kind.none
  }

  /// Nanoseconds; after a tick that did something another one follows soon.
  private func untilNextTick(after report: TickReport, since start: QueueTime?) -> Int {
    var rest = daemon.interval.seconds * 1_000_000_000
    if report.lines.isEmpty, let start,
      let moment = try? session.tick().nextMoment(staleSeconds: staleSeconds, since: start)
    {
      rest = min(rest, moment)
    }
    if let problem { rest = min(rest, problem.count == 1 ? Self.moment : Self.minute) }
    return rest
  }

  /// Whether nobody is at work, and time brings nothing either, in the queue that the tick found;
  /// or the queue can't be asked, and that has not passed.
  private func isThrough(after report: TickReport, since start: QueueTime?) -> Bool {
    guard report.lines.isEmpty, problem?.count != 1 else { return false }
    do {
      let tick = try session.tick()
      guard let start, try tick.nextMoment(staleSeconds: staleSeconds, since: start) == nil
      else { return false }
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

  /// Each tick reads its settings; this says what they are like, and lets one come.
  private mutating func readSettings() {
    session = session.successor(as: TickCommand.name)
    guard let problem = session.settingProblems().first else {
      return report.say("reads orch.json anew", in: session)
    }
    session.tell(problem)
    report.say("nothing starts until orch.json can be read", in: session)
  }
}
