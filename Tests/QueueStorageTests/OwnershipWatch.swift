import QueueModel

/// Looks at each change, and doubts those that would let two sessions own a row.
struct OwnershipWatch {
  private(set) var doubts: [String] = []
  private var lastNumber = 0

  mutating func look(at changes: [ItemChange], of request: RandomWork.Request) {
    for change in changes {
      checkNumber(change)
      checkOwner(change, request.context)
      checkEnd(change, request)
      checkToken(change, request)
    }
  }

  /// Claim numbers only grow.
  private mutating func checkNumber(_ change: ItemChange) {
    guard let number = change.after?.claim?.number, number != change.before?.claim?.number else {
      return
    }
    if number <= lastNumber { doubts.append("claim \(number) after \(lastNumber)") }
    lastNumber = max(lastNumber, number)
  }

  /// A row IN_PROGRESS has one owner; one that is not has no claim but a lease or lost ones.
  private mutating func checkOwner(_ change: ItemChange, _ context: TransitionContext) {
    guard let after = change.after, let claim = after.claim else { return }
    if after.status == .inProgress {
      guard let lease = claim.lease, lease.isLive(at: context.now) else { return }
      if lease.owner != after.ownerSession { doubts.append("\(after.id) has two owners") }
    } else if after.status.isFinished || claim.lease == nil && claim.lost == 0 {
      doubts.append("\(after.id) has a claim that is over")
    }
  }

  /// Nobody but its owner ends a live lease: or a person, who says `--force`, or an operator.
  private mutating func checkEnd(_ change: ItemChange, _ request: RandomWork.Request) {
    let now = request.context.now
    guard let lease = change.before?.claim?.lease, lease.isLive(at: now) else { return }
    let after = change.after?.claim?.lease
    let isKept = after?.owner == lease.owner && after?.isLive(at: now) == true
    guard !isKept, request.context.session != nil, request.context.session != lease.owner,
      !request.transition.mayEndLease(of: lease.owner)
    else { return }
    doubts.append("\(change.id): the lease of \(lease.owner) is ended by \(request.transition)")
  }

  /// Whoever shows a token shows that of the claim, where it counts.
  private mutating func checkToken(_ change: ItemChange, _ request: RandomWork.Request) {
    guard let attempt = request.context.attempt, request.transition.isFenced,
      attempt != change.before?.claim?.token
    else { return }
    doubts.append("\(change.id) was changed with the token \(attempt)")
  }
}

extension Transition {
  fileprivate func mayEndLease(of owner: String) -> Bool {
    switch self {
    case .finish(let finish): finish.force
    case .assign(_, _, let from, let force): force || from == owner
    case .release(_, let force): force
    case .cancel, .replan, .retry: true
    case .judge(let judge): judge.source != .report(force: false)
    case .add, .addAll, .pick, .undo, .restore, .lease, .rescue, .dispatch, .reply: false
    }
  }

  fileprivate var isFenced: Bool {
    switch self {
    case .finish(let finish): !finish.force
    case .assign(_, _, _, let force), .release(_, let force): !force
    case .lease(let request):
      switch request.action {
      case .renew, .release: true
      case .acquire, .expire: false
      }
    case .judge(let judge): judge.source != .report(force: true)
    case .add, .addAll, .pick, .undo, .restore, .cancel, .replan, .retry, .rescue, .dispatch,
      .reply:
      false
    }
  }
}
