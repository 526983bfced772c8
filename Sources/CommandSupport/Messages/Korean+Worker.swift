import Dispatching
import Engine
import Facts
import Host
import QueueModel

// Why workers start nothing.

extension Korean {
  /// Why a program can't be run.
  static func text(of obstacle: ProgramLookup.Obstacle) -> String {
    switch obstacle.finding {
    case .program(let error): text(of: error)
    case .notInPath(let program, let folders, let here):
      "\(program)을(를) 찾을 수 없습니다. "
        + (folders.isEmpty ? "PATH에 폴더가 없습니다" : "찾아본 곳: \(folders.joined(separator: ", "))")
        + (here.map { ". \($0)에 있으니 ./\(program)(으)로 쓰십시오" } ?? "")
    case .interpreter(let script, .notFound(let path)):
      "\(script)을(를) 실행할 수 없습니다. 인터프리터 \(path)이(가) 없습니다"
    case .interpreter(let script, .notExecutable(let path)):
      "\(script)을(를) 실행할 수 없습니다. 인터프리터 \(path)에 실행 권한이 없습니다"
    case .interpreter(let script, .system(let error)):
      "\(script)을(를) 실행할 수 없습니다. 인터프리터: \(error)"
    }
  }

  static func text(of error: Subprocess.StartError) -> String {
    switch error {
    case .notFound(let program): "\(program)을(를) 실행할 수 없습니다. 그런 프로그램이 없습니다"
    case .notExecutable(let path): "\(path)을(를) 실행할 수 없습니다. 실행 권한이 없습니다"
    case .system(let error): error.description
    }
  }

  static func text(of obstacle: WorkerObstacle) -> String {
    let place = obstacle.place
    return switch obstacle.reason {
    case .noSandbox: "\(place): sandbox_required가 true인데 sandbox에 프로그램이 없습니다"
    case .prompt(let path, let problem): "\(place).prompt: \(path.escaped): \(problem)"
    case .oldVersion(let found, let program, let needed):
      "\(place): \(program.escaped)의 버전은 \(found)이고 min_version은 \(needed)입니다"
    case .unreadableVersion(let program, let problem):
      "\(place): \(program.escaped)의 버전을 읽을 수 없습니다: \(problem.escaped)"
    case .unrecordable(let error):
      "워커 \(obstacle.worker.escaped)의 시작 실패를 기록할 수 없습니다: "
        + "\(error.path.escaped): \(error.isLink ? "링크입니다" : error.reason)"
    case .noPrice:
      "\(place): 금액 예산이 있는데 \(obstacle.worker.escaped) 시도의 비용을 알 수 없습니다"
    case .unreadableCosts(let error):
      "에이전트의 비용을 읽거나 쓸 수 없어 예산을 지킬 수 없습니다: \(error.description.escaped)"
    case .paused(let pause, let now):
      "워커 \(obstacle.worker.escaped): \(text(of: pause, at: now))"
    }
  }

  /// `14:20까지 일시 정지: 유효한 로그인이 없습니다 (HTTP 401)`.
  static func text(of pause: WorkerPause, at now: QueueTime) -> String {
    let end = QueueTime(epochSeconds: pause.until, zone: now.zone)
    let cause =
      switch pause.failure {
      case .auth: "유효한 로그인이 없습니다"
      case .rateLimit: "서비스의 한도에 걸렸습니다"
      default: "시작이 계속 실패했습니다"
      }
    let reason = pause.reason.isEmpty ? "" : " (\(pause.reason.escaped))"
    return "\(shortText(of: end, at: now))까지 일시 정지: \(cause)\(reason)"
  }

  static func text(of worker: PausedWorker, at now: QueueTime) -> String {
    "워커 \(worker.name.escaped): \(text(of: worker.pause, at: now))"
  }

  static func hint(of obstacle: WorkerObstacle) -> String {
    switch obstacle.reason {
    case .noSandbox:
      #"예: "sandbox": ["bwrap", "--unshare-net"]. 아니면 sandbox_required를 빼십시오"#
    case .prompt: "프로젝트 루트 아래의 파일이어야 합니다. 없으면 행을 배정하지 않습니다"
    case .oldVersion: "업데이트하거나 min_version을 낮추십시오. 그동안 행을 배정하지 않습니다"
    case .unreadableVersion(let program, _):
      "\(program.escaped) --version이 버전을 출력해야 합니다. 아니면 min_version을 빼십시오"
    case .unrecordable(let error):
      "\(error.path.escaped)을(를) 옮기거나 지우십시오. 그동안 행을 배정하지 않습니다"
    case .noPrice(.claude):
      "워커의 budget_usd(시도 하나의 한도)를 정하거나 prices.\(obstacle.worker.escaped)을(를) 더하십시오"
    case .noPrice:
      "prices.\(obstacle.worker.escaped)을(를) 더하거나 budget.tokens_per_day로 제한하십시오"
    case .unreadableCosts(let error):
      "\(hint(of: error)). 그동안 행을 배정하지 않습니다"
    case .paused: "그 행들은 기다립니다. 끝내기: ops worker resume \(obstacle.worker.escaped)"
    }
  }
}
