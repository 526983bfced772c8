import Host
import Text
import Workload

/// All results of a soak.
struct SoakOutcome: Equatable, Sendable {
  let profile: SoakProfile
  let oracle: SoakOracle
  /// Actions of the daemon that must not happen.
  let daemonFaults: [Fault]
  let goals: [GoalResult]
  let end: End
  /// The seconds of the queue's clock from the start to the last check.
  let seconds: Int
  /// The seconds of the machine's clock from the start to the last check.
  let realSeconds: Int
  let runs: RunFigures
  /// How often the soak locked the database.
  let locks: Int
  let daemonKills: Int
  let samples: [Sample]

  /// Why the soak ended.
  enum End: Equatable, Sendable {
    /// All rows reached their end, or the time for the last rows was over.
    case regular
    case aborted(String)
    case interrupted
  }

  /// Whether the soak ran to its end and met every goal.
  var isGood: Bool { end == .regular && daemonFaults.isEmpty && goals.allSatisfy(\.isMet) }
}

/// A goal of a profile, and the measured value.
struct GoalResult: Equatable, Sendable {
  let name: String
  let goal: String
  let measured: String
  let isMet: Bool

  private init(_ name: String, _ goal: String, _ measured: String, isMet: Bool) {
    (self.name, self.goal, self.measured, self.isMet) = (name, goal, measured, isMet)
  }

  static func results(of oracle: SoakOracle, _ goals: SoakProfile.Goals) -> [GoalResult] {
    let p95 = oracle.seconds?.p95
    let (success, recovered) = (oracle.successShare, oracle.recoveredShare)
    return [
      GoalResult(
        "attempts", "at least \(goals.attempts)", "\(oracle.attempts)",
        isMet: oracle.attempts >= goals.attempts),
      GoalResult(
        "success", "at least \(goals.success.percent)",
        "\(success.percent) (\(oracle.succeeded) of \(oracle.submitted) rows)",
        isMet: success >= goals.success),
      GoalResult(
        "duplicates", "0", "\(oracle.duplicates.count)", isMet: oracle.duplicates.isEmpty),
      GoalResult(
        "lost leases", "at least \(goals.lostLeases)", "\(oracle.lostLeases)",
        isMet: oracle.lostLeases >= goals.lostLeases),
      GoalResult(
        "recovered leases", "at least \(goals.recovered.percent)",
        "\(recovered.percent) (\(oracle.recovered) of \(oracle.lostLeases))",
        isMet: recovered >= goals.recovered),
      GoalResult(
        "p95 from arrival to end", "at most \(goals.p95Seconds) s",
        p95.map { "\($0) s" } ?? "no row ended",
        isMet: p95.map { $0 <= goals.p95Seconds } ?? false),
      GoalResult("surprises", "0", "\(oracle.surprises.count)", isMet: oracle.surprises.isEmpty),
    ]
  }
}

extension Double {
  /// A share as a percentage with two digits. It is rounded down, so that only the share 1 is 100
  /// %.
  var percent: String {
    let hundredths = Int((self * 10_000 + 1e-9).rounded(.down))
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }
}

/// The numbers of ended runs, according to the run log.
struct RunFigures: Equatable, Sendable {
  /// The ticks of `orch tick` and of the daemon.
  var ticks = 0
  /// The runs that ended because the database was locked.
  var locked = 0
}

extension RunFigures {
  init(reading path: String) throws {
    let log = try FileDescriptor(opening: path, for: .reading)
    // No line of the log is longer.
    try log.visitLines(upTo: try log.status().identity.size, longest: 1 << 16) { line in
      switch line {
      case .bytes(let bytes): count(Array(bytes))
      case .tooLong: break
      }
    }
  }

  private mutating func count(_ line: [UInt8]) {
    guard let run = (try? JSONValue(parsing: line))?.objectValue, run["event"] == "run_end" else {
      return
    }
    if run["command"] == "tick" || run["command"] == "daemon" { ticks += 1 }
    if run["exit_code"] == 75 { locked += 1 }
  }
}
