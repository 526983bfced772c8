/// What is known of the workers that orch started, by the tokens of their claims.
public struct KnownWorkers: Equatable, Sendable {
  /// A process of this machine works for these.
  public var alive: Set<String>
  /// Somebody took the work, or it was started on another machine: nobody here can tell.
  public var uncertain: Set<String>

  public init(alive: Set<String> = [], uncertain: Set<String> = []) {
    self.alive = alive
    self.uncertain = uncertain
  }

  /// Whether the claim was made for a worker that never started, or has ended and said nothing.
  /// Of a claim that somebody else made nobody knows.
  func areGone(from claim: Claim) -> Bool {
    claim.isForWorker && !alive.contains(claim.token) && !uncertain.contains(claim.token)
  }
}
