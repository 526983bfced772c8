/// What happens to an awaited row as long as no person acts.
public enum WaitOutlook: Equatable, Sendable {
  case done
  /// The row is running, or waits for something that ends without a person: another running row, a
  /// time.
  case goesOn
  /// The next tick or pick moves the row.
  case isNext
  /// The row does not move until a person answers, approves, or removes an obstacle.
  case needsPerson
  /// The row is FAILED or BLOCKED and is not retried, or waits for such a row.
  case failed
}

extension WaitReason {
  /// What happens to a row with this reason as long as no person acts.
  ///
  /// - Parameter policy: decides whether a watchdog retries FAILED rows.
  public func outlook(by policy: Policy) -> WaitOutlook {
    switch self {
    case .done: .done
    case .queued, .duplicate: .isNext
    case .inProgress, .leased, .backsOff, .deferred, .workersBusy, .sameLabel, .sameWork, .overlaps,
      .workerBusy:
      .goesOn
    case .malformed, .refused, .noRow, .nearMiss, .cycle, .needsApproval, .unknownWorker, .paused,
      .badBrief:
      .needsPerson
    case .overBudget, .cannotStart: end == nil ? .needsPerson : .goesOn
    case .attemptsUsedUp: .failed
    case .waits(_, let chain, _): chain?.root.reason.outlook(by: policy) ?? .goesOn
    case .stopped(let row): row.outlook(by: policy)
    }
  }
}

extension StoppedRow {
  fileprivate func outlook(by policy: Policy) -> WaitOutlook {
    if item.awaited != nil { return .needsPerson }
    return item.waitsForPerson(policy) ? .failed : .isNext
  }
}

/// How a wait for rows ended.
public enum WaitOutcome: String, Equatable, Sendable {
  /// All are DONE.
  case done
  /// No row moves without a person, and at least one would after a person's action.
  case person
  /// No row moves any more, and at least one has failed; or no row is left.
  case failed
  /// The time limit was reached first.
  case timeout
  /// A signal ended the wait first.
  case interrupted

  /// `nil` as long as one of the rows may move without a person.
  public init?(of rows: [WaitOutlook]) {
    if rows.contains(where: { $0 == .goesOn || $0 == .isNext }) { return nil }
    if rows.contains(.needsPerson) {
      self = .person
    } else {
      self = rows.isEmpty || rows.contains(.failed) ? .failed : .done
    }
  }
}
