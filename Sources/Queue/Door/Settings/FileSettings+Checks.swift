import Gate
public import Model
import Workers

extension FileSettings {
  /// The checks that criteria of unfinished rows name, each once a row, and that `review.checks`
  /// does not have: such a criterion is never met. Rows whose report decides about the criteria are
  /// left out.
  public func missingChecks(of items: some Sequence<QueueItem>) -> [(id: String, name: String)] {
    // The rows of a worker that is a command are always checked.
    let hasCommands = workers.profiles.contains { $0.adapter == .command }
    guard review.runsChecks || hasCommands else { return [] }
    let roster = workers.roster()
    var missing: [(id: String, name: String)] = []
    for item in items where !item.status.isFinished {
      guard let criteria = item.successCriteria,
        review.runsChecks || workers[roster.name(for: item)]?.adapter == .command
      else { continue }
      var names: Set<String> = []
      for criterion in Checklist(criteria).items {
        guard case .command(let name)? = Proof.parse(criterion), review.checks[name] == nil,
          names.insert(name).inserted
        else { continue }
        missing.append((item.id, name))
      }
    }
    return missing
  }
}
