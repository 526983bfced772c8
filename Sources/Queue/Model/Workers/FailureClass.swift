/// Why an attempt failed: the stage at which it failed, never words of its output. The raw values
/// are those of JSON, settings and the history. Source: `docs/workers.md`, "Failure classes".
public enum FailureClass: String, CaseIterable, Sendable {
  /// A check of `review.checks` that is of this class failed.
  case lint, test, build
  /// The forge's checks failed.
  case ci
  /// A criterion was not met that no check decides.
  case review
  /// The worker's own failure; a missing report, too.
  case agent
  /// The worker asked a person.
  case question
  /// The attempt took longer than it may.
  case timeout
  /// The worker was silent for longer than it may be.
  case idle
  case rateLimit = "rate_limit"
  /// The worker's program has no valid login.
  case auth
  /// The worker's program could not be started.
  case spawn
  /// The result could not be merged.
  case conflict
  /// orch itself ended the worker.
  case interrupted
  /// Nothing is left of the worker or its supervisor.
  case lost
  case unknown

  /// The most seconds that a service may ask to wait: its limits are those of a week.
  public static let longestLimit = 8 * 86400

  /// Whether a service may name this end of a limit; else the time counts as none. Both are seconds
  /// since 1970.
  public static func isLimit(until end: Int, now: Int) -> Bool {
    end > now && end - now <= longestLimit
  }

  /// Those that a check of `review.checks` may have.
  public static let ofChecks: [FailureClass] = [.lint, .test, .build, .ci, .review]

  /// Those that an exit status of a check may have: not the work failed, but what the check needs.
  public static let ofCheckExits: [FailureClass] = [.rateLimit, .auth, .interrupted]
}
