/// What a soak does, for how long, and what it has to come to. Times are the queue's, which may run
/// faster than the machine's, but for those that are called real.
public struct SoakProfile: Equatable, Sendable {
  /// Decides what arrives and what goes wrong, but not when: that is the machine's choice, too.
  public var seed: Int
  /// How many times as fast as the machine's the queue's clock runs.
  public var speed: Int
  /// For how long rows arrive.
  public var minutes: Int
  /// How long the last rows have to come to their end.
  public var drainMinutes: Int
  public var arrivals: Arrivals
  public var work: Work
  public var faults: Faults
  public var people: People
  public var abort: Abort
  public var goals: Goals

  /// What is submitted.
  public struct Arrivals: Equatable, Sendable {
    /// Rows that come one by one, by `orch add` with a key.
    public var perMinute: Int
    /// Rows that come at once, by `orch intake submit`.
    public var burstRows: Int
    public var burstEveryMinutes: Int
    /// Processes that submit at the same time.
    public var submitters: Int
  }

  /// Who works, and how long.
  public struct Work: Equatable, Sendable {
    /// How long a row takes, drawn for each attempt.
    public var seconds: ClosedRange<Int>
    /// The deadline of `orch.json`, by the machine's clock.
    public var timeoutRealSeconds: Int
    public var maxWorkers: Int
    /// The daemon's own schedule; it ticks by itself when something happens.
    public var intervalMinutes: Int
  }

  /// What goes wrong on purpose. Shares are parts of 1.
  public struct Faults: Equatable, Sendable {
    /// Of attempts: the worker exits with an error.
    public var transient: Double
    /// Of rows: their first attempt reports more tokens than the hard limit.
    public var overBudget: Double
    /// Of attempts: the supervisor is killed in the middle.
    public var lostLease: Double
    /// Of single submissions: the same is submitted twice.
    public var duplicateSubmission: Double
    /// Of commands that write: somebody else has the database locked until they give up.
    public var lockedDatabase: Double
    /// How long a command waits for the lock, by the machine's clock.
    public var lockRealSeconds: Int
    /// The daemon is killed and started again; 0 is never.
    public var daemonKilledEveryMinutes: Int
  }

  /// Those who look at the queue.
  public struct People: Equatable, Sendable {
    public var operatorSeconds: Int
    public var readerSeconds: Int
  }

  /// What ends a soak before its time.
  public struct Abort: Equatable, Sendable {
    public var checkSeconds: Int
    public var duplicates: Int
    /// Rows that wait.
    public var backlogRows: Int
    /// Minutes in which rows wait and none is DONE.
    public var noProgressMinutes: Int
    public var diskFreeMB: Int
    /// Of commands: those that ended as nobody expected.
    public var failedCommands: Double
    /// Looks in a row that told nothing of the rows.
    public var failedLooks: Int
  }

  /// What has to be reached.
  public struct Goals: Equatable, Sendable {
    public var attempts: Int
    public var success: Double
    public var lostLeases: Int
    public var recovered: Double
    public var p95Minutes: Int
  }
}
