import Door
public import Model
public import Text
import Workers

extension WorkerState {
  /// Whether a worker starts rows.
  public enum Condition: String, Sendable {
    case ready, paused
    case cannotStart = "cannot_start"
  }

  public var condition: Condition {
    problem.map { $0.isPause ? .paused : .cannotStart } ?? .ready
  }
}

/// The workers of a queue.
public struct WorkersAnswer: Shaped {
  private let workers: [Worker]

  /// - Parameters:
  ///   - workers: the workers, in the order of `orch.json`.
  ///   - language: the language of the messages.
  ///   - commandLine: the command line of a remedy.
  public init(
    _ workers: [WorkerState], language: Language = .english, _ commandLine: (Remedy) -> String
  ) {
    self.workers = workers.map {
      Worker(
        worker: $0, message: $0.problem?.sentence(language),
        command: $0.reason?.startRemedy.map(commandLine))
    }
  }

  public static var shapeName: StaticString { "worker" }
  public static func shape(_ fields: inout Fields<WorkersAnswer>) {
    fields.add("workers", \.workers, "in the order of `orch.json`")
  }

  private struct Worker: Shaped {
    let worker: WorkerState
    let message: String?
    let command: String?

    static var shapeName: StaticString { "worker state" }
    static func shape(_ fields: inout Fields<Worker>) {
      fields.add("name", \.worker.profile.name)
      fields.add(
        "adapter", \.worker.profile.adapter.rawValue,
        "`report`, `command`, `openclaw`, `simulated`, `claude`, `codex` or `opencode`")
      fields.add(
        "program", \.worker.profile.programName, "what is started; null for a simulated worker")
      fields.add("about", \.worker.profile.about, "what it is for")
      fields.add("state", \.worker.condition.rawValue, "`ready`, `paused` or `cannot_start`")
      fields.add(
        "reason", \.worker.reason, "as in `ops why`; null for a worker that is ready")
      fields.add("message", \.message, "the same reason in words")
      fields.add("command", \.command, "what would change that, if anything")
      fields.add(
        "running", { $0.worker.running.map(\.id) }, "the worker's rows that are IN_PROGRESS")
      fields.add("max", \.worker.limit, "how many rows may be IN_PROGRESS")
    }
  }
}
