import Host

/// What a worker does in one attempt at a row: the same whenever it is drawn anew.
public struct Behaviour: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable {
    /// Does its work, and reports it.
    case works
    /// Exits with an error, as where something it needs is not there for a moment.
    case failsTransiently = "transient"
    /// Reports more tokens than the hard limit.
    case exceedsBudget = "over_budget"
    /// Has its supervisor killed in the middle of its work.
    case losesLease = "lost_lease"
  }

  public let kind: Kind
  /// How long it works, in milliseconds of the queue.
  public let milliseconds: Int

  /// - Parameters:
  ///   - profile: how often each thing happens.
  ///   - id: the row's.
  ///   - attempt: how often the row was begun, with this one.
  public init(_ profile: SoakProfile, id: String, attempt: Int) {
    var numbers = SeededNumbers(seed: UInt64(profile.seed) ^ FNV(of: "\(id) \(attempt)").value)
    let share = Double.random(in: 0..<1, using: &numbers)
    let faults = profile.faults
    // Who was told that it took too much takes less the next time.
    let budget = attempt == 1 ? faults.overBudget : 0
    kind =
      switch share {
      case ..<faults.transient: .failsTransiently
      case ..<(faults.transient + faults.lostLease): .losesLease
      case ..<(faults.transient + faults.lostLease + budget): .exceedsBudget
      case _: .works
      }
    let seconds = profile.work.seconds
    milliseconds = Int.random(
      in: seconds.lowerBound * 1000...seconds.upperBound * 1000, using: &numbers)
  }
}
