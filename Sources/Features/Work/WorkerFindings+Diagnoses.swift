import Attempts
package import Door
import Host
import Model
import Text
import Workers
import Worktrees

/// Whether the workers that `orch.json` names can start.
extension WorkerFindings {
  package var diagnoses: [Diagnosis] {
    let failures =
      problems.map(diagnosis) + unboxed.map { diagnosis($0.worker, without: $0.obstacle) }
      + unreadable.map(diagnosis) + unknown.map(diagnosis)
      + repositories.map { .fail("repository", $0).asWarning }
      + obstacles.map { .warn("worktree", $0.sentence, fix: $0.problem.hint) }
      + placeholders.map { diagnosis(ofPlaceholder: $0.word, at: $0.key) } + briefDiagnoses
      + missingChecks.map { diagnosis(ofCheck: $0.name, in: $0.ids) }
      + diagnosesOfCheckout + budgetFindings.nearlySpent.map(diagnosis) + ledgerDiagnoses
    return (failures.isEmpty ? [summary] : failures) + sandboxes.flatMap(diagnoses(of:))
  }

  /// The diagnoses of a sandbox. Obstacles to starting a worker are among the problems, and are
  /// left out.
  private func diagnoses(of sandbox: Sandbox) -> [Diagnosis] {
    let (worker, limits) = (sandbox.worker, sandbox.enforced.text)
    let kept = Diagnosis.ok(
      "sandbox",
      Sentence(
        "the sandbox of worker \(worker) limits \(limits)",
        "워커 \(worker)의 샌드박스가 제한하는 것: \(limits)"))
    let lacks = sandbox.isRequired ? [] : sandbox.lacks
    return (sandbox.enforced.rungs.isEmpty ? [] : [kept])
      + lacks.map { lack in
        .warn(
          "sandbox", Notice.sandboxLacks(worker: worker, lack).sentence(queueOption: ""),
          fix: lack.obstacle.hint)
      }
  }

  private var diagnosesOfCheckout: [Diagnosis] {
    guard !judgedInWorktree.isEmpty else { return [] }
    let workers = judgedInWorktree.joined(separator: ", ")
    return [
      .warn(
        "review",
        Sentence(
          "review.checkout is worktree: the work of \(workers) is judged with ignored files, "
            + "which do not land",
          "review.checkout이 worktree이므로 \(workers)의 작업을 판정할 때 git이 무시하는 파일도 셉니다. 그 파일은 병합되지 않습니다"),
        fix: Sentence(
          "remove the setting from orch.json; then proofs are checked in a clean checkout",
          "orch.json에서 빼면 새로 체크아웃한 곳에서 증거를 확인합니다"))
    ]
  }

  private var summary: Diagnosis {
    if names.isEmpty {
      return .ok(
        "workers",
        Sentence(
          "orch.json names no worker: orch dispatch claims rows for its caller, "
            + "and orch tick and orch daemon claim none",
          "orch.json에 워커가 없습니다. orch dispatch는 호출한 쪽이 작업하도록 행을 배정하고, "
            + "orch tick과 orch daemon은 배정하지 않습니다"))
    }
    return .ok(
      "workers",
      Sentence(
        "\(names.count.counted("worker")): \(names.joined(separator: ", "))",
        "워커 \(names.count)개: \(names.joined(separator: ", "))"))
  }

  private func diagnosis(_ error: Problem) -> Diagnosis {
    let failure = Diagnosis.fail("worker", error)
    return error.isPause ? failure.asWarning : failure
  }

  private func diagnosis(_ worker: String, without obstacle: ProgramLookup.Obstacle) -> Diagnosis {
    .warn(
      "worker",
      Sentence(
        "worker \(worker) starts without its sandbox: \(obstacle.description.escaped)",
        "워커 \(worker)이(가) 샌드박스 없이 시작합니다: \(obstacle.sentence.korean.escaped)"),
      fix: Sentence(
        "install it; with sandbox_required the worker does not start without its sandbox",
        "설치하십시오. sandbox_required를 true로 하면 샌드박스 없이는 시작하지 않습니다"))
  }

  private func diagnosis(_ unknown: WorkerRoster.Unknown) -> Diagnosis {
    let (worker, ids) = (unknown.worker.sentence, Self.listed(unknown.rows.map(\.id)))
    return .warn(
      "worker",
      unknown.rows.isEmpty
        ? worker : Sentence("\(worker.english): \(ids.english)", "\(worker.korean): \(ids.korean)"),
      fix: Sentence(
        "name one of: \(names.joined(separator: ", "))",
        "다음 중 하나를 쓰십시오: \(names.joined(separator: ", "))"))
  }

  /// Names the first ids.
  private static func listed(_ ids: [String]) -> Sentence {
    let shown = ids.prefix(5).map(\.escaped).joined(separator: ", ")
    let left = ids.count - 5
    return left > 0
      ? Sentence("\(shown), and \(left) more", "\(shown) 외 \(left)행") : Sentence(same: shown)
  }

  private func diagnosis(ofCheck name: String, in ids: [String]) -> Diagnosis {
    let ids = Self.listed(ids)
    return .warn(
      "check",
      Sentence(
        "cmd: \(name.escaped) is not in review.checks, so these rows will wait for approval: \(ids.english)",
        "cmd: \(name.escaped): review.checks에 없어 승인을 기다리게 됩니다: \(ids.korean)"),
      fix: Sentence(
        "add the check to review.checks in orch.json, or change the criteria with orch edit ID --success-criteria C",
        "orch.json의 review.checks에 더하거나, orch edit ID --success-criteria C"))
  }

  private func diagnosis(ofPlaceholder word: String, at key: String) -> Diagnosis {
    let known = Placeholder.allCases.map(\.rawValue).joined(separator: ", ")
    return .warn(
      "worker",
      Sentence(
        "\(key): \(word) is not a placeholder and is left as is",
        "\(key): 모르는 자리표시자 \(word)은(는) 그대로 둡니다"),
      fix: Sentence("the placeholders are \(known)", "있는 것: \(known)"))
  }

  private func diagnosis(_ limit: BudgetUse) -> Diagnosis {
    .warn("budget", limit.sentence, fix: limit.key.hint)
  }

  /// The problem of the ledger. If there is a budget, its workers already report the problem.
  private var ledgerDiagnoses: [Diagnosis] {
    guard let error = budgetFindings.ledgerProblem, !problems.contains(where: \.isOfLedger) else {
      return []
    }
    return [.fail("costs", Problem.system(error)).asWarning]
  }

  private var briefDiagnoses: [Diagnosis] {
    let left = briefs.count - Self.mostBriefs
    let more = Diagnosis.warn(
      "brief", Sentence("\(left) more", "그 밖에 \(left)개"),
      fix: Sentence(
        "ops why shows the paths that keep a row from starting", "행의 시작을 막는 것은 ops why가 알려 줍니다"))
    return briefs.prefix(Self.mostBriefs).map(diagnosis(ofBrief:)) + (left > 0 ? [more] : [])
  }

  private static let mostBriefs = 5

  private func diagnosis(ofBrief warning: Notice) -> Diagnosis {
    if case .failure(let error) = warning { return .fail("brief", error).asWarning }
    return .warn(
      "brief", warning.sentence(queueOption: ""),
      fix: Sentence(
        "put the most important first, or name other files in it", "중요한 것을 앞에 쓰거나 다른 파일을 가리키십시오"))
  }

  private func diagnosis(_ unreadable: String) -> Diagnosis {
    .warn(
      "worker", Sentence("\(unreadable); no pause is known", "\(unreadable). 일시 정지를 알 수 없습니다"),
      fix: Sentence("remove the file: the next failure writes it again", "지우십시오. 다음 실패 때 다시 만들어집니다")
    )
  }
}

extension Problem {
  fileprivate var isOfLedger: Bool {
    guard case .workerCannotStart(let obstacle) = self, case .unreadableCosts = obstacle.reason
    else { return false }
    return true
  }
}
