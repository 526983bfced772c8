import Dispatching
import Engine
public import QueueModel
import ReviewerGate

extension FileSettings {
  /// The checks that criteria of an unfinished row name, each once, and that `review.checks` does not
  /// have: such a criterion is never met. Empty where the report decides about the criteria.
  public func missingChecks(of item: QueueItem) -> [String] {
    guard !item.status.isFinished, let criteria = item.successCriteria else { return [] }
    guard review.runsChecks || isForCommand(item) else { return [] }
    var missing: [String] = []
    for criterion in Checklist(criteria).items {
      guard case .command(let name)? = Proof.parse(criterion), review.checks[name] == nil,
        !missing.contains(name)
      else { continue }
      missing.append(name)
    }
    return missing
  }

  /// Whether the row gets a worker whose rows are always checked.
  private func isForCommand(_ item: QueueItem) -> Bool {
    guard workers.profiles.contains(where: { $0.adapter == .command }) else { return false }
    return workers[workers.roster().name(for: item)]?.adapter == .command
  }
}
