import Door
import Host
import Model
import Monitoring
import QueueStore
import Synchronization
import Text
import Work
import Worktrees

/// What is known about the rows of a queue beyond its table.
struct QueueFacts: Sendable {
  /// Why PENDING rows are not running, by id.
  private(set) var reasons: [String: Sentence] = [:]
  /// What a person owes to rows, by id.
  private(set) var owed: [String: Sentence] = [:]
  /// The verbs that a person may use on such rows.
  private(set) var replies: [String: [String]] = [:]
  let now: QueueTime

  private init(of queue: TaskQueue) throws {
    now = try queue.now()
    let answer = try queue.why(as: Caller())
    for row in answer.explanations {
      if let id = row.id { reasons[id] = ReasonLine(row, at: answer.now, command: nil).message }
    }
    for reply in try queue.owedReplies(ofPlan: nil).rows {
      let id = reply.row.item.id
      owed[id] = reply.row.cause.shortSentence
      replies[id] = try queue.allowedChanges(ofRow: id)
    }
  }

  /// The facts of a queue as it is now; those that were read last, as long as nothing changed.
  ///
  /// - Returns: `nil` if the queue can't be read.
  static func current(_ opening: Opening) -> QueueFacts? {
    let queue = TaskQueue.open(opening)
    guard let path = try? queue.queuePath() else { return nil }
    let stamp = queue.stamp()
    let known = cache.withLock { $0[path] }
    if let known, known.stamp == stamp, stamp.isFinal(at: opening.clock.now()) {
      return known.facts
    }
    guard let facts = try? QueueFacts(of: queue) else { return nil }
    cache.withLock { $0[path] = (stamp, facts) }
    return facts
  }

  private static let cache = Mutex<[String: (stamp: QueueStamp, facts: QueueFacts)]>([:])
}
