import Text

/// What a soak does, for how long, and which goals it has. Times are those of the queue's clock,
/// which may run faster than the machine's clock. Only times called real are those of the machine.
struct SoakProfile: Equatable, Sendable {
  /// The seed that decides what arrives and what goes wrong. The times depend on the machine, too.
  var seed: Int
  /// The speed of the queue's clock, as a multiple of the machine's clock.
  var speed: Int
  /// How long rows arrive.
  var minutes: Int
  /// How long the last rows have to reach their end.
  var drainMinutes: Int
  var arrivals: Arrivals
  var work: Work
  var faults: Faults
  var people: People
  var abort: Abort
  var goals: Goals

  /// The rows that are submitted.
  struct Arrivals: Equatable, Sendable {
    /// The rows that arrive one by one, added by `orch add` with a key.
    var perMinute: Int
    /// The rows that arrive together in each minute of a burst, added by `orch intake submit`.
    var burstRows: Int
    var burstMinutes: Int
    var burstEveryMinutes: Int
    /// The number of processes that submit at the same time.
    var submitters: Int
  }

  /// The workers, and how long their work takes.
  struct Work: Equatable, Sendable {
    /// How long the work on a row takes; the time is drawn for each attempt.
    var seconds: ClosedRange<Int>
    /// The deadline of `orch.json`, by the machine's clock.
    var timeoutRealSeconds: Int
    var maxWorkers: Int
    /// The daemon's own schedule; it ticks by itself when something happens.
    var intervalMinutes: Int
  }

  /// The faults that are made on purpose. Shares are from 0 to 1.
  struct Faults: Equatable, Sendable {
    /// The share of attempts in which the worker exits with an error.
    var transient: Double
    /// The share of rows whose first attempt reports more tokens than the hard limit.
    var overBudget: Double
    /// The share of attempts in which the supervisor is killed in the middle.
    var lostLease: Double
    /// The share of single submissions that are sent twice.
    var duplicateSubmission: Double
    /// The share of writing commands during which another process has the database locked until
    /// they give up.
    var lockedDatabase: Double
    /// How long a command waits for the lock, by the machine's clock.
    var lockRealSeconds: Int
    /// The minutes after which the daemon is killed and started again; 0 means never.
    var daemonKilledEveryMinutes: Int
  }

  /// How often people look at the queue.
  struct People: Equatable, Sendable {
    var operatorSeconds: Int
    var readerSeconds: Int
  }

  /// The limits beyond which a soak ends before its time.
  struct Abort: Equatable, Sendable {
    var checkSeconds: Int
    var duplicates: Int
    /// The number of rows that continued although their worker reported more tokens than the hard
    /// limit.
    var unblocked: Int
    /// The share of DONE rows among the rows that are DONE, FAILED or BLOCKED at a check; 0 means
    /// no limit.
    var success: Double
    /// The number of such rows from which on the share counts.
    var successRows: Int
    /// The number of rows that wait.
    var backlogRows: Int
    /// The minutes in which rows wait and no row becomes DONE.
    var noProgressMinutes: Int
    var diskFreeMB: Int
    /// The share of commands that ended unexpectedly.
    var failedCommands: Double
    /// The number of consecutive checks for which `ops status` failed.
    var failedLooks: Int
  }

  /// The goals that a soak has to reach.
  struct Goals: Equatable, Sendable {
    var attempts: Int
    var success: Double
    var lostLeases: Int
    var recovered: Double
    /// The 95th percentile of the time from a row's arrival to its end.
    var p95Seconds: Int
  }

  /// The same load for another time. The required numbers of events grow and shrink with the time.
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
  /// Reads a profile. Each key is required, and an unknown key is an error.
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
    burstMinutes = arrivals.int("burst_minutes", in: 1...720)
    burstEveryMinutes = arrivals.int("burst_every_minutes", in: 1...1440)
    submitters = arrivals.int("submitters", in: 1...16)
    if burstMinutes > burstEveryMinutes - burstEveryMinutes / 2 {
      arrivals.fail(
        "'arrivals.burst_minutes' is more than half of 'arrivals.burst_every_minutes'",
        hint: "a burst begins in the middle of its minutes")
    }
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
        "the shares of failing attempts in 'faults' are more than 1 together",
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
