public import Host
public import Model
public import Workers

/// Why one worker can't start on any row now, as facts. A missing program and an untrusted home are
/// separate errors.
public struct WorkerObstacle: Equatable, Sendable {
  public let worker: String
  /// The place of the worker's profile: `/srv/demo/orch.json: workers.claude`.
  public let place: String
  public let reason: Reason

  public enum Reason: Equatable, Sendable {
    /// `sandbox_required` is true, and `sandbox` names no program.
    case noSandbox
    /// `sandbox_required` is true, and this limit can't be kept.
    case missingSandbox(SandboxLack)
    /// The file of the prompt, at this path, can't be used because of `problem`.
    case prompt(String, problem: String)
    case oldVersion(VersionNumber, of: String, needed: VersionNumber)
    /// The version of the program can't be read; `problem` is the program's output or exit.
    case unreadableVersion(of: String, problem: String)
    /// The worker has no `worktree`, but the row belongs to another repository.
    case noWorktree
    /// The fault of a chat endpoint.
    case endpoint(ChatEndpoint.Fault)
    /// `env_file` can't be used.
    case environmentFile(EnvironmentFile.Fault)
    /// The file of the worker's breaker can't be read or written, because of this error.
    case unrecordable(SystemError)
    /// The budget limits money, but neither the program nor `prices` gives the cost of an attempt.
    ///
    /// - Parameter adapter: the worker's adapter; only a Claude Code worker can limit what an
    ///   attempt costs.
    case noPrice(WorkerProfile.Adapter)
    /// The ledger of costs can't be read or written, so that the budget can't be kept.
    case unreadableCosts(SystemError)
    /// `day` is the beginning of the day of the finding. With the exact time, each tick's finding
    /// would differ from the previous one.
    case paused(WorkerPause, day: QueueTime)
  }

  public init(_ profile: WorkerProfile, file: String, _ reason: Reason) {
    worker = profile.name
    place = "\(file): \(profile.key)"
    self.reason = reason
  }

  /// Whether `env_file` is the obstacle, which is the same for every worker.
  package var isOfEnvironmentFile: Bool {
    if case .environmentFile = reason { true } else { false }
  }

  /// Whether the obstacle ends without a person.
  public var isPassing: Bool { if case .paused = reason { true } else { false } }
}
