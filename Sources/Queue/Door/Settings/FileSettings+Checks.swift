import Gate
public import Model
import Workers

extension FileSettings {
  /// The checks that criteria of unfinished rows name but `review.checks` does not have, each once
  /// for each row. Such a criterion can never be met. Rows whose report decides about the criteria
  /// are left out.
  public func missingChecks(of items: some Sequence<QueueItem>) -> [(id: String, name: String)] {
    guard let checks = MissingChecks(self) else { return [] }
    return items.filter { !$0.status.isFinished }.flatMap { item in
      checks.names(of: item).map { (item.id, $0) }
    }
  }
}

/// Finds the checks that criteria name and that `review.checks` does not have.
struct MissingChecks {
  private let settings: FileSettings
  private let roster: WorkerRoster
  /// The names of the existing checks.
  let known: [String]

  /// - Returns: `nil` if orch runs no checks.
  init?(_ settings: FileSettings) {
    // The rows of a worker that is a command are always checked.
    let hasCommands = settings.workers.profiles.contains { $0.adapter == .command }
    guard settings.review.runsChecks || hasCommands else { return nil }
    self.settings = settings
    roster = settings.workers.roster()
    known = settings.review.checks.keys.sorted()
  }

  func names(of item: QueueItem) -> [String] {
    guard let criteria = item.successCriteria,
      settings.review.runsChecks
        || settings.workers[roster.name(for: item)]?.adapter == .command
    else { return [] }
    var names: [String] = []
    for criterion in Checklist(criteria).items {
      guard case .command(let name)? = Proof.parse(criterion),
        settings.review.checks[name] == nil, !names.contains(name)
      else { continue }
      names.append(name)
    }
    return names
  }
}
