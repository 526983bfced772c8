import JSON
import QueueCLI
import QueueModel

/// The steps of one tick. What fails in one of them keeps no other from being done: a report
/// that cannot be routed must not leave lost rows lost.
struct Round {
  private let session: Session
  /// What was done, as it is printed.
  private(set) var lines: [String] = []
  private var reports: [JSONValue] = []
  private var rescued = Rescued([])
  private var dispatched = Dispatched.nothing
  /// What went wrong first.
  private(set) var problem: CommandError?

  init(_ session: Session) { self.session = session }

  /// Whether nothing was done.
  var isIdle: Bool { lines.isEmpty && problem == nil }

  /// Does all of them.
  ///
  /// - Parameters:
  ///   - staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  ///   - limits: how many rows are dispatched; `nil` for none.
  mutating func run(staleSeconds: Int, dispatching limits: DispatchLimits?) {
    absorbExternalEdits()
    drain()
    settle()
    watch(staleSeconds: staleSeconds)
    if let limits { dispatch(limits) }
  }

  private mutating func absorbExternalEdits() {
    attempt { (round) throws(CommandError) in try round.session.absorbExternalEdits() }
  }

  private mutating func drain() {
    attempt { (round) throws(CommandError) in
      try round.session.drainInbox { (report) throws(CommandError) in
        round.lines.append(report.line)
        round.reports.append(report.json())
      }
    }
  }

  private mutating func settle() {
    attempt { (round) throws(CommandError) in
      round.tell(Rescued(try round.session.settleWorkers()))
    }
  }

  private mutating func watch(staleSeconds: Int) {
    attempt { (round) throws(CommandError) in
      round.tell(Rescued(try round.session.rescue(staleSeconds: staleSeconds)))
    }
  }

  private mutating func tell(_ more: Rescued) {
    rescued = rescued + more
    lines += more.lines
  }

  private mutating func dispatch(_ limits: DispatchLimits) {
    attempt { (round) throws(CommandError) in
      let spawner = try round.session.spawner()
      let dispatch = try limits.transition(by: spawner, in: round.session)
      round.dispatched = try round.session.carryOut(
        dispatch, by: spawner, standIn: Session.dispatcher)
      round.lines += round.dispatched.items.map(\.id)
      let failed = round.dispatched.failures.keys.sorted()
      if !failed.isEmpty { round.lines.append("FAILED \(failed.joined(separator: ","))") }
    }
  }

  func print(silence: String) throws(CommandError) {
    if session.shared.isJSON {
      try session.print(.object(json))
    } else {
      for line in isIdle ? [silence] : lines { try session.print(line) }
    }
  }

  /// `{"reports":[…],"reset":[…],"blocked":[…],"failed":[…],"claims":[…]}`
  var json: JSONObject {
    var object: JSONObject = ["reports": .array(reports)]
    for member in rescued.json.members { object[member.key] = member.value }
    for member in dispatched.json.members { object[member.key] = member.value }
    return object
  }

  private mutating func attempt(_ step: (inout Round) throws(CommandError) -> Void) {
    do throws(CommandError) { try step(&self) } catch { problem = problem ?? error }
  }
}
