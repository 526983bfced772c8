import Model
import Text

/// The names that a project defines. A plan is checked against them.
public struct PlanNames: Equatable, Sendable {
  /// The names of the workers in `orch.json`; `nil` if it names none, so that any name is accepted.
  public var workers: Set<String>?
  /// The absolute paths of `repositories`, by name.
  public var repositories: [String: String]
  /// The names of `review.checks`.
  public var checks: Set<String>
  /// The absolute path of the project; empty if it is unknown.
  public var root = ""
  /// The workers of `plans.workers`, which replace names of other tools.
  public var workerNames = WorkerNames()
  /// The tasks of `plans.pipeline`, for goals without steps.
  public var pipeline: [PlanTask] = []
  /// The hosts of `plans.callback_hosts`.
  public var callbackHosts: Set<String> = []
  /// Whether the exit status of a worker's program can show that a task is done: `review.exit`.
  public var acceptsExit = false

  public init(
    workers: Set<String>?, repositories: [String: String] = [:], checks: Set<String>
  ) {
    (self.workers, self.repositories, self.checks) = (workers, repositories, checks)
  }
}

/// Names of workers in plans, and the names that replace them.
public struct WorkerNames: Equatable, Sendable {
  /// In a name to be replaced, `*` is any text and `?` one character.
  public var replacements: [(name: String, worker: String)] = []

  public init(_ replacements: [(name: String, worker: String)] = []) {
    self.replacements = replacements
  }

  /// The worker that replaces a name; the same name comes before patterns, and then the first
  /// pattern counts.
  func worker(for name: String) -> String? {
    let same = replacements.first { $0.name == name }
    return (same ?? replacements.first { WorkerRoute.matches(name, $0.name) })?.worker
  }

  /// The names that replace no name of a file.
  func unused(for workers: Set<String>) -> [String] {
    replacements.map(\.name).filter { name in
      !workers.contains { $0 == name || WorkerRoute.matches($0, name) }
    }.sorted()
  }

  public static func == (first: WorkerNames, second: WorkerNames) -> Bool {
    first.replacements.elementsEqual(second.replacements) { $0 == $1 }
  }
}

extension PlanNames {
  /// A repository of the project; its own one has no name.
  struct Repository {
    let name: String?
  }

  /// The repository of `NAME`, or of `OWNER/NAME` at a forge; `nil` if there is none.
  func repository(named text: String) -> Repository? {
    let name = text.utf8.split(separator: UInt8(ascii: "/")).last.map {
      String(decoding: $0, as: UTF8.self).lowercased()
    }
    let found = repositories.keys.sorted().first { $0 == text || $0.lowercased() == name }
    if let found { return Repository(name: found) }
    return Self.components(of: root).last?.lowercased() == name ? Repository(name: nil) : nil
  }

  /// The repository at a path, which is relative to the project; `nil` if there is none.
  func repository(atPath path: String) -> Repository? {
    let wanted = components(of: path)
    if wanted == components(of: "") { return Repository(name: nil) }
    return repositories.sorted { $0.key < $1.key }.first { components(of: $0.value) == wanted }
      .map { Repository(name: $0.key) }
  }

  private func components(of path: String) -> [String] {
    path.hasPrefix("/") ? Self.components(of: path) : Self.components(of: "\(root)/\(path)")
  }

  private static func components(of path: String) -> [String] {
    var components: [String] = []
    for component in path.utf8.split(separator: UInt8(ascii: "/")) {
      switch String(decoding: component, as: UTF8.self) {
      case ".": break
      case "..": _ = components.popLast()
      case let name: components.append(name)
      }
    }
    return components
  }

  /// The tasks for a goal: those of the pipeline, with the goal in place of `{goal}`.
  func pipeline(for goal: String) -> [PlanTask] {
    let line = PlanTask.title(ofPrompt: goal) ?? goal
    return pipeline.map { step in
      var task = step
      task.task = CellText.replacing(Self.goalMark, by: line, in: step.task)
      task.brief = CellText.replacing(
        Self.goalMark, by: goal, in: step.brief ?? Self.goalMark)
      return task
    }
  }

  private static let goalMark = "{goal}"
}
