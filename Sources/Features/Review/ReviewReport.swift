import Attempts
public import Door
import Gate
import Git
import Host
package import Model
public import Workers
import Worktrees

/// Use case: judges a report of a row, and changes the row by the verdict.
///
/// Proofs and the judge may take long, so no lock is held. The transition checks that the row is
/// still the one that was judged. Source: `docs/decisions/0030`.
public struct ReviewReport: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// Options of a review, which override the row's values.
  public struct Terms: Sendable {
    public var criteria: String?
    /// Whether checks run even if the settings do not ask for them.
    public var runsChecks = false
    public var page: UICheck?
    public var attempts: Int?
    public var maxAttempts: Int?
    /// The name of the worker that orch started. Its own rules for retries apply.
    public var worker: String?

    public init() {}
  }

  /// Judges a report, unless the guardrails block the row, and changes the row.
  package func callAsFunction(
    _ incoming: IncomingReport, of item: QueueItem, by source: Transition.Review.Source,
    guardrail: GuardDecision? = nil, _ terms: Terms
  ) throws -> ReviewOutcome {
    let id = item.id
    let history = try queue.history(of: id)
    let judgedState = Transition.Review.JudgedState(
      status: item.status, claimNumber: incoming.spooled.claimNumber ?? item.claim?.number)
    try checkMayJudge(item, judgedState, source)
    try checkIsJudge(of: incoming, item, source, terms)
    let attempt = workspace.attempt(of: item, claimNumber: judgedState.claimNumber)
    if let guardrail, guardrail.action == .block {
      var transition = Transition.Review(id: id, by: source, .init(guardrail: guardrail))
      transition.judgedState = judgedState
      let decision = try queue.perform(.review(transition))
      return recorded(
        ReviewOutcome(of: id, decision, guardrail: guardrail), of: item, decision,
        from: incoming, JudgedAttempt(), in: attempt)
    }
    var criteria = Transition.Review.Criteria(terms.criteria ?? item.criteriaToJudge(history))
    // Another round follows if the row's criteria have changed in the meantime.
    for _ in 0..<5 {
      var (check, judged) = try judge(
        incoming, of: item, history, by: criteria.text ?? "", terms, in: attempt)
      do {
        return try landing(
          &check, judged, incoming.report, of: item, by: criteria.text ?? "", terms
        ) { check, landing, move in
          var transition = Transition.Review(
            id: id, by: source, .init(guardrail: guardrail, verdict: check.verdict),
            criteria: terms.criteria == nil ? criteria : nil, attempts: terms.attempts,
            maxAttempts: terms.maxAttempts)
          let settings = try queue.settings.get()
          transition.defaultMaxAttempts = settings.review.maxRetries
          transition.judgedState = judgedState
          transition.failure = check.failure(byCheck: settings.review.checkClasses)
          if let failure = transition.failure, [.auth, .interrupted].contains(failure) {
            // The rules of workers have no delay, because a worker's breaker delays its starts.
            transition.notBefore = queue.clock.now.epochSeconds + AttemptRecorder.supervisorPause
          }
          transition.worker = terms.worker
          transition.landing = landing
          transition.awaitsMerge =
            landing != nil
            && judged.work.map { workspace.becomesPullRequest($0, of: item, terms) }
              ?? false
          let decision = try queue.perform(.review(transition), alongside: move)
          if terms.criteria == nil { warnOfOtherCriteria(criteria, decision) }
          let outcome = ReviewOutcome(
            of: id, decision, check: check, guardrail: guardrail,
            limit: transition.attemptLimit(of: item, default: settings.policy.maxAttempts))
          return recorded(outcome, of: item, decision, from: incoming, judged, in: attempt)
        }
      } catch {
        guard case .criteriaChanged(_, let now)? = Problem(error).refusal else { throw error }
        criteria = now
      }
    }
    throw Problem.refused(.criteriaChanged(item, criteria))
  }

  /// Judges the text of a report that a person or an agent reviews, and changes the row.
  package func callAsFunction(
    reviewing text: String, of id: String, _ terms: Terms
  ) throws -> ReviewOutcome {
    let incoming = IncomingReport(
      spooled: queue.message(text), name: Inbox.name(now: queue.clock.machine.now()),
      report: Report(reading: text, of: id))
    let item = try queue.read { table in try table.existing(id) }
    return try self(incoming, of: item, by: .review, terms)
  }

  /// Judges a report without a queue, and changes nothing. Proofs are not run, because there is no
  /// project. `id` need not exist, and `criteria` is the text of a cell.
  public static func dryRun(
    _ text: String, of id: String, by criteria: String, limit: Int, _ terms: Terms
  ) -> ReviewOutcome {
    let check = ReportCheck(
      of: Report(reading: text, of: id), by: criteria, proofs: nil,
      page: terms.page.map { page in { page.run() } })
    let verdict = check.verdict.limited(attempts: terms.attempts ?? 0, limit: limit)
    return ReviewOutcome(
      id: id, verdict: verdict, guardrail: nil, check: check, status: verdict.result.status)
  }

  /// Refuses early what the rules would refuse later, because judging may start programs and write
  /// evidence. The verdict on a finished row may be requested again.
  private func checkMayJudge(
    _ item: QueueItem, _ judgedState: Transition.Review.JudgedState,
    _ source: Transition.Review.Source
  ) throws {
    if source == .review, item.status.isFinished, item.hasVerdict { return }
    var transition = Transition.Review(id: item.id, by: source, .init())
    transition.judgedState = judgedState
    try transition.check(item, try queue.context())
  }

  /// Throws if a worker started this process, and so may have prepared the proof of its own claim:
  /// the worker chose the variables by which programs, trust and settings are found.
  private func checkIsJudge(
    of incoming: IncomingReport, _ item: QueueItem, _ source: Transition.Review.Source,
    _ terms: Terms
  ) throws {
    let isOfWorker = item.claim?.isForWorker ?? false
    let isAskedByWorker = incoming.isAskedByReporter || workspace.hasVariablesOfWorker
    guard isOfWorker && isAskedByWorker || workspace.isInsideWorker else { return }
    if source == .review {
      let review = try queue.settings.get().review
      let runsPrograms =
        terms.runsChecks || review.runsChecks || !review.judge.isEmpty || terms.page != nil
      guard runsPrograms else { return }
    }
    throw Problem.judgedElsewhere(id: item.id)
  }

  private func warnOfOtherCriteria(_ criteria: Transition.Review.Criteria, _ decision: Decision) {
    guard let item = decision.changes.first?.before, item.successCriteria != criteria.text else {
      return
    }
    queue.warn(.criteriaChanged(id: item.id))
  }
}

// MARK: Proofs, judge and evidence

extension ReviewReport {
  private func judge(
    _ incoming: IncomingReport, of item: QueueItem, _ history: [HistoryEntry],
    by criteria: String, _ terms: Terms, in attempt: AttemptFolder?
  ) throws -> (ReportCheck, JudgedAttempt) {
    let (report, worker) = (incoming.report, incoming.worker)
    let work = WorkTimes(of: item, history, queue.clock)
    let review = try queue.settings.get().review
    let runsPrograms = terms.runsChecks || review.runsChecks || !review.judge.isEmpty
    let permission = runsPrograms ? try workspace.permission() : TrustPermission.allowed
    let committed = try committedWork(of: item, by: terms.worker)
    let reviewJudge = try reviewJudge(review, of: item, permission)
    func check(_ proofs: ProofRunner?, _ whyUnchecked: String = "") -> ReportCheck {
      ReportCheck(
        of: report, by: criteria, proofs: proofs, whyUnchecked: whyUnchecked, judge: reviewJudge,
        page: terms.page.map { page in { page.run() } })
    }
    var found: ReportCheck
    if let fault = committed.fault {
      found = check(nil, fault.message)
    } else {
      do {
        var proofs = try LandWork(queue: queue).proofRunner(
          for: item, by: terms.worker, isAsked: terms.runsChecks, permission, work,
          committed.work)
        proofs.exit =
          review.acceptsExit
          ? worker?.provenExit ?? proofs.exit
          : .needsApproval("review.exit is not true in orch.json")
        found = try lookAtProofs(
          of: item, committed.work, in: committed.main, by: terms.worker, criteria, report, proofs
        ) { check($0) }
      } catch {
        let fault = Problem(error)
        if let problem = fault.worktree, problem.cause != nil { throw fault }
        found = check(nil, fault.message)
      }
    }
    found.work = committed.work.map {
      let integration = workspace.profile(of: item, by: terms.worker)?.integration ?? .none
      return JudgedWork(
        commit: $0.commit.text, tree: $0.tree.text,
        integration: integration == .none ? nil : integration.rawValue)
    }
    found.isOfExitStatus =
      worker != nil && workspace.profile(of: item, by: terms.worker)?.adapter == .command
    found.isAskedBySession = !(item.claim?.isForWorker ?? false)
    if let start = work.firstClaimed {
      // The settings are compared again, because a check may have changed them.
      found.whyApproval = try settingsChange(since: start)
    }
    if let other = incoming.contradiction {
      found.whyApproval = "another report of this attempt says \(other.rawValue)"
    }
    if let fault = committed.fault { found.whyApproval = fault.message }
    found.workFault = try workFault(
      committed.work, committed.fault, report, of: item, by: terms.worker)
    var judged = JudgedAttempt(
      outputs: committed.fault == nil
        ? try outputs(
          of: report, Checklist(criteria).items, on: item, work, committed.work) : nil)
    judged.work = committed.work
    found.remarks += judged.outputs?.remarks ?? []
    try addChanges(ofCheckoutBy: worker, of: committed.work, to: &found)
    found.secrets = judged.outputs?.secrets ?? []
    if let attempt {
      let records = AttemptRecorder(queue: queue)
      records.checkIsThere(attempt, of: worker)
      judged.isContextIntact = worker.flatMap { records.isContextIntact(of: $0, in: attempt) }
      if judged.isContextIntact == false { found.remarks.append(.contextChanged) }
      judged.files = records.keep(found.evidence, in: attempt)
    }
    return (found, judged)
  }

  /// The files that a report or a proof names; `nil` if the root of the row's files must not be
  /// read.
  private func outputs(
    of report: Report, _ criteria: [String], on item: QueueItem, _ work: WorkTimes,
    _ committed: CommittedWork?
  ) throws -> ReportOutputs? {
    let namesFiles =
      !report.entries(of: .files).isEmpty || criteria.contains { Proof.parse($0)?.file != nil }
    guard namesFiles, let root = try? workspace.root(of: item) else {
      return nil
    }
    if let committed {
      return ReportOutputs(
        of: report, proofs: criteria, root: committed.worktree.folder, home: workspace.home,
        isPermitted: true,
        claimedAt: work.began, exemptions: committed.exemptions,
        changed: committed.changedPaths)
    }
    let isPermitted =
      Path.isInside(root, workspace.home) || (try? workspace.permission()) == .allowed
    let files = try workspace.rootOfProofs(of: item)
    return ReportOutputs(
      of: report, proofs: criteria, root: files, home: workspace.home, isPermitted: isPermitted,
      claimedAt: work.began,
      exemptions: SecretExemptions(below: files, unchangedSince: work.began))
  }

  private func recorded(
    _ outcome: ReviewOutcome, of item: QueueItem, _ decision: Decision,
    from incoming: IncomingReport, _ judged: JudgedAttempt, in attempt: AttemptFolder?
  ) -> ReviewOutcome {
    // The same verdict again is not reported.
    if decision.changes.isEmpty { return outcome }
    var outcome = outcome
    outcome.isReportKept =
      attempt.map {
        AttemptRecorder(queue: queue)
          .report(outcome, of: item, decision.changes.first, from: incoming, judged, in: $0)
      } ?? false
    return outcome
  }

  /// The judge of the row's reports; `nil` if `review.judge` names none.
  private func reviewJudge(
    _ review: ReviewSettings, of item: QueueItem, _ permission: TrustPermission
  ) throws -> ReviewJudge? {
    if review.judge.isEmpty { return nil }
    return ReviewJudge(
      review.judge, mayPass: review.judgeMayPass, task: item.task ?? "",
      root: try workspace.projectRoot(), permission: permission, timeLimit: review.checkSeconds,
      environment: workspace.environment)
  }

  /// A change of the settings, or of the files that they start, since the work began. It may have
  /// turned off checks or the judge. `nil` if there is no change, or if a person trusts it.
  ///
  /// - Parameter start: nanoseconds since 1970.
  private func settingsChange(since start: Int) throws -> String? {
    let trust = try workspace.trust()
    // If the record of trust can't be read, the permission below is refused.
    let trusted = (try? trust.trustedFiles()) ?? nil
    let gone = (trusted?.files ?? []).map(\.path).filter {
      (try? FileStatus(ofName: Path.join(trust.home, $0))) == nil
    }
    if !gone.isEmpty { return "\(gone.joined(separator: ", ")) is gone" }
    // The settings were read before the worker could change their file.
    let accepted = trusted?.files.first { $0.path == "orch.json" }?.digest
    let now = Self.digest(of: trust.file)
    if now != accepted, now != workspace.settingsDigest { return "orch.json changed" }
    switch try workspace.permission() {
    case .allowed: return nil
    case .refused(.changed(_, let files)) where !files.contains("orch.json"): return nil
    case .refused: break
    }
    // The file may be a link: the first status is that of the link, the second that of its target.
    let statuses = [try? FileStatus(ofName: trust.file), try? FileStatus(of: trust.file)]
    return statuses.contains { ($0?.changed ?? 0) > start } ? "orch.json changed" : nil
  }
}

extension ReviewReport {
  /// The digest of a file; the digest of no bytes if the file can't be read.
  private static func digest(of path: String) -> String {
    let isFile = (try? FileStatus(of: path))?.kind == .regular
    let bytes = isFile ? try? FileDescriptor(opening: path, for: .reading).readWhole() : nil
    return SHA256.hexDigest(of: bytes ?? [])
  }
}

extension WorkerRecord {
  /// What the end of the worker's program proves.
  fileprivate var provenExit: ProofResult {
    guard endedAt != nil, let exit else { return .needsApproval("orch ended the program") }
    switch exit {
    case .status(0): return .proved("the program ended with status 0")
    case .status(let status): return .failed("the program ended with status \(status)")
    case .signal(let signal): return .failed("the program was ended by signal \(signal)")
    }
  }
}
