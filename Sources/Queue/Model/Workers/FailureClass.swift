/// Why an attempt failed. The class depends on the stage at which the attempt failed, and never on
/// words of its output. The raw values are used in JSON, settings and the history. Source:
/// `docs/workers.md`, "Failure classes".
public enum FailureClass: String, CaseIterable, Sendable {
  /// A check of `review.checks` with this class failed.
  case lint, test, build
  /// The forge's checks failed.
  case ci
  /// A criterion that no check decides was not met.
  case review
  /// The worker itself failed, or made no report.
  case agent
  /// The worker asked a person a question.
  case question
  /// The attempt exceeded its time limit.
  case timeout
  /// The worker exceeded the limit of time without output.
  case idle
  case rateLimit = "rate_limit"
  /// The service of the worker's program did not answer, or answered with an error of its own.
  case service
  /// The worker's program has no valid login.
  case auth
  /// The service does not know something that the worker's settings name, such as a model.
  case setting
  /// The attempt cost as much as it may.
  case budget
  /// The worker's program could not be started.
  case spawn
  /// The result could not be merged.
  case conflict
  /// orch itself ended the worker.
  case interrupted
  /// Neither the worker nor its supervisor exists any more.
  case lost
  case unknown

  /// The longest wait, in seconds, that a service may request: a week and a day, because services
  /// have weekly limits.
  public static let longestLimit = 8 * 86400

  /// Whether `end` is plausible as the end of a service's limit; other times are ignored. Both
  /// times are in seconds since 1970.
  public static func isLimit(until end: Int, now: Int) -> Bool {
    end > now && end - now <= longestLimit
  }

  /// The classes that a check of `review.checks` may have.
  public static let ofChecks: [FailureClass] = [.lint, .test, .build, .ci, .review]

  /// The classes that an exit status of a check may have. They mean that the check lacked
  /// something, not that the work failed.
  public static let ofCheckExits: [FailureClass] = [.rateLimit, .auth, .interrupted]
}
