/// What starts the work on a row that a dispatch claimed: `spawn` in `orch.json`.
/// Source: `docs/dispatch.md`, "Spawners".
public struct Spawner: Equatable, Sendable {
  public var kind = Kind.none
  /// The program and its arguments, with placeholders; see `Placeholder`.
  public var argv: [String] = []
  /// Seconds that the program may take.
  public var timeoutSeconds = 5400
  /// Seconds from `SIGTERM` to `SIGKILL` where it takes longer.
  public var graceSeconds = 10
  /// The variables that it sees of ours, besides those that every program does.
  public var env: [String] = []

  public init() {}

  public enum Kind: String, CaseIterable, Sendable {
    /// Whoever called starts the work.
    case none
    /// The program has somebody else do the work; its end says that they took it.
    case command
    /// The program does the work; its end says how that went.
    case worker
  }

  /// For how many seconds a claim is leased to what is started for it.
  public var leaseSeconds: Int { timeoutSeconds + graceSeconds + 60 }
}
