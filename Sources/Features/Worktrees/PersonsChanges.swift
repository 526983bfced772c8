package import Door
package import Model

/// The changes that a person can make to a row, as the rules decide them.
package struct PersonsChanges: Sendable {
  /// `nil` if the queue can't be changed.
  private let context: TransitionContext?

  package init(in queue: Queue) throws {
    context = queue.changeProblem == nil ? try queue.context() : nil
  }

  /// The names of the changes that would change the row now.
  package func allowed(of item: QueueItem, in table: some QueueTable) -> [String] {
    guard let context else { return [] }
    let changes = item.personsChanges
      .filter { transition in
        guard let decision = try? transition.decide(in: table, context: context) else {
          return false
        }
        // A pick that asks for an approval changes the row, but does not claim it.
        return !decision.changes.isEmpty && decision.itemID != nil
      }
      .map(\.verb)
    let split = [.pending, .blocked, .failed].contains(item.status) ? ["split"] : []
    return changes + split + (item.status == .done ? ["reopen", "move"] : ["move"])
  }
}

extension QueueItem {
  /// One change of each kind. Its texts do not matter to the rules.
  fileprivate var personsChanges: [Transition] {
    let text = "text"
    let endings: [Transition.Finish.Ending] = [.done, .failed(isPermanent: false), .blocked]
    return [
      .reply(.init(id: id, .answer(text, question: nil))), .reply(.init(id: id, .approve)),
      .reply(.init(id: id, .reject(reason: text))), .cancel(id: id, from: nil, reason: nil),
      .retry(id: id, from: nil, force: false),
      .replan(id: id, from: nil, reason: text, force: false),
      .edit(.init(id: id, [.task: "\(task ?? text) \(text)"])), .pick(id: id),
      .release(id: id, force: false), .assign(id: id, to: text, from: nil, force: false),
    ] + endings.map { .finish(.init(id: id, as: $0, notes: text)) } + [.remove([id], force: false)]
  }
}
