import Door
import Model

/// Use case: cancels the rows that wait for a row that failed finally, if their `on_failure` says
/// so.
struct CancelDependants: Sendable {
  private let queue: Queue

  init(queue: Queue) { self.queue = queue }

  func callAsFunction() throws -> [ItemChange] {
    try queue.checkWritable()
    let context = try queue.context()
    // The first decision is made without the lock, because usually nothing has to be done.
    let isNeeded = try queue.read { table in
      !(try Transition.cancelDependants.decide(in: table, context: context).changes.isEmpty)
    }
    return isNeeded ? try queue.perform(.cancelDependants).changes : []
  }
}
