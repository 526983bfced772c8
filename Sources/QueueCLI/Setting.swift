import Host
import QueueModel

/// A setting: its name, how its text is read, and what it is by default.
///
/// The variable is `ORCH_` and the key in upper case; in `orch.json` it is the
/// key itself.
public struct Setting<Value: Sendable>: Sendable {
  public let key: String
  /// What the text must be, worded to follow "must be".
  public let form: String
  public let defaultValue: Value
  /// The default as somebody would write it, code in backticks.
  public let defaultText: String
  /// What it decides, code in backticks.
  public let meaning: String
  /// The part of the contract that will use it, where that is not built yet.
  public var comesWith: String?
  let read: @Sendable (String) -> Value?

  public var variable: String { "ORCH_" + key.uppercased() }
}

/// Every setting that there is. Source: `docs/cli.md`, "Settings".
public enum Settings {
  public static let tzOffset = Setting(
    key: "tz_offset", form: "hours east of UTC, such as 9 or -3.5", defaultValue: 9 * 3600,
    defaultText: "9", meaning: "the clock of the table's times; in quarters, -14 to 14"
  ) { text in
    guard let hours = Double(text), (-14...14).contains(hours), hours * 4 == (hours * 4).rounded()
    else { return nil }
    return Int(hours * 3600)
  }
  public static let lockTimeout = seconds(
    "lock_timeout", 10, "how long to wait for the queue's lock, fractions allowed")
  public static let leaseSeconds = count(
    "lease_seconds", 900, "how long a lease lasts", comesWith: "leases")
  public static let retryBackoff = Setting(
    key: "retry_backoff", form: "seconds with commas, such as 60,180,600",
    defaultValue: [60, 180, 600], defaultText: "60,180,600",
    meaning: "how long to wait before each further attempt", comesWith: "retries"
  ) { text in
    let numbers = text.split(separator: ",").map { Int($0) }
    return numbers.isEmpty || numbers.contains { $0 == nil || $0! < 0 } ? nil : numbers.map { $0! }
  }
  public static let maxAttempts = count(
    "max_attempts", 3, "how often a row is tried", comesWith: "retries")
  public static let tokenSoftLimit = count(
    "token_soft_limit", 2000, "the tokens that a report should stay below",
    comesWith: "guardrails")
  public static let tokenHardLimit = count(
    "token_hard_limit", 3500, "the tokens that a report must stay below", comesWith: "guardrails")
  public static let topInProgress = count(
    "top_in_progress", 5, "how many rows in progress `ops status` shows")
  public static let kpiMaxFailureRate = Setting(
    key: "kpi_max_failure_rate", form: "a number from 0 to 1", defaultValue: 0.2,
    defaultText: "0.2", meaning: "the share of failed runs that alerts", comesWith: "KPI"
  ) { text in Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }
  public static let kpiMaxLatency = count(
    "kpi_max_latency_p95_ms", 2000, "the milliseconds that 95 of 100 runs stay below",
    comesWith: "KPI")
  public static let kpiMaxStale = count(
    "kpi_max_stale_in_progress", 0, "how many stale rows may be in progress", comesWith: "KPI")
  public static let kpiStaleMinutes = count(
    "kpi_stale_minutes", 60, "the minutes after which a row in progress is stale",
    comesWith: "KPI")
  public static let queueReadOnly = Setting(
    key: "queue_md_read_only", form: "1, true, yes or on, or 0, false, no or off",
    defaultValue: false, defaultText: "no",
    meaning: "refuse every command that would change the file"
  ) { text in
    switch text.lowercased() {
    case "1", "true", "yes", "on": true
    case "0", "false", "no", "off": false
    default: nil
    }
  }
  public static let logPath = Setting(
    key: "log_path", form: "a path", defaultValue: "logs/orch_runs.jsonl",
    defaultText: "`logs/orch_runs.jsonl`",
    meaning: "the run log; in `orch.json` and by default relative to home"
  ) { $0.isEmpty ? nil : $0 }

  /// A setting without its type: its name, and what is wrong with a text.
  struct Check: Sendable {
    let key, variable: String
    /// What the text must be, when it is not.
    let complaint: @Sendable (String) -> String?

    init<Value>(_ setting: Setting<Value>) {
      key = setting.key
      variable = setting.variable
      complaint = { setting.read($0) == nil ? setting.form : nil }
    }
  }

  static let checks = [
    Check(tzOffset), Check(lockTimeout), Check(leaseSeconds), Check(retryBackoff),
    Check(maxAttempts), Check(tokenSoftLimit), Check(tokenHardLimit), Check(topInProgress),
    Check(kpiMaxFailureRate), Check(kpiMaxLatency), Check(kpiMaxStale), Check(kpiStaleMinutes),
    Check(queueReadOnly), Check(logPath),
  ]

  /// Refuses variables that can't be read, also those that this command does
  /// not use: the next one may.
  static func check(_ environment: Environment) throws(CommandError) {
    for check in checks {
      guard let text = environment[check.variable], let form = check.complaint(text) else {
        continue
      }
      throw .setting(
        "invalid value '\(text.escaped)' for \(check.variable)", hint: "it must be \(form)")
    }
  }

  private static func count(
    _ key: String, _ value: Int, _ meaning: String, comesWith: String? = nil
  ) -> Setting<Int> {
    Setting(
      key: key, form: "a whole number, 0 or more", defaultValue: value, defaultText: "\(value)",
      meaning: meaning, comesWith: comesWith
    ) { text in Int(text).flatMap { $0 >= 0 ? $0 : nil } }
  }

  /// Nanoseconds, written as seconds.
  private static func seconds(_ key: String, _ value: Int, _ meaning: String) -> Setting<Int> {
    Setting(
      key: key, form: "seconds, 0 to 86400", defaultValue: value * 1_000_000_000,
      defaultText: "\(value)", meaning: meaning
    ) { text in
      Double(text).flatMap { $0 >= 0 && $0 <= 86400 ? Int($0 * 1_000_000_000) : nil }
    }
  }
}
