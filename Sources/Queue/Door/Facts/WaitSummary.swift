public import Model
public import Text

/// The rows of a wait, by their outcome.
public struct WaitSummary: Equatable, Sendable {
  private let kinds: [Kind]

  /// The outcome of a row, in the order of the summary.
  public enum Kind: CaseIterable, Sendable {
    case done, failed, blocked, cancelled, asks, needsApproval, needsMerge, inProgress
    case notStarted, malformed
  }

  public init(_ rows: [Explanation]) { kinds = rows.map { Kind($0.reason) } }

  /// The number of rows of a kind.
  public func count(_ kind: Kind) -> Int { kinds.count { $0 == kind } }

  /// `10 done, 1 failed, 1 waits for approval`; `nil` without rows.
  public var counts: Sentence? {
    let parts = Kind.allCases.compactMap { kind in
      let count = count(kind)
      return count > 0 ? kind.sentence(of: count) : nil
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// `12 rows: 10 done, 1 failed, 1 waits for approval`.
  public var sentence: Sentence {
    guard let counts else { return Sentence("no row is left", "남은 행이 없습니다") }
    let total = kinds.count
    return Sentence(
      "\(total.counted("row")): \(counts.english)", "\(total)행: \(counts.korean)")
  }
}

extension WaitSummary.Kind {
  public init(_ reason: WaitReason) {
    switch reason {
    case .done: self = .done
    case .inProgress: self = .inProgress
    case .stopped(let row): self.init(row)
    case .malformed, .refused: self = .malformed
    case .needsApproval: self = .needsApproval
    case .noRow, .leased, .duplicate, .nearMiss, .waits, .cycle, .backsOff, .deferred,
      .attemptsUsedUp,
      .unknownWorker,
      .paused, .workersBusy, .sameLabel, .sameWork, .overlaps, .workerBusy, .overBudget, .badBrief,
      .cannotStart, .queued:
      self = .notStarted
    }
  }

  private init(_ row: StoppedRow) {
    switch row.cause {
    case .question: self = .asks
    case .approval, .approvalOfSecrets, .secretsInWork, .approvalToStart, .approvalOfPassed:
      self = .needsApproval
    case .merge: self = .needsMerge
    case .cancelled, .dependencyFailed: self = .cancelled
    case .pullRequestClosed, .guardrail, .verdict, .lostWorker, .needsPerson, .replanned, .note,
      .unknown:
      self = row.item.status == .failed ? .failed : .blocked
    }
  }

  fileprivate func sentence(of count: Int) -> Sentence {
    let wait = count == 1 ? "waits" : "wait"
    return switch self {
    case .done: Sentence("\(count) done", "완료 \(count)")
    case .failed: Sentence("\(count) failed", "실패 \(count)")
    case .blocked: Sentence("\(count) blocked", "막힘 \(count)")
    case .cancelled: Sentence("\(count) cancelled", "취소 \(count)")
    case .asks: Sentence("\(count) \(wait) for an answer", "답변 대기 \(count)")
    case .needsApproval: Sentence("\(count) \(wait) for approval", "승인 대기 \(count)")
    case .needsMerge:
      Sentence(
        "\(count) \(count == 1 ? "pull request" : "pull requests") not merged", "병합 대기 \(count)")
    case .inProgress: Sentence("\(count) in progress", "작업 중 \(count)")
    case .notStarted: Sentence("\(count) not started", "시작 전 \(count)")
    case .malformed: Sentence("\(count) malformed", "형식 오류 \(count)")
    }
  }
}
