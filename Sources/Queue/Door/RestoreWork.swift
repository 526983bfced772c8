import Model

/// Use case: restores a deleted row.
struct RestoreWork: Sendable {
  private let queue: Queue

  init(queue: Queue) { self.queue = queue }

  func callAsFunction(id: String) throws -> Decision {
    try queue.perform(.restore(id: id)) { decision in
      if let item = decision.item { warn(ofMissingDependenciesOf: item) }
    }
  }

  /// Warns about rows in `after` that are deleted as well.
  private func warn(ofMissingDependenciesOf item: QueueItem) {
    let blockers = try? queue.read { table in
      try Dependencies.blockers(of: item, in: table, queue.context().policy)
    }
    let missing = (blockers ?? []).filter { $0.status == nil }.map(\.id)
    if !missing.isEmpty { queue.warn(.missingDependencies(of: item.id, missing)) }
  }
}
