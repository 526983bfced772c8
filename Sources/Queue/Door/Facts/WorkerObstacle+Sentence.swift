import Host
import Model
public import Text
import Workers

extension WorkerObstacle {
  /// Why a worker starts nothing.
  public var sentence: Sentence {
    switch reason {
    case .noSandbox:
      Sentence(
        "\(place): sandbox_required is true, but sandbox names no program",
        "\(place): sandbox_required가 true인데 sandbox에 프로그램이 없습니다")
    case .missingSandbox(let lack):
      Sentence(
        "\(place): sandbox_required is true, and \(lack.sentence.english)",
        "\(place): sandbox_required가 true인데 \(lack.sentence.korean)")
    case .noWorktree:
      Sentence(
        "\(place): worktree is not true, so no row with repo starts",
        "\(place): worktree가 true가 아니어서 repo가 있는 행을 시작하지 않습니다")
    case .endpoint(let fault): fault.sentence(of: place)
    case .environmentFile(let fault):
      Sentence("env_file: \(fault.sentence.english)", "env_file: \(fault.sentence.korean)")
    case .prompt(let path, let problem):
      Sentence(same: "\(place).prompt: \(path.escaped): \(problem)")
    case .oldVersion(let found, let program, let needed):
      Sentence(
        "\(place): \(program.escaped) is version \(found), and min_version is \(needed)",
        "\(place): \(program.escaped)의 버전은 \(found)이고 min_version은 \(needed)입니다")
    case .unreadableVersion(let program, let problem):
      Sentence(
        "\(place): the version of \(program.escaped) can't be read: \(problem.escaped)",
        "\(place): \(program.escaped)의 버전을 읽을 수 없습니다: \(problem.escaped)")
    case .unrecordable(let error):
      Sentence(
        "failed starts of worker \(worker.escaped) can't be recorded: "
          + "\(error.path.escaped): \(error.isLink ? "it is a link" : error.reason)",
        "워커 \(worker.escaped)의 시작 실패를 기록할 수 없습니다: "
          + "\(error.path.escaped): \(error.isLink ? "링크입니다" : error.reasonSentence.korean)")
    case .noPrice:
      Sentence(
        "\(place): there is a budget in USD, but the cost of an attempt of \(worker.escaped) is "
          + "unknown",
        "\(place): 금액 예산이 있는데 \(worker.escaped) 시도의 비용을 알 수 없습니다")
    case .unreadableCosts(let error):
      Sentence(
        "the costs of agents can't be read or written, so the budget can't be kept: "
          + "\(error.description.escaped)",
        "에이전트의 비용을 읽거나 쓸 수 없어 예산을 지킬 수 없습니다: \(error.sentence.korean.escaped)")
    case .paused(let pause, let now):
      Sentence(
        "worker \(worker.escaped) is \(pause.sentence(at: now).english)",
        "워커 \(worker.escaped): \(pause.sentence(at: now).korean)")
    }
  }

  public var hint: Sentence {
    switch reason {
    case .noSandbox:
      Sentence(
        #"such as "sandbox": ["bwrap", "--unshare-net"], or remove sandbox_required"#,
        #"예: "sandbox": ["bwrap", "--unshare-net"]. 아니면 sandbox_required를 빼십시오"#)
    case .missingSandbox(let lack): lack.obstacle.hint
    case .noWorktree:
      Sentence(
        #"set "worktree": true, or give the row another worker: its repository needs worktrees"#,
        #""worktree": true를 정하거나 행에 다른 워커를 주십시오. 다른 저장소는 작업 트리에서 작업합니다"#)
    case .endpoint(let fault): fault.hint
    case .environmentFile(let fault): fault.hint
    case .prompt:
      Sentence(
        "it must be a file below the project root; no row is claimed without it",
        "프로젝트 루트 아래의 파일이어야 합니다. 없으면 행을 배정하지 않습니다")
    case .oldVersion:
      Sentence(
        "update it, or lower min_version; no row is claimed for it",
        "업데이트하거나 min_version을 낮추십시오. 그동안 행을 배정하지 않습니다")
    case .unreadableVersion(let program, _):
      Sentence(
        "\(program.escaped) --version must print it; otherwise remove min_version",
        "\(program.escaped) --version이 버전을 출력해야 합니다. 아니면 min_version을 빼십시오")
    case .unrecordable(let error):
      Sentence(
        "move \(error.path.escaped) away, or remove it; no row is claimed for it",
        "\(error.path.escaped)을(를) 옮기거나 지우십시오. 그동안 행을 배정하지 않습니다")
    case .noPrice(.claude):
      Sentence(
        "set budget_usd of the worker, the most for one attempt, or add prices.\(worker.escaped)",
        "워커의 budget_usd(시도 하나의 한도)를 정하거나 prices.\(worker.escaped)을(를) 더하십시오")
    case .noPrice:
      Sentence(
        "add prices.\(worker.escaped), or limit budget.tokens_per_day instead",
        "prices.\(worker.escaped)을(를) 더하거나 budget.tokens_per_day로 제한하십시오")
    case .unreadableCosts(let error):
      Sentence(
        "\(error.hint.english); no row is claimed for it",
        "\(error.hint.korean). 그동안 행을 배정하지 않습니다")
    case .paused:
      Sentence(
        "its rows wait; ops worker resume \(worker.escaped) ends the pause",
        "그 행들은 기다립니다. 끝내기: ops worker resume \(worker.escaped)")
    }
  }
}
