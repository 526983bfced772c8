import Host
import TestSupport
import Testing
import Text

@testable import Door
@testable import Runner

/// Reads a setting from its variable, as text.
private func reader<Value>(
  _ setting: Setting<Value>
) -> (String, @Sendable (CommandContext) throws -> String) {
  (
    setting.description.variable,
    { context in
      let value = try context.taskQueue.value(setting)
      return (value as? Duration).map { "\($0.nanoseconds)" } ?? "\(value)"
    }
  )
}

private let readers = Dictionary(uniqueKeysWithValues: [
  reader(Settings.tzOffset), reader(Settings.tz), reader(Settings.lockTimeout),
  reader(Settings.leaseSeconds),
  reader(Settings.staleMinutes), reader(Settings.retryBackoff), reader(Settings.retryFailed),
  reader(Settings.maxAttempts),
  reader(Settings.maxWorkers), reader(Settings.tokenSoftLimit),
  reader(Settings.tokenHardLimit), reader(Settings.reportMaxCharacters),
  reader(Settings.reportMaxBullets), reader(Settings.topInProgress),
  reader(Settings.kpiMaxFailureRate), reader(Settings.kpiMaxLatency), reader(Settings.kpiMaxStale),
  reader(Settings.kpiStaleMinutes), reader(Settings.attentionAfter),
  reader(Settings.longWorkAfter),
  reader(Settings.queueReadOnly), reader(Settings.approvePulledRows), reader(Settings.logPath),
  reader(Settings.idPrefix), reader(Settings.logMaxBytes), reader(Settings.logKeep),
  reader(Settings.databasePath),
  reader(Settings.mirror),
])

@Suite struct SettingTests {
  private static let counts = [
    "ORCH_MAX_ATTEMPTS", "ORCH_TOKEN_SOFT_LIMIT", "ORCH_TOKEN_HARD_LIMIT",
    "ORCH_REPORT_MAX_CHARACTERS", "ORCH_REPORT_MAX_BULLETS", "ORCH_TOP_IN_PROGRESS",
    "ORCH_KPI_MAX_LATENCY_P95_MS", "ORCH_KPI_MAX_STALE_IN_PROGRESS",
    "ORCH_KPI_STALE_MINUTES", "ORCH_LOG_MAX_BYTES",
  ]

  @Test(arguments: [
    ("ORCH_TZ_OFFSET", "fixed(32400)"), ("ORCH_TZ", "fixed(32400)"), ("ORCH_ID_PREFIX", "ORCH"),
    ("ORCH_LOCK_TIMEOUT", "10000000000"),
    ("ORCH_LEASE_SECONDS", "900"), ("ORCH_STALE_MINUTES", "60"), ("ORCH_MAX_WORKERS", "3"),
    ("ORCH_RETRY_BACKOFF", "[60, 180, 600]"), ("ORCH_RETRY_FAILED", "database"),
    ("ORCH_MAX_ATTEMPTS", "3"), ("ORCH_TOKEN_SOFT_LIMIT", "2000"),
    ("ORCH_TOKEN_HARD_LIMIT", "3500"), ("ORCH_REPORT_MAX_CHARACTERS", "8000"),
    ("ORCH_REPORT_MAX_BULLETS", "10"), ("ORCH_TOP_IN_PROGRESS", "5"),
    ("ORCH_KPI_MAX_FAILURE_RATE", "0.2"), ("ORCH_KPI_MAX_LATENCY_P95_MS", "2000"),
    ("ORCH_KPI_MAX_STALE_IN_PROGRESS", "0"), ("ORCH_KPI_STALE_MINUTES", "60"),
    ("ORCH_ATTENTION_AFTER", "86400"), ("ORCH_LONG_WORK_AFTER", "14400"),
    ("ORCH_QUEUE_MD_READ_ONLY", "false"), ("ORCH_APPROVE_PULLED_ROWS", "false"),
    ("ORCH_LOG_PATH", "logs/orch_runs.jsonl"),
    ("ORCH_LOG_MAX_BYTES", "10485760"), ("ORCH_LOG_KEEP", "5"), ("ORCH_DB_PATH", "db/queue.db"),
    ("ORCH_MIRROR", "false"),
  ])
  func `a setting without a value has the default of the contract`(
    _ variable: String, value: String
  ) throws {
    try expect(variable, nil, value)
    // An empty variable counts as not set.
    try expect(variable, "", value)
  }

  @Test func `each setting is known to orch json under its own key`() {
    let keys = readers.keys.map { String($0.dropFirst("ORCH_".count)).lowercased() }
    #expect(Settings.descriptions.map(\.key).sorted() == keys.sorted())
    #expect(Settings.descriptions.map(\.variable).sorted() == readers.keys.sorted())
  }

  @Test func `the documented default is the effective one`() throws {
    for setting in Settings.descriptions {
      let documented = setting.fallback
      let read = try #require(readers[setting.variable])
      try withScene([]) { scene in
        var scene = scene
        let unset = scene.outcome { try read(scene.context()) }
        scene.environment[setting.variable] = documented
        #expect(
          scene.outcome { try read(scene.context()) } == unset,
          "\(setting.variable)")
      }
    }
  }

  @Test(arguments: [
    ("ORCH_TZ_OFFSET", "9", "fixed(32400)"), ("ORCH_TZ_OFFSET", "0", "fixed(0)"),
    ("ORCH_TZ_OFFSET", "-3.5", "fixed(-12600)"), ("ORCH_TZ_OFFSET", "5.75", "fixed(20700)"),
    ("ORCH_TZ_OFFSET", "+14", "fixed(50400)"), ("ORCH_TZ_OFFSET", "-14", "fixed(-50400)"),
    ("ORCH_LOCK_TIMEOUT", "0", "0"), ("ORCH_LOCK_TIMEOUT", "1.5", "1500000000"),
    ("ORCH_LOCK_TIMEOUT", "86400", "86400000000000"), ("ORCH_RETRY_BACKOFF", "60", "[60]"),
    ("ORCH_RETRY_BACKOFF", "0,5,10,20", "[0, 5, 10, 20]"), ("ORCH_RETRY_FAILED", "Yes", "yes"),
    ("ORCH_KPI_MAX_FAILURE_RATE", "0", "0.0"), ("ORCH_KPI_MAX_FAILURE_RATE", "1", "1.0"),
    ("ORCH_KPI_MAX_FAILURE_RATE", "0.05", "0.05"), ("ORCH_QUEUE_MD_READ_ONLY", "1", "true"),
    ("ORCH_QUEUE_MD_READ_ONLY", "true", "true"), ("ORCH_QUEUE_MD_READ_ONLY", "YES", "true"),
    ("ORCH_QUEUE_MD_READ_ONLY", "On", "true"), ("ORCH_QUEUE_MD_READ_ONLY", "0", "false"),
    ("ORCH_QUEUE_MD_READ_ONLY", "False", "false"), ("ORCH_QUEUE_MD_READ_ONLY", "no", "false"),
    ("ORCH_LEASE_SECONDS", "1", "1"), ("ORCH_LEASE_SECONDS", "31536000", "31536000"),
    ("ORCH_STALE_MINUTES", "0", "0"), ("ORCH_STALE_MINUTES", "525600", "525600"),
    ("ORCH_MAX_WORKERS", "1", "1"), ("ORCH_MAX_WORKERS", "5", "5"),
    ("ORCH_QUEUE_MD_READ_ONLY", "OFF", "false"), ("ORCH_LOG_PATH", "로그/runs", "로그/runs"),
    ("ORCH_LOG_KEEP", "1", "1"),
  ])
  func `a text that is well-formed is the value`(
    _ variable: String, text: String, value: String
  ) throws {
    try expect(variable, text, value)
  }

  @Test(arguments: [
    (
      "ORCH_TZ_OFFSET", ["15", "-14.25", "9.1", "KST", "+09:00", "nan", "inf", " 9"],
      "hours east of UTC, such as 9 or -3.5"
    ),
    ("ORCH_LOCK_TIMEOUT", ["-1", "86401", "10s", "nan", "inf", "1e300"], "seconds, 0 to 86400"),
    (
      "ORCH_RETRY_BACKOFF", ["soon", ",", "60,-1", "60,180,x", "60;180", "60, 180", "1.5"],
      "seconds with commas, such as 60,180,600"
    ),
    ("ORCH_RETRY_FAILED", ["1", "sometimes"], "yes, no or database"),
    ("ORCH_RETRY_BACKOFF", ["60,31536001"], "seconds with commas, such as 60,180,600"),
    (
      "ORCH_LEASE_SECONDS", ["0", "-1", "1.5", "31536001", "9223372036854775807"],
      "a whole number, 1 to 31536000"
    ),
    (
      "ORCH_STALE_MINUTES", ["-1", "1 h", "525601", "9223372036854775807"],
      "a whole number, 0 to 525600"
    ),
    ("ORCH_MAX_WORKERS", ["0", "65", "many"], "a whole number, 1 to 64"),
    (
      "ORCH_KPI_MAX_FAILURE_RATE", ["20", "1.01", "-0.1", "20%", "nan"], "a number from 0 to 1"
    ),
    ("ORCH_LOG_KEEP", ["0", "-1", "1.5", "all"], "a whole number, 1 or more"),
    (
      "ORCH_QUEUE_MD_READ_ONLY", ["2", "y", "ja", "true "],
      "1, true, yes or on, or 0, false, no or off"
    ),
  ])
  func `a text that is not is an error that names the variable`(
    _ variable: String, texts: [String], form: String
  ) throws {
    for text in texts { try expectRefusal(of: text, variable, form) }
  }

  @Test(arguments: counts)
  func `a count is a whole number`(_ variable: String) throws {
    try expect(variable, "0", "0")
    try expect(variable, "42", "42")
    for text in ["-1", "1.5", "1e3", "many", "9223372036854775808", "0x10"] {
      try expectRefusal(of: text, variable, "a whole number, 0 or more")
    }
  }

  @Test func `what a terminal would act on is spelled out`() throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment = ["ORCH_TZ_OFFSET": "9\u{1B}[2J\u{202E}"]
      #expect(
        scene.outcome { "\(try scene.context().taskQueue.zone())" }
          == #"bad_setting 64: invalid value '9\u{1B}[2J\u{202E}' for ORCH_TZ_OFFSET "#
          + "(it must be hours east of UTC, such as 9 or -3.5)")
    }
  }

  private func expectRefusal(of text: String, _ variable: String, _ form: String) throws {
    try expect(
      variable, text,
      "bad_setting 64: invalid value '\(text)' for \(variable) (it must be \(form))")
  }

  private func expect(_ variable: String, _ text: String?, _ outcome: String) throws {
    let read = try #require(readers[variable])
    try withScene([]) { scene in
      var scene = scene
      scene.environment[variable] = text
      #expect(
        scene.outcome { try read(scene.context()) } == outcome,
        "\(variable)=\(text ?? "unset")")
    }
  }
}

@Suite struct ReadOnlyTests {
  @Test(arguments: ["pick", "done A --notes n", "add --priority P1 --task t --success-criteria c"])
  func `a file that is only rendered is not changed`(_ line: String) throws {
    try withScene([QueueFixture.row("A")]) { scene in
      var scene = scene
      scene.environment["ORCH_QUEUE_MD_READ_ONLY"] = "yes"
      let before = try contents(of: scene.queue)
      #expect(
        scene.run(line)
          == .init(
            status: 1,
            errors: "ERROR: QUEUE.md is read-only (ORCH_QUEUE_MD_READ_ONLY) "
              + "(change the database with --db ~/db/queue.db, then run orch render; or unset "
              + "ORCH_QUEUE_MD_READ_ONLY, or queue_md_read_only in orch.json)\n"))
      #expect(try contents(of: scene.queue) == before)
      #expect(scene.run("list") == .init(output: "A\tPENDING\tP1\twork\n"))
    }
  }
}

@Suite struct PrecedenceTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var flag: String?
    var variable: String?
    var file: String?
    let outcome: String
  }

  private static let form = "(it must be seconds, 0 to 86400)"

  @Test(arguments: [
    Case(testDescription: "nothing", outcome: "10000000000"),
    Case(testDescription: "the file", file: "3", outcome: "3000000000"),
    Case(testDescription: "the environment", variable: "2", file: "3", outcome: "2000000000"),
    Case(testDescription: "the flag", flag: "1", variable: "2", file: "3", outcome: "1000000000"),
    Case(testDescription: "zero is a value", flag: "0", variable: "2", outcome: "0"),
    Case(testDescription: "an empty variable", variable: "", file: "3", outcome: "3000000000"),
    Case(
      testDescription: "a bad flag", flag: "soon", variable: "2",
      outcome: "bad_setting 64: invalid value 'soon' for --lock-timeout \(form)"),
    Case(
      testDescription: "an empty flag", flag: "", variable: "2",
      outcome: "bad_setting 64: invalid value '' for --lock-timeout \(form)"),
    Case(
      testDescription: "a bad variable", variable: "soon", file: "3",
      outcome: "bad_setting 64: invalid value 'soon' for ORCH_LOCK_TIMEOUT \(form)"),
    Case(
      testDescription: "a bad file", file: #""soon""#,
      outcome: #"bad_setting 64: ~/orch.json: invalid value "soon" for 'lock_timeout' \#(form)"#),
    Case(testDescription: "a bad variable unread", flag: "1", variable: "x", outcome: "1000000000"),
    Case(testDescription: "a bad file unread", variable: "2", file: "[", outcome: "2000000000"),
  ])
  func `the flag, then the environment, then orch json, then the default`(
    _ sources: Case
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_LOCK_TIMEOUT"] = sources.variable
      if let text = sources.file {
        try writeAged(#"{"lock_timeout": \#(text)}"#, to: "\(scene.folder)/orch.json")
      }
      let context = scene.context { $0.lockTimeout = sources.flag }
      let outcome = scene.outcome {
        "\(try context.taskQueue.value(Settings.lockTimeout).nanoseconds)"
      }
      #expect(outcome == sources.outcome)
    }
  }

  @Test func `the flag of a command line arrives at the store`() throws {
    try withScene([]) { scene in
      var scene = scene
      #expect(
        scene.run("list --lock-timeout=x --no-log").errors
          == "ERROR: invalid value 'x' for --lock-timeout (it must be seconds, 0 to 86400)\n")
      #expect(scene.run("list --lock-timeout 0 --no-log") == .init())
      scene.environment["ORCH_LOCK_TIMEOUT"] = "soon"
      #expect(
        scene.run("list --no-log").errors
          == "ERROR: invalid value 'soon' for ORCH_LOCK_TIMEOUT (it must be seconds, 0 to 86400)\n")
    }
  }

  @Test func `a variable that this command does not use must be readable too`() throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_LEASE_SECONDS"] = "x"
      #expect(
        scene.run("list --no-log").errors
          == "ERROR: invalid value 'x' for ORCH_LEASE_SECONDS "
          + "(it must be a whole number, 1 to 31536000)\n")
    }
  }

  @Test func `orch json lies beside the queue, wherever that is`() throws {
    try withScene([]) { scene in
      try writeAged(#"{"top_in_progress": 0}"#, to: "\(scene.folder)/orch.json")
      let above = try scene.context().taskQueue.value(Settings.topInProgress)
      #expect(above == 0)
      let elsewhere = try scene.context { $0.queue = "sub/QUEUE.md" }.taskQueue.value(
        Settings.topInProgress)
      #expect(elsewhere == 5)
    }
  }
}
