import Dispatching
public import QueueModel
public import QueueStore
import TeamProtocol

/// Use case: explains why rows are not running, as a dispatch would decide now.
public struct ExplainWaiting: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  public struct Answer: Sendable {
    public let explanations: [Explanation]
    public let runningItems: RunningItems
    /// The time of the answer.
    public let now: QueueTime
  }

  /// - Parameters:
  ///   - id: the row; all waiting rows, for `nil`.
  ///   - snapshot: an earlier reading of the queue; `nil` reads it now.
  public func callAsFunction(
    of id: String? = nil, in snapshot: (any QueueSnapshot)? = nil
  ) throws(EngineError) -> Answer {
    let snapshot = if let snapshot { snapshot } else { try queue.snapshot() }
    let queue = queue.withDefaultSession(Dispatcher.session)
    let context = try queue.context()
    var analysis = WaitAnalysis(maxWorkers: try queue.settings.get().maxWorkers, context: context)
    analysis.workers = try WorkerRegistry(queue: queue, workspace: workspace).knownWorkers()
    analysis.malformed = snapshot.rowsToMend
    if queue.store.externalEdits == nil { analysis.check = .verify }
    analysis.roster = workspace.roster(now: context.now, describe: queue.describe)
    if analysis.roster != nil {
      let problems = workspace.briefProblems { snapshot.status(of: $0) == .pending }
      analysis.roster?.rowObstacles = problems.compactMapValues {
        StartProblem($0, queue.describe)
      }
    }
    analysis.startProblem =
      workspace.startProblem(now: context.now).flatMap { StartProblem($0, queue.describe) }
      ?? queue.changeProblem.flatMap { StartProblem($0, queue.describe) }
    analysis.pause = queue.pause
    var found: [Explanation]
    let runningItems: RunningItems
    do {
      found =
        if let id { [try analysis.explanation(of: id, in: snapshot)] } else {
          try analysis.explanations(in: snapshot)
        }
      runningItems = try analysis.runningItems(in: snapshot)
    } catch {
      throw .store(StoreError(ofRule: error))
    }
    restoreDeleted(&found)
    return Answer(explanations: found, runningItems: runningItems, now: context.now)
  }

  /// Suggests restoring a missing row, rather than adding it, where the history has it.
  private func restoreDeleted(_ explanations: inout [Explanation]) {
    let isMissing = explanations.contains { if case .add? = $0.remedy { true } else { false } }
    guard isMissing, let history = try? queue.history(of: nil) else { return }
    let deleted = Set(history.filter(\.isRemoval).compactMap(\.id))
    for row in explanations.indices {
      if case .add(let id)? = explanations[row].remedy, deleted.contains(id) {
        explanations[row].remedy = .restore(id)
      }
    }
  }
}

extension StartProblem {
  /// - Returns: `nil` for what keeps only this process from starting programs.
  init?(_ error: EngineError, _ describe: (EngineError) -> String) {
    switch error {
    case .missingProgram: self.init(.missingProgram, describe(error))
    case .untrusted(_, let refusal): self.init(.untrusted, describe(error), refusal.remedy)
    case .settings, .noWorkerProgram, .rootIsNoFolder: self.init(.badSettings, describe(error))
    case .badBrief: self.init(.badBrief, describe(error))
    case .readOnly, .store(.notWritable): self.init(.notWritable, describe(error))
    case .workerCannotStart(let obstacle):
      switch obstacle.reason {
      case .noSandbox, .prompt: self.init(.badSettings, describe(error))
      case .unrecordable: self.init(.notWritable, describe(error))
      case .oldVersion, .unreadableVersion: self.init(.oldVersion, describe(error))
      case .paused(let pause, _):
        self.init(
          .workerPaused, describe(error), .resumeWorker(obstacle.worker), until: pause.until)
      }
    case .store, .system, .tokenLimits, .insideWorker, .noProcessTable, .notStarted,
      .noReport, .otherRow, .otherContext, .settingsChanged, .reportWaits, .briefExists,
      .daemonRuns:
      return nil
    }
  }
}

extension TrustRefusal {
  fileprivate var remedy: Remedy? {
    switch self {
    case .untrusted, .changed: .trust
    case .writable(let path, let isFolder): .closeToOthers(path: path, isFolder: isFolder)
    case .otherHash, .foreign, .store, .system: nil
    }
  }
}
