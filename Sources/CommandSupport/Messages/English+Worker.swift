import Dispatching
import Engine
import Facts
import Host
import QueueModel

// Why workers start nothing.

extension English {
  static func text(of obstacle: WorkerObstacle) -> String {
    let place = obstacle.place
    return switch obstacle.reason {
    case .noSandbox: "\(place): sandbox_required is true, but sandbox names no program"
    case .prompt(let path, let problem): "\(place).prompt: \(path.escaped): \(problem)"
    case .oldVersion(let found, let program, let needed):
      "\(place): \(program.escaped) is version \(found), and min_version is \(needed)"
    case .unreadableVersion(let program, let problem):
      "\(place): the version of \(program.escaped) can't be read: \(problem.escaped)"
    case .unrecordable(let error):
      "failed starts of worker \(obstacle.worker.escaped) can't be recorded: "
        + "\(error.path.escaped): \(error.isLink ? "it is a link" : error.reason)"
    case .noPrice:
      "\(place): a budget of money, and nothing says what an attempt of \(obstacle.worker.escaped) costs"
    case .unreadableCosts(let error):
      "what agents took can't be read or written, so that the budget can't be kept: \(error.description.escaped)"
    case .paused(let pause, let now):
      "worker \(obstacle.worker.escaped) is \(text(of: pause, at: now))"
    }
  }

  /// `paused until 14:20: no valid login: HTTP 401`.
  static func text(of pause: WorkerPause, at now: QueueTime) -> String {
    let end = QueueTime(epochSeconds: pause.until, zone: now.zone)
    return "paused until \(shortText(of: end, at: now)): \(cause(of: pause))"
  }

  /// `no valid login: HTTP 401`.
  private static func cause(of pause: WorkerPause) -> String {
    let cause =
      switch pause.failure {
      case .auth: "no valid login"
      case .rateLimit: "its service takes no more work"
      default: "its starts fail"
      }
    return pause.reason.isEmpty ? cause : "\(cause): \(pause.reason.escaped)"
  }

  static func text(of worker: PausedWorker, at now: QueueTime) -> String {
    "worker \(worker.name.escaped) is \(text(of: worker.pause, at: now))"
  }

  static func hint(of obstacle: WorkerObstacle) -> String {
    switch obstacle.reason {
    case .noSandbox: #"such as "sandbox": ["bwrap", "--unshare-net"], or take sandbox_required out"#
    case .prompt: "it is a file below the project root; no row is claimed without it"
    case .oldVersion: "update it, or lower min_version; no row is claimed for it"
    case .unreadableVersion(let program, _):
      "\(program.escaped) --version has to print it; else take min_version out"
    case .unrecordable(let error):
      "move \(error.path.escaped) away, or remove it; no row is claimed for it"
    case .noPrice(.claude):
      "set budget_usd of the worker, the most for one attempt, or add prices.\(obstacle.worker.escaped)"
    case .noPrice: "add prices.\(obstacle.worker.escaped), or limit budget.tokens_per_day instead"
    case .unreadableCosts(let error):
      "\(hint(of: error)); no row is claimed for it"
    case .paused: "its rows wait; ops worker resume \(obstacle.worker.escaped) ends it"
    }
  }
}
