/// How long work may take, and how often it is tried again; the defaults are those for a table.
/// Source: `docs/storage.md`, "Attempts" and "Claims and leases".
public struct Policy: Equatable, Sendable {
  /// The length of a lease after a heartbeat.
  public var leaseSeconds = 900
  /// How long a row without heartbeats may be IN_PROGRESS.
  public var staleSeconds = 3600
  /// For rows without a limit of their own.
  public var maxAttempts = 3
  /// How often a report on a row without a limit of its own may be sent back; `nil` for as often as
  /// `maxAttempts` says.
  public var reviewAttempts: Int?
  /// The seconds to wait after each attempt; the last for all further ones.
  public var backoff = [60, 180, 600]

  /// New ids are PREFIX-001 and so on.
  public var idPrefix = NumberedID.usualPrefix

  /// Whether the watchdog retries FAILED rows with attempts left.
  public var retriesFailed = false

  /// How a row is retried.
  public enum RetryMode: Equatable, Sendable {
    /// The row is PENDING at once, with `retry_requested` in its notes. FAILED and BLOCKED rows may
    /// be retried.
    case immediate
    /// The row waits by `backoff`, as after any attempt. FAILED rows may be retried, rows
    /// IN_PROGRESS whose lease has ended, and with force BLOCKED ones.
    case delayed
  }

  public var retryMode = RetryMode.immediate

  /// What follows an attempt of a worker that failed.
  public var retry = RetryRules()

  /// Whether the settings have workers by name: only then a row's `worker` is control, and no
  /// prose.
  public var namesWorkers = false

  /// Whether the settings have the older `spawn`, a worker without a name: a row's `timeout`
  /// and `repo` are control there, too.
  public var spawnsWorker = false

  /// Whether notes are for people first: verdicts say nothing twice, and control stands behind prose.
  /// Not where the Python tool reads them: in databases and tables with `started_at_kst`.
  public var hasShortNotes = false

  /// The optional columns that the rules read: others of these names are the owner's own.
  public var fieldColumns: [FieldColumn] {
    FieldColumn.allCases.filter { $0 != .worker || namesWorkers }
  }

  var controlKeys: Notes.ControlKeys {
    let startsWorkers = namesWorkers || spawnsWorker
    return .init(
      hasWorker: namesWorkers, hasTimeout: startsWorkers, hasRepository: startsWorkers,
      standLast: hasShortNotes)
  }

  public init() {}

  /// The defaults for a database.
  public static let forDatabase: Policy = {
    var policy = Policy()
    policy.retriesFailed = true
    policy.retryMode = .delayed
    return policy
  }()

  /// How many seconds a row waits after `attempts` attempts without DONE.
  func backoff(after attempts: Int) -> Int {
    backoff.isEmpty ? 0 : backoff[min(max(attempts, 0), backoff.count - 1)]
  }
}
