/// All that there is to tell of a soak.
public struct SoakOutcome: Equatable, Sendable {
  public let profile: SoakProfile
  public let account: SoakAccount
  /// What the daemon did that it must not.
  public let daemonFaults: [SoakFault]
  public let goals: [GoalResult]
  public let end: End
  /// Seconds of the queue from the begin to the last look.
  public let seconds: Int
  /// The same by the machine's clock.
  public let realSeconds: Int
  public let runs: RunFigures
  /// How often the driver locked the database.
  public let locks: Int
  public let daemonKills: Int
  public let samples: [Sample]

  /// Why it ended.
  public enum End: Equatable, Sendable {
    /// All rows came to their end, or the time for that was over.
    case regular
    case aborted(String)
    case interrupted
  }

  /// Whether it ran to its end and reached all that it has to.
  public var isGood: Bool {
    end == .regular && daemonFaults.isEmpty && goals.allSatisfy(\.isMet)
  }
}
