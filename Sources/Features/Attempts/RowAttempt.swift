public import Door
public import Model
public import Workers

/// An attempt at a row, and how it ended.
public struct RowAttempt: Sendable {
  public let kept: KeptAttempt
  /// The result of the attempt; `nil` if it has not ended.
  public let end: AttemptResult?
  /// The last result, including a decision on a report that came after the attempt's end.
  public let last: AttemptResult?
  /// When a running worker began, according to the row.
  private let runningSince: QueueTime?
  private let now: QueueTime
  /// What the agent of a running attempt has used so far; `nil` if that was not asked for.
  package var usageSoFar: AgentUsage?

  /// - Parameter now: the time, in the queue's zone.
  package init(_ attempt: KeptAttempt, of item: QueueItem, isRunning: Bool, at now: QueueTime) {
    kept = attempt
    let results = attempt.folder?.results() ?? []
    (end, last) = (results.first, results.last)
    runningSince =
      isRunning ? item.start(in: now.zone) ?? now : nil
    self.now = now
  }

  public var isRunning: Bool { runningSince != nil }

  /// The class of the attempt's failure; `nil` if it did not fail.
  public var failure: FailureClass? { last?.failure }

  /// The name of the worker's profile; `nil` for a session that orch did not start.
  public var worker: String? { kept.worker }

  /// What the agent used, or has used so far if it runs; `nil` if that is unknown.
  public var usage: AgentUsage? { end?.usage ?? usageSoFar }

  /// The last judgement of the attempt's report; `nil` if no report was judged.
  public var review: AttemptResult.Review? { last?.review }

  /// The reason for the attempt's end, in one line; `nil` if none is known.
  public var reason: String? {
    guard let review = last?.review else { return last?.reason }
    if review.result == .pass { return nil }
    // The worker's question or obstacle comes first, then the findings of checks: they explain more
    // than criteria that are only not claimed.
    for reason in review.reasons {
      switch reason {
      case .question(let text), .stop(let text): return text
      default: break
      }
    }
    let unmet = review.criteria.filter { !$0.isMet }
    let first = (unmet.first { $0.file != nil } ?? unmet.first)
      .map { "\($0.text): \($0.reason.prefix { !$0.isNewline })" }
    return first ?? last?.reason ?? review.reasons.codes(separator: "; ")
  }

  public var started: QueueTime? {
    runningSince ?? end?.startedAt.flatMap { QueueTime(iso8601: $0) }.map(inQueueTime)
  }

  private func inQueueTime(_ time: QueueTime) -> QueueTime {
    QueueTime(epochSeconds: time.epochSeconds, zone: now.zone)
  }

  /// In seconds; `nil` if the start or the end is unknown.
  public var duration: Int? {
    guard let started else { return nil }
    if isRunning { return max(0, now.epochSeconds - started.epochSeconds) }
    return end?.endedAt.flatMap { QueueTime(iso8601: $0) }
      .map { max(0, $0.epochSeconds - started.epochSeconds) }
  }

  /// The kind under which the attempt is counted: the class of its failure, or otherwise the status
  /// that followed.
  public var kind: String {
    if isRunning { return "running" }
    return last.flatMap { $0.failure?.rawValue ?? $0.status?.rawValue } ?? "unknown_end"
  }
}
