public import Host
public import Model
public import Workers

/// Why one worker starts nothing now, whatever the rows, as facts. A missing program and a home
/// that is not trusted are errors of their own.
public struct WorkerObstacle: Equatable, Sendable {
  public let worker: String
  /// Where its profile is: `/srv/demo/orch.json: workers.claude`.
  public let place: String
  public let reason: Reason

  public enum Reason: Equatable, Sendable {
    /// `sandbox_required` is true, and `sandbox` names no program.
    case noSandbox
    /// `sandbox_required` is true, and this limit can't be kept.
    case missingSandbox(SandboxLack)
    /// The path of the file, and what is wrong with it.
    case prompt(String, problem: String)
    case oldVersion(VersionNumber, of: String, needed: VersionNumber)
    /// What the program said, or how it ended.
    case unreadableVersion(of: String, problem: String)
    /// It has no `worktree`, and the row is to be worked in another repository.
    case noWorktree
    /// What is wrong with the endpoint of a planner.
    case endpoint(ChatEndpoint.Fault)
    /// The error of what is at the path of its breaker.
    case unrecordable(SystemError)
    /// The budget limits money, and neither the program nor `prices` says what an attempt costs.
    ///
    /// - Parameter adapter: the worker's adapter; only a Claude Code worker can limit what an
    ///   attempt costs.
    case noPrice(WorkerProfile.Adapter)
    /// The ledger of costs can't be read or written, so that the budget can't be kept.
    case unreadableCosts(SystemError)
    /// `day` is the beginning of the day of the finding: with the exact moment each tick's finding
    /// would be a new one.
    case paused(WorkerPause, day: QueueTime)
  }

  public init(_ profile: WorkerProfile, file: String, _ reason: Reason) {
    worker = profile.name
    place = "\(file): \(profile.key)"
    self.reason = reason
  }

  /// Whether it ends by itself.
  public var isPassing: Bool { if case .paused = reason { true } else { false } }
}
