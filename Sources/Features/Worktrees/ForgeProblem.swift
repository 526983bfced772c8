public import Door
public import Git
import Model
import Text

/// Why the work on a row does not become a pull request, or the state of a pull request is unknown.
public enum ForgeProblem: FeatureProblem {
  /// `gh` failed, or is missing.
  case tool(ForgeError)
  /// The repository has no remote of this name, and `forge.repo` is not set.
  case noRemote(String)
  /// The address of a remote is not on GitHub, and `forge.repo` is not set.
  case otherAddress(remote: String)
  /// A setting of the repository that is not trusted would decide the address of a push.
  case untrustedSetting(String)
  /// The branch of a row is gone.
  case noBranch(id: String, String)
  /// The pull request that a row's notes name does not have the work that was judged.
  case otherWork(id: String, pullRequest: Int)
  /// The forge refused a branch, for a reason in git's words.
  case notPushed(branch: String, reason: String)
  /// Neither `forge.base` nor `worktrees.base` names a branch, and none is checked out.
  case noBase
  /// A row waits for the merge of its pull request, but its worker no longer makes pull requests.
  case otherWorker(id: String)
  /// Another process is asking the forge.
  case isAsked(holder: String)
}

extension ForgeProblem {
  public var kind: Problem.Kind {
    switch self {
    case .tool(.missing): .missingProgram
    case .tool(.old): .oldVersion
    case .tool(.loggedOut): .endpoint
    case .tool(let error) where error.isPassing: .noAnswer
    case .isAsked: .locked
    case .untrustedSetting: .untrusted
    case .noRemote, .otherAddress, .noBase, .otherWorker: .badSetting
    case .tool, .noBranch, .otherWork, .notPushed: .forge
    }
  }

  /// Whether the forge may answer later.
  public var isPassing: Bool { if case .tool(let error) = self { error.isPassing } else { false } }

  public var words: Words {
    switch self {
    case .tool(let error): error.words
    case .noRemote(let name):
      (
        Sentence(
          "the repository has no remote \(name.escaped)", "저장소에 원격 \(name.escaped)이(가) 없습니다"),
        Sentence(
          "git remote add \(name.escaped) ADDRESS, or set forge.repo",
          "git remote add \(name.escaped) ADDRESS를 실행하거나 forge.repo를 정하십시오")
      )
    case .otherAddress(let remote):
      (
        Sentence(
          "the address of remote \(remote.escaped) is not on GitHub",
          "원격 \(remote.escaped)의 주소가 GitHub의 주소가 아닙니다"),
        Sentence("set forge.repo to OWNER/NAME", "forge.repo에 OWNER/NAME을 적으십시오")
      )
    case .untrustedSetting(let key):
      (
        Sentence(
          "nothing is pushed: git's setting \(key.escaped) is not trusted",
          "푸시하지 않습니다. git 설정 \(key.escaped)을(를) 신뢰하지 않습니다"),
        Sentence("check the setting, then run orch trust", "확인한 뒤 orch trust를 실행하십시오")
      )
    case .noBranch(let id, let branch):
      (
        Sentence(
          "branch \(branch.escaped) of \(id.escaped) is gone",
          "\(id.escaped)의 브랜치 \(branch.escaped)이(가) 없습니다"),
        Sentence(
          "make the branch again from the attempt's commit, or run ops retry \(id.escaped)",
          "시도의 커밋에서 다시 만들거나 ops retry \(id.escaped)을(를) 실행하십시오")
      )
    case .otherWork(let id, let number):
      (
        Sentence(
          "pull request #\(number) does not have the judged commit of \(id.escaped)",
          "풀 리퀘스트 #\(number)에 \(id.escaped)의 검토된 커밋이 없습니다"),
        Sentence(
          "push the commit to the branch of the pull request, or remove pr=\(number) from the row's notes",
          "커밋을 풀 리퀘스트의 브랜치로 푸시하거나, 행의 메모에서 pr=\(number)을(를) 지우십시오")
      )
    case .notPushed(let branch, let reason):
      (
        Sentence(
          "\(branch.escaped) was not pushed: \(reason.escaped)",
          "\(branch.escaped)을(를) 푸시하지 못했습니다: \(reason.escaped)"),
        Sentence(
          "allow the push on the forge, or pull the branch into the row's worktree",
          "포지에서 허용하거나, 행의 작업 트리에서 브랜치를 pull하십시오")
      )
    case .noBase:
      (
        Sentence(
          "no setting says which branch pull requests are merged into",
          "풀 리퀘스트를 병합할 브랜치가 정해지지 않았습니다"),
        Sentence("set forge.base", "forge.base를 정하십시오")
      )
    case .otherWorker(let id):
      (
        Sentence(
          "the worker of \(id.escaped) makes no pull requests",
          "\(id.escaped)의 워커는 풀 리퀘스트를 만들지 않습니다"),
        Sentence(
          "orch edit \(id.escaped) --worker NAME with a worker that has integrate: pr; or orch done \(id.escaped)",
          "orch edit \(id.escaped) --worker NAME으로 integrate: pr인 워커를 주거나 orch done "
            + "\(id.escaped)을(를) 실행하십시오")
      )
    case .isAsked(let holder):
      (
        Sentence(
          "the forge is being asked by \(holder.escaped)", "\(holder.escaped)이(가) 포지에 묻고 있습니다"),
        Sentence("try again", "다시 시도하십시오")
      )
    }
  }
}

extension ForgeError {
  fileprivate var words: Words {
    switch self {
    case .missing(let error):
      (
        error.sentence,
        Sentence("install GitHub's gh, 2.23 or newer", "GitHub의 gh 2.23 이상을 설치하십시오")
      )
    case .old(let version, let needed):
      (
        Sentence(
          "gh is \(version.escaped), but must be \(needed) or newer",
          "gh \(version.escaped): \(needed) 이상이어야 합니다"),
        Sentence("install a newer one", "새 버전을 설치하십시오")
      )
    case .loggedOut(let host):
      (
        Sentence("gh is not logged in to \(host.escaped)", "gh가 \(host.escaped)에 로그인되어 있지 않습니다"),
        Sentence(
          "gh auth login --hostname \(host.escaped), or set GH_TOKEN",
          "gh auth login --hostname \(host.escaped)을(를) 실행하거나 GH_TOKEN을 정하십시오")
      )
    case .rateLimited:
      (
        Sentence(
          "the forge accepts no more requests from this account for now",
          "포지가 이 계정의 요청을 당분간 받지 않습니다"),
        Sentence("the next ticks try again", "다음 틱들이 다시 시도합니다")
      )
    case .offline(let reason):
      (
        Sentence(
          "the forge can't be reached: \(reason.escaped)", "포지에 닿을 수 없습니다: \(reason.escaped)"),
        Sentence("the next ticks try again", "다음 틱들이 다시 시도합니다")
      )
    case .timedOut(let command, let seconds):
      (
        Sentence(
          "gh \(command.escaped) took longer than \(seconds) s",
          "gh \(command.escaped): \(seconds)초 안에 끝나지 않았습니다"),
        Sentence("the next ticks try again", "다음 틱들이 다시 시도합니다")
      )
    case .noRepository(let name):
      (
        Sentence(
          "there is no repository \(name.escaped), or this account may not see it",
          "\(name.escaped) 저장소가 없거나 이 계정으로 볼 수 없습니다"),
        Sentence("set forge.repo, or log in to another account", "forge.repo를 고치거나 다른 계정으로 로그인하십시오")
      )
    case .unfinished(let job):
      (
        Sentence("the run of job \(job) is not over", "작업 \(job)의 실행이 끝나지 않았습니다"),
        Sentence("the next ticks ask again", "다음 틱들이 다시 묻습니다")
      )
    case .failed(let command, let reason):
      (
        Sentence(
          "gh \(command.escaped) failed: \(reason.escaped)",
          "gh \(command.escaped) 실패: \(reason.escaped)"
        ),
        Sentence("run the command yourself to see more", "직접 실행해 확인하십시오")
      )
    case .unreadable(let command):
      (
        Sentence(
          "the answer of gh \(command.escaped) can't be read", "gh \(command.escaped)의 답을 읽을 수 없습니다"
        ),
        Sentence("update orch, or gh", "orch나 gh를 업데이트하십시오")
      )
    }
  }
}

extension Problem {
  public static func forge(_ problem: ForgeProblem) -> Problem { problem.problem }

  /// The problem of a pull request; `nil` for any other.
  package var forge: ForgeProblem? { fact() }
}

extension ForgeError: ProblemSource {
  public var problem: Problem { .forge(.tool(self)) }
}
