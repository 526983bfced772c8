/// How long work may take, and how often it is retried. The defaults are for a table. Source:
/// `docs/storage.md`, "Attempts" and "Claims and leases".
public struct Policy: Equatable, Sendable {
  /// The length of a lease after a heartbeat.
  public var leaseSeconds = 900
  /// How long a row without heartbeats may be IN_PROGRESS.
  public var staleSeconds = 3600
  /// The limit of attempts for rows without their own limit.
  public var maxAttempts = 3
  /// How often a report on a row without its own limit may be sent back; `nil` for `maxAttempts`.
  public var reviewAttempts: Int?
  /// The seconds to wait after each attempt; the last value also applies to all later ones.
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
    /// IN_PROGRESS whose lease has ended, and BLOCKED rows with force.
    case delayed
  }

  public var retryMode = RetryMode.immediate

  /// The rules for failed attempts of workers.
  public var retry = RetryRules()

  /// Whether the settings name workers. Only then a row's `worker` is control and not prose.
  public var namesWorkers = false

  /// Whether the settings have the older `spawn`, a worker without a name. A row's `timeout` and
  /// `repo` are then control too.
  public var spawnsWorker = false

  /// Whether notes are primarily for people: a verdict does not repeat facts that another part of
  /// the note has, and control follows prose. `false` if the Python tool reads the notes: in
  /// databases and tables with `started_at_kst`.
  public var hasShortNotes = false

  /// The optional columns that the rules read. Other columns with these names belong to the owner.
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

  /// How many seconds a row waits after this number of attempts without DONE.
  func backoff(after attempts: Int) -> Int {
    backoff.isEmpty ? 0 : backoff[min(max(attempts, 0), backoff.count - 1)]
  }
}
