/// A goal of a profile, and what was measured.
public struct GoalResult: Equatable, Sendable {
  public let name: String
  public let goal: String
  public let measured: String
  public let isMet: Bool

  /// - Parameters:
  ///   - account: what the soak came to.
  ///   - goals: what it should come to.
  public static func results(of account: SoakAccount, _ goals: SoakProfile.Goals) -> [GoalResult] {
    let p95 = account.seconds?.p95
    return [
      GoalResult(
        name: "attempts", goal: "at least \(goals.attempts)", measured: "\(account.attempts)",
        isMet: account.attempts >= goals.attempts),
      GoalResult(
        name: "success", goal: "at least \(goals.success.percent)",
        measured: "\(account.successShare.percent) "
          + "(\(account.succeeded) of \(account.submitted) rows)",
        isMet: account.successShare >= goals.success),
      GoalResult(
        name: "duplicates", goal: "0", measured: "\(account.duplicates.count)",
        isMet: account.duplicates.isEmpty),
      GoalResult(
        name: "lost leases", goal: "at least \(goals.lostLeases)",
        measured: "\(account.lostLeases)", isMet: account.lostLeases >= goals.lostLeases),
      GoalResult(
        name: "recovered leases", goal: "at least \(goals.recovered.percent)",
        measured: "\(account.recoveredShare.percent) "
          + "(\(account.recovered) of \(account.lostLeases))",
        isMet: account.recoveredShare >= goals.recovered),
      GoalResult(
        name: "p95 from arrival to end", goal: "at most \(goals.p95Minutes * 60) s",
        measured: p95.map { "\($0) s" } ?? "no row ended",
        isMet: p95.map { $0 <= goals.p95Minutes * 60 } ?? false),
      GoalResult(
        name: "surprises", goal: "0", measured: "\(account.surprises.count)",
        isMet: account.surprises.isEmpty),
    ]
  }
}

extension Double {
  /// A part of 1 with two digits, rounded down: what is not all is never told as 100 %.
  var percent: String {
    let hundredths = Int((self * 10_000 + 1e-9).rounded(.down))
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }
}
