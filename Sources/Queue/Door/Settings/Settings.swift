import Gate
public import Host
public import Model
package import Text

/// All settings. Source: `docs/cli.md`, "Settings".
public enum Settings {
  private static let defaultPolicy = Policy()
  /// The longest time span in seconds, short enough to be added to any time without overflow.
  private static let year = 365 * 86400

  public static let tzOffset = Setting<QueueZone>(
    "tz_offset", "the clock of a table with `started_at_kst`; in quarter hours, -14 to 14",
    form: Sentence("hours east of UTC, such as 9 or -3.5", "UTC보다 앞선 시간 수. 예: 9, -3.5"),
    fallback: "9", read: fixedZone)
  public static let tz = Setting<QueueZone>(
    "tz", "the clock of a table with `started_at`; not together with `tz_offset`",
    form: Sentence(
      "a time zone that this machine knows, such as Europe/Berlin, or hours east of UTC",
      "이 컴퓨터가 아는 시간대(예: Europe/Berlin) 또는 UTC보다 앞선 시간 수"),
    fallback: "9"
  ) { text in fixedZone(text) ?? ZoneFile.rules(of: text).map { .rules($0, name: text) } }
  public static let lockTimeout = Setting<Duration>(
    "lock_timeout", "how long to wait for the queue's lock, fractions allowed",
    form: Sentence("seconds, 0 to 86400", "초, 0부터 86400까지"), fallback: "10",
    option: "--lock-timeout"
  ) { text in
    Double(text).flatMap { $0 >= 0 && $0 <= 86400 ? .nanoseconds(Int($0 * 1_000_000_000)) : nil }
  }
  public static let leaseSeconds = count(
    "lease_seconds", defaultPolicy.leaseSeconds,
    "how many seconds a new or renewed lease lasts", in: leaseLifetimes)
  public static let staleMinutes = count(
    "stale_minutes", defaultPolicy.staleSeconds / 60,
    "the minutes after which a row in progress without heartbeats is stale",
    in: staleTimes)
  public static let retryBackoff = Setting<[Int]>(
    "retry_backoff", "how long to wait before each further attempt",
    form: Sentence("seconds with commas, such as 60,180,600", "쉼표로 나눈 초. 예: 60,180,600"),
    // `joined` is avoided for the same reason as in `Path.relative`.
    fallback: defaultPolicy.backoff.reduce(into: "") { $0 += "\($0.isEmpty ? "" : ",")\($1)" }
  ) { text in
    let parts = text.split(separator: ",")
    let numbers = parts.compactMap { Int($0) }.filter((0...year).contains)
    return numbers.isEmpty || numbers.count < parts.count ? nil : numbers
  }
  public static let maxAttempts = count(
    "max_attempts", defaultPolicy.maxAttempts, "how often a row without its own limit is tried"
  )
  public static let retryFailed = Setting<RetryFailed>(
    "retry_failed",
    "whether the watchdog retries FAILED rows with attempts left; `database` means: in a "
      + "database, but not in a table", form: Sentence("yes, no or database", "yes, no, database"),
    fallback: RetryFailed.database.rawValue
  ) { RetryFailed(rawValue: $0.lowercased()) }
  public static let idPrefix = Setting<String>(
    "id_prefix", "the prefix of new ids: `PREFIX-001`",
    form: Sentence(
      "up to \(NumberedID.longestPrefix) letters and digits, a letter first, such as WEB",
      "글자로 시작하는 영문자와 숫자 \(NumberedID.longestPrefix)자까지. 예: WEB"),
    fallback: NumberedID.usualPrefix
  ) { NumberedID.isPrefix($0) ? $0 : nil }
  public static let maxWorkers = count(
    "max_workers", 3, "how many rows in progress `orch dispatch` allows",
    in: workerCounts)
  /// The accepted lease durations, in seconds.
  public static let leaseLifetimes = 1...Lease.longest
  /// The accepted times until a row is stale, in minutes.
  public static let staleTimes = 0...year / 60
  public static let workerCounts = 1...RunningItems.workerLimit
  public static let tokenSoftLimit = count(
    "token_soft_limit", 2000,
    "the tokens of a conversation above which its report is to be summarized")
  public static let tokenHardLimit = count(
    "token_hard_limit", 3500, "the tokens of a conversation above which its row is stopped")
  public static let reportMaxCharacters = count(
    "report_max_characters", ReportRules().maxCharacters, "how long a report may be")
  public static let reportMaxBullets = count(
    "report_max_bullets", ReportRules().maxBullets, "how many bullets a report should have")
  public static let topInProgress = count(
    "top_in_progress", 5, "how many rows in progress `ops status` shows")
  public static let kpiMaxFailureRate = Setting<Double>(
    "kpi_max_failure_rate", "the share of finished rows that may have failed",
    form: Sentence("a number from 0 to 1", "0부터 1까지의 수"), fallback: "0.2"
  ) { text in Double(text).flatMap { (0...1).contains($0) ? $0 : nil } }
  public static let kpiMaxLatency = count(
    "kpi_max_latency_p95_ms", 2000, "the milliseconds that 95 of 100 runs stay below")
  public static let kpiMaxStale = count(
    "kpi_max_stale_in_progress", 0, "how many stale rows may be in progress")
  public static let kpiStaleMinutes = count(
    "kpi_stale_minutes", 60, "the minutes after which a row in progress is stale")
  public static let attentionAfter = Setting<Int>(
    "attention_after",
    "how long a row may wait for a person before `ops health` warns and an event reminds of it; "
      + "0 means for ever",
    form: Sentence("minutes, or a time such as 90m, 24h or 3d", "분, 또는 90m, 24h, 3d 같은 시간"),
    fallback: "24h"
  ) { DurationText.seconds($0, unit: .minute) }
  public static let longWorkAfter = Setting<Int>(
    "long_work_after",
    "how long a row may be IN_PROGRESS before an event tells of it; 0 means for ever",
    form: attentionAfter.description.form, fallback: "4h"
  ) { DurationText.seconds($0, unit: .minute) }
  public static let queueReadOnly = flag(
    "queue_md_read_only", "refuse every command that would change the file")
  public static let approvePulledRows = flag(
    "approve_pulled_rows",
    "before a row that git brought or changed starts, a person has to approve it")
  public static let mirror = flag(
    "mirror", "copy each change of the file to the database, which is only a copy")
  public static let databasePath = Setting<String>(
    "db_path",
    "the database for commands that need one beside the queue file, which stays the queue. In "
      + "`orch.json` and by default relative to home", form: Sentence("a path", "경로"),
    fallback: "db/queue.db",
    option: "--db"
  ) { $0.isEmpty ? nil : $0 }
  public static let logPath = Setting<String>(
    "log_path", "the run log; in `orch.json` and by default relative to home",
    form: Sentence("a path", "경로"),
    fallback: "logs/orch_runs.jsonl", option: "--log-path"
  ) { $0.isEmpty ? nil : $0 }
  public static let logMaxBytes = count(
    "log_max_bytes", 10_485_760,
    "the size at which the run log is rotated; 0 means never")
  public static let logKeep = Setting<Int>(
    "log_keep", "how many rotated files of the run log are kept; older ones are deleted",
    form: .wholeNumber(in: 1...(.max)), fallback: "5"
  ) { text in Int(text).flatMap { $0 >= 1 ? $0 : nil } }

  private static func fixedZone(_ hours: String) -> QueueZone? {
    guard let hours = Double(hours), (-14...14).contains(hours),
      hours * 4 == (hours * 4).rounded()
    else { return nil }
    return .fixed(Int(hours * 3600))
  }

  /// Which FAILED rows the watchdog retries.
  public enum RetryFailed: String, Sendable { case yes, no, database }

  private static func flag(_ key: String, _ meaning: String) -> Setting<Bool> {
    Setting<Bool>(
      key, meaning,
      form: Sentence(
        "1, true, yes or on, or 0, false, no or off", "1, true, yes, on 또는 0, false, no, off"),
      fallback: "no"
    ) { text in
      switch text.lowercased() {
      case "1", "true", "yes", "on": true
      case "0", "false", "no", "off": false
      default: nil
      }
    }
  }

  private static func count(
    _ key: String, _ value: Int, _ meaning: String, in range: ClosedRange<Int> = 0...(.max)
  ) -> Setting<Int> {
    Setting<Int>(
      key, meaning, form: .wholeNumber(in: range), fallback: String(value)
    ) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
  }
}

extension Sentence {
  /// The form of a truth value in `orch.json`.
  package static let boolean = Sentence("true or false", "true 또는 false")

  /// The form of a whole number. An upper bound of `Int.max` is left out.
  package static func wholeNumber(in range: ClosedRange<Int>) -> Sentence {
    let (least, most) = (range.lowerBound, range.upperBound)
    return most == .max
      ? Sentence("a whole number, \(least) or more", "\(least) 이상의 정수")
      : Sentence("a whole number, \(least) to \(most)", "\(least)부터 \(most)까지의 정수")
  }
}

extension Settings {
  /// Every setting, in the order of the documents.
  public static let descriptions = [
    tzOffset.description, tz.description, lockTimeout.description, databasePath.description,
    logPath.description,
    logMaxBytes.description, logKeep.description, topInProgress.description,
    queueReadOnly.description, approvePulledRows.description, mirror.description,
    leaseSeconds.description,
    staleMinutes.description, retryBackoff.description, retryFailed.description,
    maxAttempts.description, maxWorkers.description, tokenSoftLimit.description,
    tokenHardLimit.description,
    reportMaxCharacters.description, reportMaxBullets.description,
    kpiMaxFailureRate.description, kpiMaxLatency.description,
    kpiMaxStale.description, kpiStaleMinutes.description, attentionAfter.description,
    longWorkAfter.description,
    idPrefix.description,
  ]

  /// Throws if a variable can't be read, even if this command does not use it, because the next
  /// command may use it.
  public static func check(_ environment: Environment) throws(SettingProblem) {
    for setting in descriptions {
      guard let text = environment[setting.variable],
        let problem = ResolvedSetting(setting, text, from: .environment).problem
      else { continue }
      throw problem
    }
    if let problem = twoZones(environment) { throw problem }
  }

  /// The problem if both variables for the time zone are set.
  public static func twoZones(_ environment: Environment) -> SettingProblem? {
    let (name, other) = (tz.description.variable, tzOffset.description.variable)
    guard environment[name] != nil, environment[other] != nil else { return nil }
    return .twoZoneVariables(name, other: other)
  }
}
