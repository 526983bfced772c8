import Guardrails
import Host
public import QueueModel
import QueueStore
public import ReviewerGate
public import TeamProtocol

/// Use case: judges a report of a row, and lets the verdict decide what becomes of the row.
///
/// Judging takes as long as proofs and pages do, and holds no lock meanwhile: the transition checks
/// that the row is still the one that was judged. Source: `docs/decisions/0030`.
public struct ReviewReport: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  /// How a report is judged, beside what the row says.
  public struct Terms: Sendable {
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

  /// Judges a report, and routes its row.
  ///
  /// - Parameters:
  ///   - report: as it was read.
  ///   - id: the row's.
  ///   - source: who brings it.
  ///   - guardrail: what the guardrails say; where they stop the row, nothing more is asked.
  ///   - terms: how to judge it.
  ///   - claim: the number of the claim that the report is of; the row's own, for `nil`.
  public func callAsFunction(
    _ report: Report, of id: String, by source: Transition.Judge.ReviewSource,
    guardrail: GuardDecision? = nil, _ terms: Terms = Terms(), claim: Int? = nil
  ) throws(EngineError) -> ReviewOutcome {
    let item = try queue.read { table in try table.existing(id) }
    let history = try queue.history(of: id)
    let seen = Transition.Judge.Seen(status: item.status, claim: claim ?? item.claim?.number)
    try check(item, seen, source)
    if let guardrail, guardrail.action == .block {
      var judge = Transition.Judge(id: id, by: source, .init(guardrail: guardrail))
      judge.seen = seen
      return ReviewOutcome(of: id, try queue.perform(.judge(judge)), guardrail: guardrail)
    }
    var criteria = Transition.Judge.Criteria(terms.criteria ?? item.criteriaToJudge(history))
    // Each round judges by the criteria that the one before found to be the row's now.
    for _ in 0..<5 {
      let review = try review(report, of: item, history, by: criteria.text ?? "", terms)
      var judge = Transition.Judge(
        id: id, by: source, .init(guardrail: guardrail, review: review.verdict),
        criteria: terms.criteria == nil ? criteria : nil, attempts: terms.attempts,
        maxAttempts: terms.maxAttempts)
      let settings = try queue.settings.get()
      judge.usualAttempts = settings.review.maxRetries
      judge.seen = seen
      do throws(EngineError) {
        let decision = try queue.perform(.judge(judge))
        if terms.criteria == nil { warnOfOtherCriteria(criteria, decision) }
        return ReviewOutcome(
          of: id, decision, review: review, guardrail: guardrail,
          limit: judge.limit(of: item, usual: settings.policy.maxAttempts))
      } catch {
        guard case .criteriaChanged(_, let now)? = error.refusal else { throw error }
        criteria = now
      }
    }
    throw .refused(.criteriaChanged(item, criteria))
  }

  /// Judges a report that changes nothing, without a queue. Proofs are not run: there is no project
  /// to look at.
  ///
  /// - Parameters:
  ///   - report: as it was read.
  ///   - id: the row's, which need not be there.
  ///   - criteria: a cell's text.
  ///   - limit: how often the row may be tried.
  ///   - terms: how to judge it.
  public static func trial(
    _ report: Report, of id: String, by criteria: String, limit: Int, _ terms: Terms
  ) -> ReviewOutcome {
    let review = ReportReview(
      of: report, by: criteria, proofs: nil, page: terms.page.map { page in { page.run() } })
    let verdict = review.verdict.limited(attempts: terms.attempts ?? 0, limit: limit)
    return ReviewOutcome(
      id: id, verdict: verdict, guardrail: nil, review: review, status: verdict.word.status)
  }

  /// Refuses what the rules would refuse in the end, before anything is judged: that may start
  /// programs, and put evidence away. A verdict that was made already may be asked for again.
  private func check(
    _ item: QueueItem, _ seen: Transition.Judge.Seen, _ source: Transition.Judge.ReviewSource
  ) throws(EngineError) {
    if source == .review, item.status.isFinished, item.hasVerdict { return }
    var judge = Transition.Judge(id: item.id, by: source, .init())
    judge.seen = seen
    let context = try queue.context()
    do throws(Refusal) { try judge.check(item, context) } catch { throw .refused(error) }
  }

  private func warnOfOtherCriteria(_ criteria: Transition.Judge.Criteria, _ decision: Decision) {
    guard let item = decision.changes.first?.before, item.successCriteria != criteria.text else {
      return
    }
    queue.warn(.criteriaChanged(id: item.id))
  }
}

// MARK: Proofs, judge and evidence

extension ReviewReport {
  private func review(
    _ report: Report, of item: QueueItem, _ history: [HistoryEntry], by criteria: String,
    _ terms: Terms
  ) throws(EngineError) -> ReportReview {
    let work = WorkTimes(of: item, history, queue.clock)
    let review = try queue.settings.get().review
    let runsPrograms = terms.runsChecks || review.runsChecks || !review.judge.isEmpty
    // Asked once, before any program runs that could change what is asked about.
    let permission =
      runsPrograms || work.started != nil ? try workspace.permission() : TrustPermission.allowed
    var found = ReportReview(
      of: report, by: criteria,
      proofs: try proofRunner(isAsked: terms.runsChecks, permission, work),
      judge: try judge(review, of: item, permission),
      page: terms.page.map { page in { page.run() } })
    if let start = work.started {
      found.whyApproval = try workspace.settingsChange(since: start, permission)
    }
    if let evidence = workspace.evidence(of: item.id) {
      let now = queue.clock.now.epochSeconds
      do throws(SystemError) { try evidence.keep(found.evidence, now: now) } catch {
        throw .system(error)
      }
    }
    return found
  }

  /// What checks criteria that check themselves; `nil` where nobody asks for that: neither the terms
  /// nor `review.run_checks`. Where programs may not start, their criteria fail with the reason: that
  /// trust ended must not let words pass for proofs.
  func proofRunner(
    isAsked: Bool, _ permission: TrustPermission, _ work: WorkTimes
  ) throws(EngineError) -> ProofRunner? {
    let review = try queue.settings.get().review
    guard isAsked || review.runsChecks else { return nil }
    return ProofRunner(
      root: try workspace.projectRoot(), home: workspace.home, checks: review.checks,
      permission: permission, protected: review.protected, claimedAt: work.claimed,
      startedAt: work.started, timeLimit: review.checkSeconds, environment: workspace.environment)
  }

  /// The judge of the row's reports; `nil` where `review.judge` names none.
  private func judge(
    _ review: ReviewSettings, of item: QueueItem, _ permission: TrustPermission
  ) throws(EngineError) -> ReviewJudge? {
    if review.judge.isEmpty { return nil }
    return ReviewJudge(
      review.judge, mayPass: review.judgeMayPass, task: item.task ?? "",
      root: try workspace.projectRoot(), permission: permission, timeLimit: review.checkSeconds,
      environment: workspace.environment)
  }
}

/// When the work on a row began, by the machine's clock, which files go by.
struct WorkTimes {
  /// When it was claimed, in seconds since 1970; `nil` where that is not known.
  var claimed: Int?
  /// When it was first claimed since it was last DONE, in nanoseconds since 1970; `nil` where that is
  /// not known, or the clock stands still.
  var started: Int?

  init(claimed: Int? = nil) { self.claimed = claimed }

  init(of item: QueueItem, _ history: [HistoryEntry], _ clock: QueueClock) {
    let began = item.workBegan(history, offset: clock.offset)
    claimed = began.map(clock.machineSeconds(at:))
    let claim = item.firstClaim(history)
    let start = claim.flatMap { QueueTime(iso8601: $0.time)?.epochSeconds } ?? began
    started =
      claim?.writtenAt
      ?? (clock.isFrozen ? nil : start.map { clock.machineSeconds(at: $0) * 1_000_000_000 })
  }
}

extension Workspace {
  /// What of the settings, or of the files that they start, changed since work on a row began, and
  /// may have turned checks and judge off; `nil` where nothing did, or a person trusts it.
  ///
  /// - Parameters:
  ///   - start: nanoseconds since 1970.
  ///   - permission: whether the settings are trusted.
  fileprivate func settingsChange(
    since start: Int, _ permission: TrustPermission
  ) throws(EngineError) -> String? {
    let trust = try trust()
    let trusted = (try? trust.trustedFiles()) ?? nil
    let gone = (trusted?.files ?? []).map(\.path).filter {
      (try? FileStatus(ofName: Path.join(trust.home, $0))) == nil
    }
    if !gone.isEmpty { return "\(gone.joined(separator: ", ")) is gone" }
    switch permission {
    case .allowed: return nil
    case .refused(.changed(_, let files)) where !files.contains("orch.json"): return nil
    case .refused: break
    }
    // A link, and what it leads to.
    let statuses = [try? FileStatus(ofName: trust.file), try? FileStatus(of: trust.file)]
    return statuses.contains { ($0?.changed ?? 0) > start } ? "orch.json changed" : nil
  }
}
