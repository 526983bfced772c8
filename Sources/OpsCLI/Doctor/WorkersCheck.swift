import CommandSupport
import Dispatching
import Engine

/// Checks that the workers that `orch.json` names can start.
struct WorkersCheck {
  /// The names of all.
  let names: [String]
  /// Why some can't start.
  let problems: [EngineError]
  /// The breakers that can't be read.
  let unreadable: [String]

  var diagnoses: [Diagnosis] {
    let failures = problems.map(diagnosis) + unreadable.map(diagnosis)
    return failures.isEmpty ? [summary] : failures
  }

  private var summary: Diagnosis {
    if names.isEmpty {
      return .ok(
        "workers",
        "orch.json names none: orch dispatch and orch tick claim rows for their caller, "
          + "and orch daemon claims none",
        "orch.json에 워커가 없습니다. orch dispatch와 orch tick은 호출한 쪽이 작업하도록 행을 배정하고, "
          + "orch daemon은 배정하지 않습니다")
    }
    return .ok(
      "workers", "\(names.count.counted("worker")): \(names.joined(separator: ", "))",
      "워커 \(names.count)개: \(names.joined(separator: ", "))")
  }

  private func diagnosis(_ error: EngineError) -> Diagnosis {
    let failure = Diagnosis.fail("worker", CommandError(error))
    return error.isPause ? failure.asWarning : failure
  }

  private func diagnosis(_ unreadable: String) -> Diagnosis {
    .warn(
      "worker", "\(unreadable); no pause is known", "\(unreadable). 일시 정지를 알 수 없습니다",
      fix: "remove it: the next failure writes it again",
      "지우십시오. 다음 실패 때 다시 만들어집니다")
  }
}

extension WorkersCheck {
  /// - Returns: `nil` where there is no queue, or the settings can't be read.
  init?(of context: CommandContext) {
    guard context.settingProblems().isEmpty, let workspace = try? context.workspace(),
      let now = try? context.now()
    else { return nil }
    names = workspace.profiles.profiles.map(\.name)
    // Trust has a check of its own.
    problems = workspace.workerProblems(now: now).map(\.error).filter {
      if case .untrusted = $0 { false } else { true }
    }
    unreadable = names.compactMap { workspace.breaker(of: $0).problem }
  }
}
