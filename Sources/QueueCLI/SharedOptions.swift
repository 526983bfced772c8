public import CommandLineKit

/// The options of every command. Source: `docs/cli.md`.
public struct SharedOptions: OptionGroup {
  public var queue: String?
  public var logPath: String?
  public var writesLog = true
  public var traceID: String?
  public var ownerSession: String?
  public var lockTimeout: String?
  public var isJSON = false
  public var color = ColorMode.auto
  public var isQuiet = false

  public init() {}

  public static let options: [Option<SharedOptions>] = [
    .value(
      "--queue", "PATH", "the queue file (ORCH_QUEUE_MD; else searched for upwards)", kind: .file
    ) {
      $1.queue = $0
    },
    .value("--owner-session", "S", "who speaks (ORCH_OWNER_SESSION)", kind: .session) {
      $1.ownerSession = $0
    },
    .value(
      "--lock-timeout", "SECONDS", "how long to wait for the queue's lock (ORCH_LOCK_TIMEOUT, 10)"
    ) { $1.lockTimeout = $0 },
    .value(
      "--log-path", "PATH", "the run log (ORCH_LOG_PATH; logs/orch_runs.jsonl beside the queue)",
      kind: .file
    ) { $1.logPath = $0 },
    .flag("--no-log", "write no run log") { $0.writesLog = false },
    .value("--trace-id", "ID", "names this run in log and journal (ORCH_TRACE_ID)") {
      $1.traceID = $0
    },
    .flag("--json", "one JSON document instead of text") { $0.isJSON = true },
    .choice("--color", "colour, only on a terminal by default", ColorMode.allCases.map(\.rawValue))
    {
      $1.color = ColorMode(rawValue: $0) ?? .auto
    },
    .flag("--quiet", short: "-q", "no warnings and notices") { $0.isQuiet = true },
    .later("--db", "PATH", comesWith: "the SQLite store"),
    .later("--attempt", "TOKEN", comesWith: "leases and attempts, on the SQLite store"),
  ]
}
