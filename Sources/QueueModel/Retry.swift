/// A row that is to be tried again because somebody asks for it.
///
/// What that means is a matter of the policy: see `Policy.RetryMode`.
struct Retry {
  let item: QueueItem
  let force: Bool
  let context: TransitionContext

  private var isDelayed: Bool { context.policy.retryMode == .delayed }
  private static let note = "retry_requested"

  func decide() throws(Refusal) -> Decision {
    if item.status == .pending, isRetried { return .alreadySo(item) }
    guard mayRetry else { throw .wrongState(item, action: .retry) }
    if !force { try checkSense() }
    return .change(
      .changing(item, .retried, lost: item.status == .inProgress) {
        $0.becomePending()
        $0.isPermanentlyFailed = false
        if isDelayed {
          $0.backOff(context.policy, now: context.now)
        } else {
          $0.notes.append(Self.note)
        }
        $0.countAttempt()
      })
  }

  private var isRetried: Bool {
    item.notes.ends(with: Self.note)
      || isDelayed && item.attemptCount > 0
        && item.retryNotBefore ?? 0 > context.now.epochSeconds
  }

  private var mayRetry: Bool {
    switch item.status {
    case .failed: true
    case .blocked: !isDelayed || force
    case .inProgress: isDelayed && hasLeaseEnded
    case .pending, .done: false
    }
  }

  private var hasLeaseEnded: Bool {
    item.implicitLease(context).map { !$0.isLive(at: context.now) } ?? false
  }

  /// Another attempt must be able to end otherwise.
  private func checkSense() throws(Refusal) {
    guard !item.isPermanentlyFailed else { throw .permanentFailure(item.id) }
    guard item.status == .blocked || item.hasAttemptsLeft(context.policy) else {
      throw .attemptsUsedUp(item, limit: item.maxAttempts ?? context.policy.maxAttempts)
    }
  }
}
