public import Facts
public import Host
import Wording

extension Problem {
  public enum GitProblem: Sendable {
    case missing(Subprocess.StartError)
    case noWorkTree(folder: String, reason: String)
    case otherWorkTree(top: String, folder: String)
    case failed(command: String, top: String, reason: String)
    /// `config` is the file that git would write, `command` what a person may run.
    case foreignConfig(String?, top: String, command: String)
  }

  public static func git(_ problem: GitProblem) -> Problem {
    switch problem {
    case .missing(let error):
      .adapter(
        .noGit, error.sentence,
        hint: Sentence(
          "install git; without --git the queue needs none",
          "git을 설치하십시오. --git 없이는 필요하지 않습니다"))
    case .noWorkTree(let folder, let reason):
      .adapter(
        .noRepository,
        Sentence(
          "git knows no work tree at \(folder): \(reason)",
          "\(folder): git 작업 트리가 없습니다: \(reason)"),
        hint: Sentence(
          "git init makes one; without --git the queue needs none",
          "git init으로 만드십시오. --git 없이는 필요하지 않습니다"))
    case .otherWorkTree(let top, let folder):
      .adapter(
        .noRepository,
        Sentence(
          "git takes \(top) for the work tree of \(folder), which is not the folder of its .git",
          "\(folder): git은 \(top)을(를) 작업 트리로 보는데, .git이 있는 폴더가 아닙니다"),
        hint: Sentence(
          "core.worktree in its config says so: remove it",
          "git config의 core.worktree 때문입니다. 지우십시오"))
    case .failed(let command, let top, let reason):
      .adapter(
        .git,
        Sentence(
          "git \(command) failed at \(top): \(reason)", "\(top): git \(command) 실패: \(reason)"),
        hint: Sentence(
          "fix what git reports, then try again", "먼저 git이 말하는 문제를 고치십시오"))
    case .foreignConfig(let config, let top, let command):
      .adapter(
        .foreignRepository,
        Sentence(
          "git would write \(config ?? "another repository's config"), out of \(top)",
          "git이 \(top) 밖의 \(config ?? "다른 저장소 설정")에 쓰게 됩니다"),
        hint: Sentence(
          "\(command) there, if it is yours", "자신의 것이면 그곳에서 실행하십시오: \(command)"))
    }
  }
}
