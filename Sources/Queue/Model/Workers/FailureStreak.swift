/// How many consecutive attempts of a row failed with one class. Another class, success, or a
/// person who moves the row on ends the streak. Source: `docs/workers.md`, "Failure classes".
public struct FailureStreak: Equatable, Sendable {
  public let failure: FailureClass
  /// 0 for a row that is not retried automatically: the next failure begins a new streak.
  public let count: Int

  public init(_ failure: FailureClass, count: Int) { (self.failure, self.count) = (failure, count) }

  /// The streak of this number of consecutive claims without any outcome; `nil` for 0.
  public static func lost(_ count: Int) -> FailureStreak? {
    count > 0 ? FailureStreak(.lost, count: count) : nil
  }
}

extension Claim {
  /// How many consecutive claims of the row ended without any outcome.
  public var lostCount: Int { streak.map { $0.failure == .lost ? $0.count : 0 } ?? 0 }
}

/// The parts of a row's claim that a change removed. No cell shows these parts.
public struct FormerClaim: Equatable, Sendable {
  /// The number of the ended claim, if it was for a worker of orch; otherwise `nil`.
  public let endedNumber: Int?
  /// The streak before the change.
  public let streak: FailureStreak?

  public init(endedNumber: Int?, streak: FailureStreak?) {
    (self.endedNumber, self.streak) = (endedNumber, streak)
  }

  /// `nil` if the change neither ended a claim for a worker nor changed the streak.
  init?(_ change: ItemChange) {
    let (before, after) = (change.before?.claim, change.after?.claim)
    let isOver = !(change.after?.isClaimed ?? false) || before?.number != after?.number
    let isEnded = isOver && change.before?.isClaimed ?? false && before?.isForWorker ?? false
    guard isEnded || before?.streak != after?.streak else { return nil }
    self.init(endedNumber: isEnded ? before?.number : nil, streak: before?.streak)
  }
}

extension QueueItem {
  /// Whether the rule of a failure class ended the row's automatic retries.
  var isGivenUp: Bool { claim?.streak?.count == 0 }

  /// The streak of the row after one more failure.
  func streak(after failure: FailureClass) -> FailureStreak {
    let streak = claim?.streak
    let count = streak?.failure == failure ? streak?.count ?? 0 : 0
    return FailureStreak(failure, count: min(count, .max - 1) + 1)
  }
}
