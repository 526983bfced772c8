/// Why a dispatch starts nothing while rows wait.
public enum BlockedReason: Equatable, Sendable {
  /// As many rows are IN_PROGRESS as may be, and others could start.
  case full(RunningItems, at: QueueTime)
  /// Something keeps every row that waits: what it is of the first of them, by the order in
  /// which they would start, and how many more there are.
  case held([Explanation], more: Int, at: QueueTime)

  /// Nobody reads more than so many of them in one line.
  static let told = 5

  /// Whether nothing of it passes by itself: somebody has to do something.
  public var isForGood: Bool {
    switch self {
    case .full: false
    case .held(let explanations, _, _): explanations.allSatisfy(\.isStuck)
    }
  }
}

extension Transition.Dispatch {
  /// Why this would start nothing now; `nil` where no row waits, or one may start.
  public func blockedReason(
    in table: some QueueTable, context: TransitionContext
  ) throws -> BlockedReason? {
    try WaitAnalysis(maxWorkers: maxWorkers, context: context).blockedReason(in: table)
  }
}
