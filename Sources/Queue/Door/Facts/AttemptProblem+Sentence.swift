import Model
import Text

extension AttemptProblem {
  func words(ofRow id: String) -> Words {
    switch self {
    case .none:
      (
        Sentence("\(id) has no attempt", "\(id)에는 시도가 없습니다"),
        Sentence(
          "each worker that orch starts and each report makes one",
          "orch가 워커를 시작하거나 보고서가 오면 생깁니다")
      )
    case .noClaim(let claim, let last):
      (
        Sentence("\(id) has no attempt \(claim)", "\(id)에는 \(claim)번 시도가 없습니다"),
        Sentence(
          "the last is \(last); orch show \(id) --attempts lists them",
          "마지막은 \(last)번입니다. orch show \(id) --attempts가 모두 보여 줍니다")
      )
    case .elsewhere(let claim, let host, let folder):
      (
        Sentence(
          "attempt \(claim) of \(id) ran on \(host.escaped), in \(folder.escaped)",
          "\(id)의 \(claim)번 시도는 \(host.escaped)의 \(folder.escaped)에서 작업했습니다"),
        Sentence("its log is there", "로그는 그곳에 있습니다")
      )
    case .lacks(.output, let claim):
      (
        Sentence(
          "attempt \(claim) of \(id) has no output", "\(id)의 \(claim)번 시도에는 출력이 없습니다"),
        Sentence(
          "orch started no worker for it; orch show \(id) --report has what was reported",
          "orch가 시작한 워커가 없습니다. 보고된 내용은 orch show \(id) --report에 있습니다")
      )
    case .lacks(.report, let claim):
      (
        Sentence(
          "attempt \(claim) of \(id) has no report", "\(id)의 \(claim)번 시도에는 보고서가 없습니다"),
        Sentence(
          "orch logs \(id) --claim \(claim) has what its worker printed",
          "워커의 출력은 orch logs \(id) --claim \(claim)에 있습니다")
      )
    case .lacks(.message, let claim):
      (
        Sentence(
          "attempt \(claim) of \(id) has no message", "\(id)의 \(claim)번 시도에는 메시지가 없습니다"),
        Sentence(
          "orch started no worker for it; orch task \(id) prints what one would be sent",
          "orch가 시작한 워커가 없습니다. 보낼 내용은 orch task \(id)이(가) 출력합니다")
      )
    case .lacks(.keptMessage, let claim):
      (
        Sentence(
          "no message of attempt \(claim) of \(id) was kept",
          "\(id)의 \(claim)번 시도의 메시지는 남아 있지 않습니다"),
        Sentence(
          "orch task \(id) prints what a worker would be sent",
          "보낼 내용은 orch task \(id)이(가) 출력합니다")
      )
    case .lacks(.commit, let claim):
      (
        Sentence(
          "attempt \(claim) of \(id) has no commit", "\(id)의 \(claim)번 시도에는 커밋이 없습니다"),
        Sentence(
          "it has not ended, or it changed no file in a worktree of its own",
          "아직 끝나지 않았거나, 자기 작업 트리에서 바꾼 파일이 없습니다")
      )
    case .lacks(.keptCommit, let claim):
      (
        Sentence(
          "the repository no longer has the commit of attempt \(claim) of \(id)",
          "\(id)의 \(claim)번 시도의 커밋은 더 이상 저장소에 없습니다"),
        Sentence(
          "patch.diff in the attempt's folder has what it changed",
          "바꾼 내용은 시도 폴더의 patch.diff에 있습니다")
      )
    }
  }
}
