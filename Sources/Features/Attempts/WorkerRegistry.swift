package import Door
import Host
package import Model
import QueueStore
package import Workers

/// The records of a queue's workers, compared with the claims of its rows.
package struct WorkerRegistry: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  /// The tokens of claims whose worker runs, or may run. Records of all stores count, because an
  /// imported database has claims that were made in the file.
  package func knownWorkers() throws -> KnownWorkers {
    var workers = KnownWorkers()
    workers.undecided.formUnion(try queue.store.sharedClaims?.claimsElsewhere().keys ?? [:].keys)
    workers.undecided.formUnion(try workspace.workers.claimsOfOtherUsers())
    for record in try workspace.allRecords() {
      workers.names[record.claimToken] = record.workerName
      switch record.state {
      case .running, .stopped: workers.alive.insert(record.claimToken)
      case .ended, .elsewhere: workers.undecided.insert(record.claimToken)
      // The worker's report decides when it is routed.
      case .killed:
        if try hasReport(of: record.claimToken) {
          workers.undecided.insert(record.claimToken)
        }
      }
    }
    return workers
  }

  /// Whether a report of the claim with this token waits in the inbox.
  package func hasReport(of claimToken: String) throws -> Bool {
    try queue.inbox().hasReport { $0.claimToken == claimToken }
  }

  /// Whether the row still has the record's claim. Also `true` for a row that can't be read,
  /// because a person may be editing it.
  package func isClaimed(_ record: WorkerRecord) throws -> Bool {
    do {
      return try queue.read { table in
        try table.item(record.id)?.isClaimed(with: record.claimToken) ?? false
      }
    } catch {
      if Problem(error).isOfUnreadableRow { return true }
      throw error
    }
  }

  package func save(_ record: WorkerRecord, mayBeLost: Bool = false) throws {
    try workspace.workers.save(record, mayBeLost: mayBeLost)
  }

  package func remove(_ record: WorkerRecord) throws {
    if record.state == .killed { workspace.workers.killRemains(of: record) }
    try workspace.workers.remove(record)
  }
}

extension Queue {
  package func inbox() throws -> Inbox {
    guard (try? FileStatus(of: workspace.storePath)) != nil else {
      // The error of the store is more precise.
      _ = try snapshot()
      throw Problem.store(.missing(path: workspace.storePath))
    }
    return workspace.inbox
  }
}
