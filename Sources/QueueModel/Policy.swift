/// How long work may take, and how often it is tried again.
/// Source: `docs/storage.md`, "Attempts" and "Leases".
public struct Policy: Equatable, Sendable {
  /// What a lease lasts after a heartbeat.
  public var leaseSeconds = 900
  /// How long a row may be IN_PROGRESS when nobody sends heartbeats.
  public var staleSeconds = 3600
  /// For rows that say nothing themselves.
  public var maxAttempts = 3
  /// The seconds to wait after each attempt; the last for all that follow.
  public var backoff = [60, 180, 600]

  /// Whether the watchdog retries FAILED rows with attempts left.
  public var retriesFailed = false

  /// What it means that a row is tried again.
  public enum RetryMode: Equatable, Sendable {
    /// The row waits for nobody: people see `retry_requested` in its notes. A FAILED or a BLOCKED
    /// row may be retried.
    case immediate
    /// The row waits by `backoff`, as after any attempt. A FAILED row may be retried, one
    /// IN_PROGRESS whose lease has ended, and by force one that is BLOCKED.
    case delayed
  }

  public var retryMode = RetryMode.immediate

  public init() {}

  /// What holds for a table, where no setting says otherwise.
  public static let forTable = Policy()

  /// What holds for a database, where no setting says otherwise.
  public static let forDatabase: Policy = {
    var policy = Policy()
    policy.retriesFailed = true
    policy.retryMode = .delayed
    return policy
  }()

  /// How many seconds a row waits that ended `attempts` times without DONE before.
  func backoff(after attempts: Int) -> Int {
    backoff.isEmpty ? 0 : backoff[min(max(attempts, 0), backoff.count - 1)]
  }
}
