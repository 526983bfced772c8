public import QueueModel

/// Use case: takes back the rows whose worker is gone.
public struct RescueStale: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  /// - Parameter staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  public func callAsFunction(staleSeconds: Int) throws(EngineError) -> [ItemChange] {
    try queue.checkWritable()
    let workers = try WorkerRegistry(queue: queue, workspace: workspace).knownWorkers()
    let rescue = Transition.rescue(staleSeconds: staleSeconds, workers: workers)
    let context = try queue.context()
    // Most find nothing to do: they need no lock.
    let isNeeded = try queue.read { table in
      !(try rescue.decide(in: table, context: context).changes.isEmpty)
    }
    return isNeeded ? try queue.perform(rescue).changes : []
  }
}
