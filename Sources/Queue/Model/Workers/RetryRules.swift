/// The rule for the row after a failed attempt. Source: `docs/workers.md`, "Failure classes".
public struct RetryRule: Equatable, Sendable {
  /// Whether such an attempt counts against the limit of its row.
  public var counts: Bool
  /// How often a row is retried after consecutive failures of this class; `nil` for as often as the
  /// row's limit allows.
  public var retries: Int?
  /// The seconds to wait before each retry; the last value also applies to all later ones. Empty
  /// for no delay.
  public var delays: [Int]
  /// The status of a row that is not retried: FAILED or BLOCKED.
  public var end: Status

  public init(counts: Bool, retries: Int? = nil, delays: [Int], end: Status) {
    (self.counts, self.retries, self.delays, self.end) = (counts, retries, delays, end)
  }

  /// The seconds before the retry after `failures` consecutive failures of this class.
  func delay(after failures: Int) -> Int {
    delays.isEmpty ? 0 : delays[min(max(failures - 1, 0), delays.count - 1)]
  }
}

/// The rules of all failure classes, and the deviating rules of single workers.
public struct RetryRules: Equatable, Sendable {
  public var byClass: [FailureClass: RetryRule] = [:]
  public var byWorker: [String: [FailureClass: RetryRule]] = [:]

  public init() {}

  /// The rule for an attempt of a worker; `worker` is `nil` if unknown.
  public func rule(for failure: FailureClass, of worker: String? = nil) -> RetryRule {
    worker.flatMap { byWorker[$0]?[failure] } ?? byClass[failure] ?? Self.standard(failure)
  }

  /// The rule if the settings have none.
  public static func standard(_ failure: FailureClass) -> RetryRule {
    switch failure {
    case .lint, .test, .build, .ci, .review:
      RetryRule(counts: true, delays: [60, 180, 600], end: .blocked)
    case .agent, .timeout, .idle: RetryRule(counts: true, retries: 1, delays: [60], end: .failed)
    case .unknown: RetryRule(counts: true, retries: 1, delays: [60], end: .blocked)
    case .rateLimit:
      RetryRule(
        counts: false, retries: 10, delays: [300, 600, 1200, 2400, 4800, 9600, 14400], end: .blocked
      )
    case .service:
      RetryRule(
        counts: false, retries: 10, delays: [120, 240, 480, 960, 1860], end: .blocked)
    case .budget: RetryRule(counts: true, retries: 0, delays: [], end: .blocked)
    case .auth, .setting, .spawn, .interrupted:
      RetryRule(counts: false, delays: [], end: .blocked)
    case .conflict: RetryRule(counts: false, retries: 2, delays: [], end: .blocked)
    // The row waits for the answer.
    case .question: RetryRule(counts: false, retries: 0, delays: [], end: .blocked)
    case .lost: RetryRule(counts: false, retries: 2, delays: [], end: .blocked)
    }
  }
}
