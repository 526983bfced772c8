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

  public init() {}

  /// How many seconds a row waits that ended `attempts` times without DONE before.
  func backoff(after attempts: Int) -> Int {
    backoff.isEmpty ? 0 : backoff[min(max(attempts, 0), backoff.count - 1)]
  }
}
