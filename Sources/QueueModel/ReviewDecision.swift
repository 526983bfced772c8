/// What the reviewer gate says to a report. Source: `docs/routing.md`, "Reviewer gate".
public struct ReviewDecision: Equatable, Sendable {
  public enum Verdict: String, CaseIterable, Sendable {
    case pass = "PASS"
    case retry = "RETRY"
    case block = "BLOCK"

    /// Where the row goes.
    public var status: Status {
      switch self {
      case .pass: .done
      case .retry: .pending
      case .block: .blocked
      }
    }
  }

  public var verdict: Verdict
  /// Such as `missing_checks:2`; texts of people only behind the first colon.
  public var reasons: [String]
  /// The criteria that are not covered, as they are written.
  public var missingChecks: [String]
  public var coveredChecks: Int
  public var totalChecks: Int
  /// How many criteria proved themselves, and how many only the report tells of.
  public var verified: Int
  public var reported: Int
  /// The attempt that this ends, and how many there may be, once a row is known.
  public var attempt: Attempt?

  public struct Attempt: Equatable, Sendable {
    public let number: Int
    public let limit: Int

    public init(number: Int, limit: Int) {
      self.number = number
      self.limit = limit
    }
  }

  public init(
    verdict: Verdict, reasons: [String], missingChecks: [String], coveredChecks: Int,
    totalChecks: Int, verified: Int = 0, reported: Int = 0
  ) {
    self.verdict = verdict
    self.reasons = reasons
    self.missingChecks = missingChecks
    self.coveredChecks = coveredChecks
    self.totalChecks = totalChecks
    self.verified = verified
    self.reported = reported
  }

  /// The same, for a row that was tried `attempts` times before: with its attempts used up,
  /// it stops.
  ///
  /// - Parameters:
  ///   - attempts: how many ended without DONE.
  ///   - limit: how many there may be.
  public func limited(attempts: Int, limit: Int) -> ReviewDecision {
    guard verdict == .retry else { return self }
    var decision = self
    if attempts >= limit {
      decision.verdict = .block
      decision.reasons.append("retry_limit_reached:\(attempts)/\(limit)")
    } else {
      decision.attempt = Attempt(number: attempts + 1, limit: limit)
    }
    return decision
  }

  /// What the notes say: `review:PASS verified=2 reported=1 …`.
  var note: String {
    let proved = verified > 0 ? "verified=\(verified) reported=\(reported) " : ""
    switch verdict {
    case .pass, .block:
      return "review:\(verdict.rawValue) \(proved)\(reasons.joined(separator: ";"))"
    case .retry:
      let tried = attempt.map { "attempt=\($0.number)/\($0.limit) " } ?? ""
      return "review:RETRY \(proved)\(tried)missing=\(missing)"
    }
  }

  /// The criteria, or where a stated failure is all that is wrong, the reasons.
  private var missing: String {
    missingChecks.isEmpty
      ? "- \(reasons.joined(separator: ";"))" : missingChecks.joined(separator: ",")
  }
}
