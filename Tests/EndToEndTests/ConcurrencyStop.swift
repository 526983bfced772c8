import Glibc
import TestSupport
import Testing

/// An `orch pick` that is stopped where it has written the new queue and not swapped
/// it in: it has the lock.
struct StoppedPick {
  /// strace, which ends as the pick does.
  let process: ChildProcess
  /// The pick itself.
  let id: pid_t
  private let log: String

  /// The call at which it is stopped; others can meet other accidents.
  static let place = "utimensat"

  init(
    in folder: String, tracing names: [String] = [], injecting more: [String] = []
  ) throws {
    log = "\(folder)/stopped.log"
    process = try ChildProcess(
      starting: "strace",
      Strace.options(log, names, ["\(Self.place):signal=STOP:when=1"] + more, signals: "STOP")
        + [BuiltBinaries.orch, "pick"], in: folder,
      environment: TestEnvironment.base(home: folder))
    let log = log
    let line = try awaitCondition("the pick is stopped") {
      (try? contents(of: log))?.split(separator: "\n").last { $0.contains("stopped by SIGSTOP") }
    }
    id = try #require(pid_t(line.prefix { $0.isNumber }))
  }

  func goOn() { kill(id, SIGCONT) }

  /// What it did, once it has ended.
  var calls: [Strace.Call] { get throws { Strace.calls(in: try contents(of: log)) } }
}

/// Looks again and again until there is an answer. The half minute only keeps a
/// test that fails from hanging.
@discardableResult
func awaitCondition<Answer>(
  _ expected: Comment, _ look: () throws -> Answer?
) throws -> Answer {
  let deadline = ContinuousClock.now + .seconds(30)
  while true {
    if let answer = try look() { return answer }
    try #require(ContinuousClock.now < deadline, expected)
    sched_yield()
  }
}

func awaitCondition(_ expected: Comment, _ isSo: () throws -> Bool) throws {
  try awaitCondition(expected) { () -> Void? in try isSo() ? () : nil }
}
