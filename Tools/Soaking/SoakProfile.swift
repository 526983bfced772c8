import Text

/// What a soak does, for how long, and which goals it has. Times are the queue's, which may run
/// faster than the machine's, except those that are called real.
struct SoakProfile: Equatable, Sendable {
  /// Decides what arrives and what goes wrong; when it happens depends on the machine, too.
  var seed: Int
  /// How many times as fast as the machine's the queue's clock runs.
  var speed: Int
  /// For how long rows arrive.
  var minutes: Int
  /// How long the last rows have to reach their end.
  var drainMinutes: Int
  var arrivals: Arrivals
  var work: Work
  var faults: Faults
  var people: People
  var abort: Abort
  var goals: Goals

  /// What is submitted.
  struct Arrivals: Equatable, Sendable {
    /// Rows that come one by one, by `orch add` with a key.
    var perMinute: Int
    /// Rows that come at once, by `orch intake submit`.
    var burstRows: Int
    var burstEveryMinutes: Int
    /// Processes that submit at the same time.
    var submitters: Int
  }

  /// The workers, and how long their work takes.
  struct Work: Equatable, Sendable {
    /// How long a row takes, drawn for each attempt.
    var seconds: ClosedRange<Int>
    /// The deadline of `orch.json`, by the machine's clock.
    var timeoutRealSeconds: Int
    var maxWorkers: Int
    /// The daemon's own schedule; it ticks by itself when something happens.
    var intervalMinutes: Int
  }

  /// What goes wrong on purpose. Shares are parts of 1.
  struct Faults: Equatable, Sendable {
    /// Of attempts: the worker exits with an error.
    var transient: Double
    /// Of rows: their first attempt reports more tokens than the hard limit.
    var overBudget: Double
    /// Of attempts: the supervisor is killed in the middle.
    var lostLease: Double
    /// Of single submissions: the same is submitted twice.
    var duplicateSubmission: Double
    /// Of commands that write: another process has the database locked until they give up.
    var lockedDatabase: Double
    /// How long a command waits for the lock, by the machine's clock.
    var lockRealSeconds: Int
    /// The daemon is killed and started again; 0 is never.
    var daemonKilledEveryMinutes: Int
  }

  /// How often people look at the queue.
  struct People: Equatable, Sendable {
    var operatorSeconds: Int
    var readerSeconds: Int
  }

  /// What ends a soak before its time.
  struct Abort: Equatable, Sendable {
    var checkSeconds: Int
    var duplicates: Int
    /// Rows that went on, though their worker reported more tokens than the hard limit.
    var unblocked: Int
    /// Of rows that were DONE, FAILED or BLOCKED at a check: those DONE; 0 is never.
    var success: Double
    /// From how many such rows on their share counts.
    var successRows: Int
    /// Rows that wait.
    var backlogRows: Int
    /// Minutes in which rows wait and none is DONE.
    var noProgressMinutes: Int
    var diskFreeMB: Int
    /// Of commands: those that ended unexpectedly.
    var failedCommands: Double
    /// Checks in a row for which `ops status` failed.
    var failedLooks: Int
  }

  /// What has to be reached.
  struct Goals: Equatable, Sendable {
    var attempts: Int
    var success: Double
    var lostLeases: Int
    var recovered: Double
    /// From arrival to end.
    var p95Seconds: Int
  }

  /// The same load for another time. What has to happen in it grows and shrinks with the time.
  func lasting(_ minutes: Int) -> SoakProfile {
    var part = self
    part.minutes = minutes
    part.goals.attempts = goals.attempts * minutes / self.minutes
    part.goals.lostLeases = goals.lostLeases * minutes / self.minutes
    return part
  }
}

// MARK: Reading

extension SoakProfile {
  /// Reads a profile. Each key has to be there, and an unknown one is an error.
  init(parsing bytes: [UInt8]) throws(ProfileError) {
    let value: JSONValue
    do { value = try JSONValue(parsing: bytes) } catch {
      throw ProfileError(message: "\(error)", hint: "fix the file; it must be JSON")
    }
    self = try ProfileReader.read(value, SoakProfile.init)
  }

  private init(_ profile: inout ProfileReader) {
    seed = profile.int("seed", in: 0...(1 << 40))
    speed = profile.int("speed", in: 1...1000)
    minutes = profile.int("minutes", in: 1...100_000)
    drainMinutes = profile.int("drain_minutes", in: 1...10_000)
    arrivals = profile.object("arrivals", Arrivals.init)
    work = profile.object("work", Work.init)
    faults = profile.object("faults", Faults.init)
    people = profile.object("people", People.init)
    abort = profile.object("abort", Abort.init)
    goals = profile.object("goals", Goals.init)
  }
}

extension SoakProfile.Arrivals {
  fileprivate init(_ arrivals: inout ProfileReader) {
    perMinute = arrivals.int("per_minute", in: 1...600)
    burstRows = arrivals.int("burst_rows", in: 1...100)
    burstEveryMinutes = arrivals.int("burst_every_minutes", in: 1...1440)
    submitters = arrivals.int("submitters", in: 1...16)
  }
}

extension SoakProfile.Work {
  fileprivate init(_ work: inout ProfileReader) {
    seconds = work.range("seconds", in: 0...3600)
    timeoutRealSeconds = work.int("timeout_real_seconds", in: 1...86_400)
    maxWorkers = work.int("max_workers", in: 1...5)
    intervalMinutes = work.int("interval_minutes", in: 1...1440)
  }
}

extension SoakProfile.Faults {
  fileprivate init(_ faults: inout ProfileReader) {
    transient = faults.share("transient")
    overBudget = faults.share("over_budget")
    lostLease = faults.share("lost_lease")
    duplicateSubmission = faults.share("duplicate_submission")
    lockedDatabase = faults.share("locked_database")
    lockRealSeconds = faults.int("lock_real_seconds", in: 1...600)
    daemonKilledEveryMinutes = faults.int("daemon_killed_every_minutes", in: 0...100_000)
    if transient + overBudget + lostLease > 1 {
      faults.fail(
        "'faults' of attempts are more than 1 together",
        hint: "lower transient, over_budget or lost_lease")
    }
  }
}

extension SoakProfile.People {
  fileprivate init(_ people: inout ProfileReader) {
    operatorSeconds = people.int("operator_seconds", in: 1...86_400)
    readerSeconds = people.int("reader_seconds", in: 1...86_400)
  }
}

extension SoakProfile.Abort {
  fileprivate init(_ abort: inout ProfileReader) {
    checkSeconds = abort.int("check_seconds", in: 1...86_400)
    duplicates = abort.int("duplicates", in: 0...1000)
    unblocked = abort.int("unblocked", in: 0...1000)
    success = abort.share("success")
    successRows = abort.int("success_rows", in: 1...1_000_000)
    backlogRows = abort.int("backlog_rows", in: 1...1_000_000)
    noProgressMinutes = abort.int("no_progress_minutes", in: 1...100_000)
    diskFreeMB = abort.int("disk_free_mb", in: 0...1_000_000)
    failedCommands = abort.share("failed_commands")
    failedLooks = abort.int("failed_looks", in: 1...1000)
  }
}

extension SoakProfile.Goals {
  fileprivate init(_ goals: inout ProfileReader) {
    attempts = goals.int("attempts", in: 0...10_000_000)
    success = goals.share("success")
    lostLeases = goals.int("lost_leases", in: 0...1_000_000)
    recovered = goals.share("recovered")
    p95Seconds = goals.seconds("p95_minutes", in: 1...100_000)
  }
}
