public import CommandLineKit
import Settings

/// The options of every command. Source: `docs/cli.md`.
public struct SharedOptions: OptionGroup {
  public var queue: String?
  public var database: String?
  public var logPath: String?
  public var writesLog = true
  public var traceID: String?
  public var ownerSession: String?
  public var claimToken: String?
  public var lockTimeout: String?
  public var isJSON = false
  public var color = ColorMode.auto
  public var isQuiet = false

  public init() {}

  public static let options: [Option<SharedOptions>] = [
    .value(
      "--queue", "PATH", "the queue file", kind: .file,
      environment: ["ORCH_QUEUE_MD", "ORCH_BASE_DIR"],
      fallback: "searched for upwards"
    ) { $1.queue = $0 },
    .value(
      "--db", "PATH", "work on this SQLite database instead of the queue file", kind: .file
    ) { $1.database = $0 },
    .value(
      "--owner-session", "S", "the session that you act as", kind: .session,
      environment: ["ORCH_OWNER_SESSION"],
      fallback: "a person"
    ) { $1.ownerSession = $0 },
    .value(
      "--attempt", "TOKEN", "the claim that you work on, from orch pick --json",
      environment: ["ORCH_ATTEMPT"]
    ) { (text, shared) throws(InvalidValue) in
      guard !text.isEmpty else { throw InvalidValue("it must not be empty") }
      shared.claimToken = text
    },
    .value(
      "--lock-timeout", "SECONDS", "how long to wait for the queue's lock",
      environment: ["ORCH_LOCK_TIMEOUT"],
      fallback: Settings.lockTimeout.description.fallback
    ) { $1.lockTimeout = $0 },
    .value(
      "--log-path", "PATH", "the run log", kind: .file,
      environment: ["ORCH_LOG_PATH"],
      fallback: "`\(Settings.logPath.description.fallback)` beside the queue"
    ) { $1.logPath = $0 },
    .flag("--no-log", "write no run log") { $0.writesLog = false },
    .value(
      "--trace-id", "ID", "names the run in log and journal",
      environment: ["ORCH_TRACE_ID"],
      fallback: "`trace-` and hex digits"
    ) { $1.traceID = $0 },
    .flag("--json", "one JSON document instead of text") { $0.isJSON = true },
    .choice(
      "--color", "colour; auto is: on a terminal", ColorMode.allCases.map(\.rawValue),
      environment: ["NO_COLOR", "CLICOLOR_FORCE"],
      fallback: ColorMode.auto.rawValue
    ) { $1.color = ColorMode(rawValue: $0) ?? .auto },
    .flag("--quiet", short: "-q", "no warnings and notices on standard error") {
      $0.isQuiet = true
    },
  ]
}
