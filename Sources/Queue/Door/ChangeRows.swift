package import Model

/// Use case: makes a change to each of several rows, all in one write. If the change of one row is
/// refused, the other rows still change.
package struct ChangeRows: Sendable {
  private let queue: Queue

  package init(queue: Queue) { self.queue = queue }

  package typealias Outcome = Result<Decision, Refusal>

  /// - Parameter transitions: the changes, each of another row.
  /// - Returns: the outcome of each change, in the same order.
  package func callAsFunction(_ transitions: [Transition], isDryRun: Bool = false) throws
    -> [Outcome]
  {
    try queue.checkWritable()
    if transitions.count == 1, !isDryRun { return [try change(transitions[0])] }
    var tries = 1
    while true {
      let outcomes = try decide(transitions)
      let accepted = zip(transitions, outcomes).filter { !$1.changes.isEmpty }.map(\.0)
      if isDryRun || accepted.isEmpty { return outcomes }
      do {
        let changes = try queue.change(.several(accepted)).changes
        let written = Dictionary(changes.map { ($0.id, $0) }) { first, _ in first }
        let asked = Set(outcomes.compactMap(\.changes.first?.id))
        return outcomes.map { $0.updated(by: written, besides: asked) }
      } catch {
        // A row has changed in the meantime, so the changes of the other rows are decided again.
        guard Problem(error).refusal != nil, tries < Self.mostTries else { throw error }
        tries += 1
      }
    }
  }

  private static let mostTries = 20

  private func change(_ transition: Transition) throws -> Outcome {
    do { return .success(try queue.change(transition)) } catch {
      guard let refusal = Problem(error).refusal else { throw error }
      return .failure(refusal)
    }
  }

  private func decide(_ transitions: [Transition]) throws -> [Outcome] {
    let context = try queue.context()
    return try queue.read { table in
      try transitions.map { transition in
        do { return .success(try transition.decide(in: table, context: context)) } catch {
          guard let refusal = error as? Refusal else { throw error }
          return .failure(refusal)
        }
      }
    }
  }
}

extension ChangeRows.Outcome {
  fileprivate var changes: [ItemChange] { (try? get().changes) ?? [] }

  /// The same outcomes, with the changes as they were written.
  ///
  /// - Parameter asked: the rows that have an outcome of their own.
  fileprivate func updated(
    by written: [String: ItemChange], besides asked: Set<String>
  ) -> Self {
    guard let first = changes.first.flatMap({ written[$0.id] }) else { return self }
    let others = changes.dropFirst().filter { !asked.contains($0.id) }.compactMap { written[$0.id] }
    return .success(others.isEmpty ? .change(first) : .changes([first] + others))
  }
}
