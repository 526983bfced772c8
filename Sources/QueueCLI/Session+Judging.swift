import Guardrails
import Host
public import QueueModel
import QueueStorage
public import ReviewerGate
public import TeamProtocol

/// How a report is judged, beside what the row says.
public struct ReviewTerms: Sendable {
  /// In place of the row's own criteria.
  public var criteria: String?
  /// Whether criteria prove themselves, also where no setting asks for that.
  public var runsChecks = false
  public var page: UICheck?
  /// How often the row was tried, and may be; `nil` for what it says itself.
  public var attempts: Int?
  public var maxAttempts: Int?

  public init() {}
}

/// A row whose report was judged.
public struct Judged {
  public let decision: Decision
  /// `nil` where the guardrails stopped the row.
  public let review: ReportReview?
  public let guardrail: GuardDecision?
  /// How often the row may be tried.
  let limit: Int

  /// What the gate says, with the row's attempts counted.
  public var verdict: ReviewDecision? {
    if let routed = decision.changes.first?.judgement?.review { return routed }
    let attempts = decision.item?.attemptCount ?? 0
    return review?.decision.limited(attempts: attempts, limit: limit)
  }
}

// Judging takes as long as proofs and pages do, and never holds a lock meanwhile: the
// transition checks that the row is still the one that was judged.

extension Session {
  /// Judges a report of a row, and lets that decide what becomes of it.
  ///
  /// - Parameters:
  ///   - report: as it was read.
  ///   - id: the row's.
  ///   - office: who brings it.
  ///   - guardrail: what the guardrails said; where they stop the row, nothing more is asked.
  ///   - terms: how to judge it.
  ///   - claim: the number of the claim that the report is of, where that is known.
  ///   - sender: who speaks in place of this command's own speaker.
  public func judge(
    _ report: Report, of id: String, by office: Transition.Judge.Office,
    guardrail: GuardDecision? = nil, _ terms: ReviewTerms, claim: Int? = nil,
    as sender: Sender? = nil
  ) throws(CommandError) -> Judged {
    let (item, history) = try row(id)
    let seen = Transition.Judge.Seen(status: item.status, claim: claim ?? item.claim?.number)
    try check(item, seen, office, sender)
    if let guardrail, guardrail.action == .block {
      var judge = Transition.Judge(id: id, by: office, .init(guardrail: guardrail))
      judge.seen = seen
      let decision = try perform(.judge(judge), as: sender)
      return Judged(decision: decision, review: nil, guardrail: guardrail, limit: 0)
    }
    var criteria = Transition.Judge.Criteria(terms.criteria ?? item.criteriaToJudge(history))
    // Each round judges by criteria that the one before learned of.
    for _ in 0..<5 {
      let review = try review(report, of: item, history, by: criteria.text ?? "", terms)
      var judge = Transition.Judge(
        id: id, by: office, .init(guardrail: guardrail, review: review.decision),
        criteria: terms.criteria == nil ? criteria : nil, attempts: terms.attempts,
        maxAttempts: terms.maxAttempts)
      judge.usualAttempts = try reviewSettings().maxRetries
      judge.seen = seen
      do throws(CommandError) {
        let decision = try perform(.judge(judge), as: sender)
        if terms.criteria == nil { warnOfOtherCriteria(criteria, decision) }
        return Judged(
          decision: decision, review: review, guardrail: guardrail,
          limit: try judge.limit(of: item, usual: value(Settings.maxAttempts)))
      } catch {
        guard case .criteriaChanged(_, let now)? = error.refusal else { throw error }
        criteria = now
      }
    }
    throw CommandError(.criteriaChanged(item, criteria))
  }

  /// Judges a report without a queue. Proofs are not run: there is no project to look at.
  public func review(_ report: Report, by criteria: String, _ terms: ReviewTerms) -> ReportReview {
    ReportReview(
      of: report, by: criteria, proofs: nil, page: terms.page.map { page in { page.run() } })
  }

  /// Refuses what the rules would refuse in the end, before anything is judged: that may start
  /// programs, and put evidence away. A verdict that was made already may be asked for again.
  private func check(
    _ item: QueueItem, _ seen: Transition.Judge.Seen, _ office: Transition.Judge.Office,
    _ sender: Sender?
  ) throws(CommandError) {
    if office == .review, item.status.isFinished, item.hasVerdict { return }
    var judge = Transition.Judge(id: item.id, by: office, .init())
    judge.seen = seen
    let context = try transitionContext(sender: sender)
    do throws(Refusal) { try judge.check(item, context) } catch { throw CommandError(error) }
  }

  /// The row, and where it is or was worked on, what happened to it.
  private func row(_ id: String) throws(CommandError) -> (QueueItem, [HistoryEntry]) {
    let store = try store()
    let item = try telling { () throws(StoreFailure) in
      try store.read { (table) throws(Refusal) in try table.existing(id) }
    }
    do throws(StoreError) { return (item, try store.history(of: id)) } catch {
      throw CommandError(error)
    }
  }

  private func review(
    _ report: Report, of item: QueueItem, _ history: [HistoryEntry], by criteria: String,
    _ terms: ReviewTerms
  ) throws(CommandError) -> ReportReview {
    let began = item.workBegan(history, offset: try offset())
    let pretended = try pretendedTime(offset: try offset())
    // Files have the machine's times.
    func machineTime(_ time: Int?) -> Int? { time.map { pretended?.machineSeconds(at: $0) ?? $0 } }
    let claim = item.firstClaim(history)
    let started = claim.flatMap { QueueTime(iso8601: $0.time)?.epochSeconds } ?? began
    // A clock that stands still tells nothing of files.
    let isFrozen = if case .frozen? = pretended { true } else { false }
    let startedAt =
      claim?.writtenAt ?? (isFrozen ? nil : machineTime(started).map { $0 * 1_000_000_000 })
    var review = ReportReview(
      of: report, by: criteria,
      proofs: try proofRunner(
        isAsked: terms.runsChecks, claimedAt: machineTime(began), startedAt: startedAt),
      judge: try judge(of: item),
      page: terms.page.map { page in { page.run() } })
    review.whyApproval = try settingsChange(since: startedAt)
    guard let evidence = try evidenceFolder(of: item.id) else { return review }
    let now = try now().epochSeconds
    do throws(SystemError) { try evidence.keep(review.evidence, now: now) } catch {
      throw CommandError(error)
    }
    return review
  }

  private func warnOfOtherCriteria(
    _ criteria: Transition.Judge.Criteria, _ decision: Decision
  ) {
    guard let change = decision.changes.first, let item = change.before,
      item.successCriteria != criteria.text
    else { return }
    warn(
      "the success criteria of \(item.id) changed since its claim; it was judged by those of then")
  }
}
