public import QueueModel

/// Use case: the watchdog. A row whose worker is gone, or whose lease has ended, becomes PENDING
/// again, FAILED without attempts left, or BLOCKED after several claims without an outcome.
public struct RescueStale: Sendable {
  private let queue: Queue
  private let workspace: Workspace

  public init(queue: Queue, workspace: Workspace) {
    self.queue = queue
    self.workspace = workspace
  }

  /// - Parameter staleTimeout: how long a row without heartbeats may be IN_PROGRESS.
  public func callAsFunction(staleTimeout: Duration) throws(EngineError) -> [ItemChange] {
    try queue.checkWritable()
    let workers = try WorkerRegistry(queue: queue, workspace: workspace).knownWorkers()
    let rescue = Transition.rescue(staleTimeout: staleTimeout, workers: workers)
    let context = try queue.context()
    // Decides without the lock first: mostly there is nothing to do.
    let isNeeded = try queue.read { table in
      !(try rescue.decide(in: table, context: context).changes.isEmpty)
    }
    return isNeeded ? try queue.perform(rescue).changes : []
  }
}
