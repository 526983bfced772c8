public import Gate
public import Model
import Text

/// The check of a report: by the gate, by its proofs, by the judge, and by a page in a browser.
public struct ReportCheck: Equatable, Sendable {
  public let gate: GateResult
  public let checked: [CheckedCriterion]
  public let page: UICheckResult?
  /// The judge's answer; `nil` if no judge was asked.
  public let judged: ReviewJudge.Answer?
  /// Why a PASS needs a person's approval; `nil` if it does not.
  public var whyApproval: String?
  /// The files with secrets that the report names. If there are any, a PASS or RETRY needs a
  /// person's approval.
  public var secrets: [OutputSecret] = []
  /// Whether the programs ran in the environment of a session that picked its row by itself.
  public var isAskedBySession = false
  /// Whether orch wrote the report after the exit status of a program that reports nothing.
  public var isOfExitStatus = false
  /// Findings that the verdict mentions but does not depend on.
  public var remarks: [Remark] = []
  /// The fault because of which work in a worktree cannot pass.
  public var workFault: WorkFault?
  /// The commit that was judged; `nil` if there is none.
  public var work: JudgedWork?
  /// The checks that pass only with files that git ignores, and therefore would fail on the merged
  /// work.
  public var onlyInWorktree: [String] = []

  public enum WorkFault: Equatable, Sendable {
    /// The next attempt must fix the fault; `detail` is the output of a check.
    case sentBack(Verdict.Reason, detail: String? = nil)
    /// A check could not judge the work together with commits that were merged in the meantime. The
    /// values are the check's output and the class of the failure.
    case unjudged(check: String, said: String, FailureClass)
    /// A person must check the fault.
    case blocked(Verdict.Reason)
  }

  public struct Remark: Equatable, Sendable {
    /// The code in the verdict: `outputs_missing:a.txt`.
    public let code: String
    public let sentence: String

    public init(code: String, sentence: String) {
      (self.code, self.sentence) = (code, sentence)
    }

    /// The record of the context that was sent to the worker was changed or removed in the
    /// meantime.
    public static let contextChanged = Remark(
      code: "context_changed:task.json",
      sentence: "The task.json of the attempt is not what its worker was sent.")
  }

  /// Judges a report.
  ///
  /// - Parameters:
  ///   - report: the parsed report.
  ///   - criteria: the row's cell.
  ///   - proofs: checks the criteria that are proofs; `nil` if none can be checked. No program runs
  ///     for a blocked report.
  ///   - whyUnchecked: why no proof can be checked, if `proofs` is `nil`.
  ///   - judge: the judge, which is asked last, and only if its answer can change the verdict;
  ///     `nil` if there is none.
  ///   - page: checks a page in a browser; `nil` if there is none.
  public init(
    of report: Report, by criteria: String, proofs: ProofRunner?,
    whyUnchecked: String = "a dry run checks no proof", judge: ReviewJudge? = nil,
    page: (() -> UICheckResult)?
  ) {
    let checklist = Checklist(criteria).items
    checked = proofs?.check(checklist, runsPrograms: !report.isStopped) ?? []
    var results = Dictionary(uniqueKeysWithValues: checked.map { ($0.index, $0.result) })
    for (index, criterion) in checklist.enumerated() {
      if Proof.isMalformed(criterion) {
        results[index] = .failed("write \(ProofKind.forms.english)")
      } else if proofs == nil, let proof = Proof.parse(criterion), !proof.isOfPullRequest {
        results[index] = .needsApproval(whyUnchecked)
      }
    }
    let found = Gate.evaluate(criteria: criteria, report: report, proofs: results)
    judged = judge?.answer(to: report, found, checked)
    for (index, why) in judged?.heldBack ?? [:] { results[index] = .needsApproval(why) }
    gate =
      judged.map {
        Gate.evaluate(criteria: criteria, report: report, proofs: results, opinions: $0.opinions)
      } ?? found
    self.page = page?()
  }

  /// The verdict, before the row's attempts are counted.
  public var verdict: Verdict {
    var verdict = gate.verdict
    if isOfExitStatus, judged == nil {
      (verdict.exited, verdict.reported) = (verdict.reported, 0)
    }
    if let whyApproval, verdict.result == .pass { verdict.awaitApproval(because: whyApproval) }
    if let failure = judged?.failure { verdict.reasons.append(.judgeFailed(failure)) }
    if let page { verdict.take(page) }
    if let workFault { verdict.take(workFault, gate.criteria.map(\.text)) }
    if !secrets.isEmpty { verdict.awaitApproval(ofSecretsAt: secrets.prefix(5).map(\.place)) }
    if verdict.result == .retry { verdict.reasons += onlyInWorktree.map { .onlyInWorktree($0) } }
    verdict.remarks = remarks.map(\.code)
    verdict.work = work
    verdict.isVerifiedBySession =
      isAskedBySession && checked.contains { $0.proof.isProgram && $0.result.isProved }
    return verdict
  }
}

extension ReportCheck {
  /// Why the work failed, if it is sent back: the class of the first failed check, else `agent` for
  /// a fault of the report's form, else `review`; `nil` for another verdict.
  ///
  /// - Parameter classes: the classes of checks by name; for other checks, the name is the class.
  public func failure(byCheck classes: [String: FailureClass]) -> FailureClass? {
    guard verdict.result == .retry else { return nil }
    switch workFault {
    case .sentBack(.notCommitted, _)?: return .review
    case .sentBack(let reason, _)?: return reason.isOfMerge ? .conflict : .agent
    case .unjudged(_, _, let failure)?: return failure
    case .blocked?, nil: break
    }
    if let obstacle { return obstacle }
    let checks = gate.criteria.compactMap(\.failedCheck)
    let found = checks.lazy.compactMap { classes[$0] ?? FailureClass.ofCheck(named: $0) }.first
    return found ?? (checks.isEmpty && !gate.faults.isEmpty ? .agent : .review)
  }

  /// The class of the problem that kept the checks from judging the work, if the report has no
  /// other fault.
  private var obstacle: FailureClass? {
    let obstacles = checked.filter { $0.obstacle != nil }
    let kept = Set(obstacles.map(\.index))
    let isOnly = gate.criteria.indices.allSatisfy {
      kept.contains($0) || gate.criteria[$0].outcome.isMet
    }
    return gate.faults.isEmpty && isOnly ? obstacles.first?.obstacle : nil
  }

  /// A line for each fault and for each criterion that is not met, with the reason.
  public var shortcomings: [String] { gate.shortcomings + otherLines }

  /// A line for each fault and each criterion, as `--explain` shows them.
  public var explanation: [String] {
    gate.explanation + otherLines + remarks.map(\.sentence)
  }

  private var otherLines: [String] {
    (judged?.failure.map { ["The judge: \($0); the verdict is what it is without one."] } ?? [])
      + (whyApproval.map { ["A person has to look first: \($0)."] } ?? [])
      + (workFault.map { [$0.sentence] } ?? [])
      + secrets.map(\.sentence)
  }

  /// The findings as texts, each with the name of its file: `02-cmd`, `judge`.
  public var evidence: [(name: String, text: String)] {
    let answer = judged.flatMap { $0.output.isEmpty ? nil : $0 }.map {
      ("judge", "result: \($0.failure ?? "answered")\n\n\($0.output)")
    }
    return checked.map { ($0.name, $0.evidence) } + (answer.map { [$0] } ?? [])
  }
}

extension CriterionFinding {
  /// The name of the failed check; `nil` if none failed.
  fileprivate var failedCheck: String? {
    guard case .disproved = outcome, case .command(let name)? = Proof.parse(text) else {
      return nil
    }
    return name
  }
}

extension FailureClass {
  fileprivate static func ofCheck(named name: String) -> FailureClass? {
    FailureClass(rawValue: name).flatMap { ofChecks.contains($0) ? $0 : nil }
  }
}

extension ReportCheck.WorkFault {
  /// The fault as a text for the next worker.
  fileprivate var sentence: String {
    switch self {
    case .sentBack(let reason, let detail):
      reason.textForWorker + (detail.map { "\n\($0)" } ?? "")
    case .unjudged(let check, let said, _):
      "\(check) could not judge the work together with what was merged meanwhile:\n\(said)"
    case .blocked(let reason): reason.textForWorker
    }
  }
}

extension Verdict.Reason {
  /// The text for the next worker: a sentence if one is needed, else the code.
  var textForWorker: String {
    switch self {
    case .conflict(let files):
      "The work passed, and conflicts with what was merged meanwhile in \(files). That is merged into "
        + "the worktree, with conflict markers where git can write them: resolve it there. Where a file "
        + "is to stay as it is, write `Resolved: PATH ours` for this work, or `theirs` for the other."
    case .failedMerged(let check):
      "The work passed alone, and fails \(check) together with what was merged meanwhile, which is "
        + "merged into the worktree."
    case .noChanges: "The attempt changed no file. If nothing was to change, write `Changes: none`."
    case .queueInDiff(let files):
      "The work changes files of the queue, which no branch may change: undo that in \(files)."
    case .secretInDiff(let files):
      "The work has what looks like a secret: take it out of \(files)."
    case .notCommitted(let words):
      "Git can't commit what is in the worktree: \(words). Mend that: remove the file, make it readable, or rename it."
    case .secretInOutput(let places): "There is what looks like a secret in \(places): take it out."
    case .submoduleChanged(let paths):
      "The work changes what is inside of submodules, which no commit of orch has: \(paths)."
    case .allCovered, .fault, .unmet, .failure, .stop, .question, .approval, .attemptsUsedUp,
      .judgeFailed, .pagePassed, .pageFailed, .guardrail, .onlyInWorktree, .other:
      code
    }
  }
}

extension Verdict {
  /// Sends back work that passed, or makes it wait for a person. Work with content that must not be
  /// merged waits for a person even if the report would otherwise be sent back.
  fileprivate mutating func take(_ fault: ReportCheck.WorkFault, _ criteria: [String]) {
    switch fault {
    case .sentBack(let reason, _):
      // Without a commit no criterion could be checked, so there is nothing for a person to decide.
      if case .notCommitted = reason, awaited == .approval { (result, awaited) = (.pass, nil) }
      guard result == .pass else { return }
      (result, reasons) = (.retry, [reason])
    case .unjudged(let check, let said, _):
      guard result == .pass else { return }
      (result, reasons) = (.retry, [.unmet(1)])
      let place = criteria.firstIndex { Proof.parse($0) == .command(name: check) } ?? 0
      unmet = [Unmet(number: place + 1, criterion: criteria[place], reason: said)]
    case .blocked(let reason):
      // This reason replaces the request to approve a proof, because it is more informative.
      guard result == .pass || result == .retry || awaited == .approval else { return }
      (result, reasons, awaited) = (.block, [reason], .approval)
    }
  }

  /// A page without its expected texts changes a PASS to a RETRY; a BLOCK always stays.
  fileprivate mutating func take(_ page: UICheckResult) {
    guard !page.isOK else { return reasons.append(.pagePassed) }
    reasons.append(.pageFailed(page.reasons.joined(separator: ";")))
    otherChecks.append("ui_validation")
    if result == .pass {
      reasons.removeAll { $0 == .allCovered }
      result = .retry
    }
  }
}
