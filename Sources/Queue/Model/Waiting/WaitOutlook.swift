/// What becomes of a row that is waited for, as long as no person acts.
public enum WaitOutlook: Equatable, Sendable {
  /// The row is DONE.
  case done
  /// It is at work, or waits for what ends by itself: another row at work, a time.
  case goesOn
  /// The next tick or pick moves it.
  case isNext
  /// It stands still until a person answers, approves, or takes away what is in the way.
  case needsPerson
  /// It is FAILED or BLOCKED and is not tried again, or waits for such a row.
  case failed
}

extension WaitReason {
  /// What becomes of a row with this reason.
  ///
  /// - Parameter policy: says whether a watchdog retries FAILED rows.
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
  /// No row goes on by itself, and at least one does once a person has acted.
  case person
  /// No row goes on, and at least one has failed; or no row is left.
  case failed
  /// The time was over before.
  case timeout
  /// A signal ended it before.
  case interrupted

  /// `nil` as long as something happens to one of the rows by itself.
  public init?(of rows: [WaitOutlook]) {
    if rows.contains(where: { $0 == .goesOn || $0 == .isNext }) { return nil }
    if rows.contains(.needsPerson) {
      self = .person
    } else {
      self = rows.isEmpty || rows.contains(.failed) ? .failed : .done
    }
  }
}
