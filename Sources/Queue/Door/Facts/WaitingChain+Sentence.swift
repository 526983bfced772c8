import Model
import Text

extension WaitingChain {
  /// `waits for C (IN_PROGRESS), B (PENDING), which waits for A (FAILED)`: the chain continues from
  /// the last of the `blockers`, the rows for which the row itself waits.
  func sentence(
    of blockers: [Dependencies.Blocker], inPlan plan: String?, at now: QueueTime
  ) -> Sentence {
    let others = blockers.filter { $0 != path[0] }
    let shown = others.prefix(longestList - 1).map(\.label)
    let first = (shown + others.count.above(shown.count) + [mark(of: 0)]).joined(separator: ", ")
    var parts = [Self.sentence(ofWaitFor: first, inPlan: plan)]
    for step in path.indices.dropFirst() {
      let skipped = step == path.count - 1 ? skipped : 0
      let mark = mark(of: step)
      parts.append(
        Sentence(
          ", which waits\(skipped > 0 ? ", over \(skipped) more \(skipped == 1 ? "row" : "rows")," : "") "
            + "for \(mark.english)",
          ", 이 행은\(skipped > 0 ? " \(skipped)행을 거쳐" : "") \(mark.korean) 대기"))
    }
    return (parts + ending(at: now)).joined(separator: "")
  }

  /// `waits for A (FAILED)`, or `waits for its plan login: login.api (PENDING)`.
  static func sentence(ofWaitFor rows: Sentence, inPlan plan: String?) -> Sentence {
    guard let plan else { return Sentence("waits for \(rows.english)", "대기: \(rows.korean)") }
    return Sentence(
      "waits for its plan \(plan): \(rows.english)", "계획 \(plan) 대기: \(rows.korean)")
  }

  /// `A (FAILED)`.
  private func mark(of step: Int) -> Sentence {
    if step < path.count - 1 { return path[step].label }
    let mark =
      switch (root.reason, root.status) {
      case (.malformed, _), (.refused, _): Sentence("malformed row", "형식이 잘못된 행")
      case (.noRow(let absence?), _): absence.sentence
      case (.noRow, _), (_, nil): Sentence("no such row", "그런 행 없음")
      case (_, let status?): Sentence(same: status.rawValue)
      }
    return mark.map { "\(path[step].id.escaped) (\($0))" }
  }

  /// What is said about the last row in addition to its mark, if the mark is not enough.
  private func ending(at now: QueueTime) -> [Sentence] {
    switch root.reason {
    case .malformed, .refused, .noRow, .inProgress, .stopped: return []
    case .done:
      return [Sentence(", whose worker has not ended", ", 그 워커가 아직 끝나지 않았습니다")]
    case .leased, .duplicate, .nearMiss, .waits, .cycle, .backsOff, .deferred, .needsApproval,
      .attemptsUsedUp,
      .unknownWorker, .paused, .workersBusy, .sameLabel, .sameWork, .overlaps, .workerBusy,
      .overBudget, .badBrief, .cannotStart, .queued:
      let predicate = root.predicate(at: now)
      return [Sentence(", which \(predicate.english)", ", \(predicate.korean)")]
    }
  }
}

extension Int {
  /// `3 more`, if only `shown` are named.
  func above(_ shown: Int) -> [Sentence] {
    let left = self - shown
    return left > 0 ? [Sentence("\(left) more", "그 밖에 \(left)행")] : []
  }
}
