import JSON

extension SoakProfile {
  /// Reads a profile. Each key has to be there, and an unknown one is an error.
  public init(parsing bytes: [UInt8]) throws(ProfileError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw ProfileError("\(error)", hint: "mend the file; it must be JSON")
    }
    let fields = try ProfileFields(
      value,
      keys: [
        "seed", "speed", "minutes", "drain_minutes", "arrivals", "work", "faults", "people",
        "abort", "goals",
      ])
    seed = try fields.int("seed", in: 0...(1 << 40))
    speed = try fields.int("speed", in: 1...1000)
    minutes = try fields.int("minutes", in: 1...100_000)
    drainMinutes = try fields.int("drain_minutes", in: 1...10_000)
    arrivals = try Arrivals(fields)
    work = try Work(fields)
    faults = try Faults(fields)
    people = try People(fields)
    abort = try Abort(fields)
    goals = try Goals(fields)
  }
}

extension SoakProfile.Arrivals {
  fileprivate init(_ profile: ProfileFields) throws(ProfileError) {
    let fields = try profile.fields(
      "arrivals", keys: ["per_minute", "burst_rows", "burst_every_minutes", "submitters"])
    perMinute = try fields.int("per_minute", in: 1...600)
    burstRows = try fields.int("burst_rows", in: 1...100)
    burstEveryMinutes = try fields.int("burst_every_minutes", in: 1...1440)
    submitters = try fields.int("submitters", in: 1...16)
  }
}

extension SoakProfile.Work {
  fileprivate init(_ profile: ProfileFields) throws(ProfileError) {
    let fields = try profile.fields(
      "work", keys: ["seconds", "timeout_real_seconds", "max_workers", "interval_minutes"])
    seconds = try fields.span("seconds", in: 0...3600)
    timeoutRealSeconds = try fields.int("timeout_real_seconds", in: 1...86_400)
    maxWorkers = try fields.int("max_workers", in: 1...5)
    intervalMinutes = try fields.int("interval_minutes", in: 1...1440)
  }
}

extension SoakProfile.Faults {
  fileprivate init(_ profile: ProfileFields) throws(ProfileError) {
    let fields = try profile.fields(
      "faults",
      keys: [
        "transient", "over_budget", "lost_lease", "duplicate_submission", "locked_database",
        "lock_real_seconds", "daemon_killed_every_minutes",
      ])
    transient = try fields.share("transient")
    overBudget = try fields.share("over_budget")
    lostLease = try fields.share("lost_lease")
    duplicateSubmission = try fields.share("duplicate_submission")
    lockedDatabase = try fields.share("locked_database")
    lockRealSeconds = try fields.int("lock_real_seconds", in: 1...600)
    daemonKilledEveryMinutes = try fields.int("daemon_killed_every_minutes", in: 0...100_000)
    if transient + overBudget + lostLease > 1 {
      throw ProfileError(
        "'faults' of attempts are more than 1 together",
        hint: "lower transient, over_budget or lost_lease")
    }
  }
}

extension SoakProfile.People {
  fileprivate init(_ profile: ProfileFields) throws(ProfileError) {
    let fields = try profile.fields("people", keys: ["operator_seconds", "reader_seconds"])
    operatorSeconds = try fields.int("operator_seconds", in: 1...86_400)
    readerSeconds = try fields.int("reader_seconds", in: 1...86_400)
  }
}

extension SoakProfile.Abort {
  fileprivate init(_ profile: ProfileFields) throws(ProfileError) {
    let fields = try profile.fields(
      "abort",
      keys: [
        "check_seconds", "duplicates", "backlog_rows", "no_progress_minutes", "disk_free_mb",
        "failed_commands", "failed_looks",
      ])
    checkSeconds = try fields.int("check_seconds", in: 1...86_400)
    duplicates = try fields.int("duplicates", in: 0...1000)
    backlogRows = try fields.int("backlog_rows", in: 1...1_000_000)
    noProgressMinutes = try fields.int("no_progress_minutes", in: 1...100_000)
    diskFreeMB = try fields.int("disk_free_mb", in: 0...1_000_000)
    failedCommands = try fields.share("failed_commands")
    failedLooks = try fields.int("failed_looks", in: 1...1000)
  }
}

extension SoakProfile.Goals {
  fileprivate init(_ profile: ProfileFields) throws(ProfileError) {
    let fields = try profile.fields(
      "goals", keys: ["attempts", "success", "lost_leases", "recovered", "p95_minutes"])
    attempts = try fields.int("attempts", in: 0...10_000_000)
    success = try fields.share("success")
    lostLeases = try fields.int("lost_leases", in: 0...1_000_000)
    recovered = try fields.share("recovered")
    p95Minutes = try fields.int("p95_minutes", in: 1...100_000)
  }
}
