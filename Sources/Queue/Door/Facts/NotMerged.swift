public import Model
package import Text

/// Why the work on a row was not merged.
public enum NotMerged: Equatable, Sendable {
  /// The work changes these files of the queue.
  case queueFiles([String])
  case conflict([String])
  /// The merged files fail a check.
  case failed(check: String)
  /// The row has this status.
  case notDone(Status?)
  /// The row has no worker, or its worker does not have `integrate: merge`.
  case notAsked(worker: String?)
  case alreadyMerged(commit: String)
  /// The row has no branch.
  case noBranch(String)
  /// No review judged the work, and the row has no checks that could judge it.
  case unjudged
}

extension NotMerged {
  /// The part after the colon.
  package var sentence: Sentence {
    switch self {
    case .queueFiles(let files):
      Sentence(
        "it changes files of the queue: \(Verdict.Reason.list(files).escaped)",
        "큐의 파일을 바꿉니다: \(Verdict.Reason.list(files).escaped)")
    case .conflict(let files):
      Sentence(
        "conflict in \(Verdict.Reason.list(files).escaped)",
        "충돌하는 파일: \(Verdict.Reason.list(files).escaped)")
    case .failed(let check):
      Sentence(
        "\(check.escaped) fails on the merged files", "병합한 파일에서 \(check.escaped) 검사가 실패합니다")
    case .notDone(let status):
      Sentence(
        "the row is \(status?.rawValue ?? "malformed")",
        "행의 상태가 \(status?.rawValue ?? "알 수 없음")입니다")
    case .notAsked(let worker?):
      Sentence(
        "worker \(worker.escaped) has no integrate: merge",
        "워커 \(worker.escaped)에 integrate: merge가 없습니다")
    case .notAsked(nil):
      Sentence("it has no worker with integrate: merge", "integrate: merge인 워커가 없습니다")
    case .alreadyMerged(let commit):
      Sentence(
        "it already landed as \(commit.prefix(10))", "이미 병합되었습니다: \(commit.prefix(10))")
    case .noBranch(let name):
      Sentence("there is no branch \(name.escaped)", "\(name.escaped) 브랜치가 없습니다")
    case .unjudged:
      Sentence(
        "no review judged it, and no criterion names a check", "판정한 적이 없고 검사가 있는 성공 기준도 없습니다")
    }
  }

  package func hint(_ id: String) -> Sentence {
    switch self {
    case .queueFiles, .conflict, .failed:
      Sentence(
        "orch diff \(id.escaped) shows it: send the row back, or merge its branch by hand",
        "내용은 orch diff \(id.escaped)(으)로 봅니다. 행을 되돌려 보내거나 브랜치를 직접 병합하십시오")
    case .notDone:
      Sentence(
        "ops integrate merges rows that are DONE", "ops integrate는 DONE인 행을 병합합니다")
    case .notAsked:
      Sentence(
        "merge its branch with git, or set integrate in orch.json",
        "git으로 병합하거나 orch.json의 integrate를 정하십시오")
    case .unjudged:
      Sentence(
        "orch diff \(id.escaped) shows it; ops integrate \(id.escaped) merges it anyway",
        "내용은 orch diff \(id.escaped)(으)로 봅니다. 그래도 병합하려면 ops integrate \(id.escaped)")
    case .alreadyMerged, .noBranch:
      Sentence("ops worktrees lists the worktrees", "남아 있는 것은 ops worktrees가 보여 줍니다")
    }
  }
}
