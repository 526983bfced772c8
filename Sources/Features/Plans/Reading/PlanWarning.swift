import Model

/// A warning about a plan that can be applied.
public enum PlanWarning: Equatable, Sendable {
  /// These tasks have neither criteria nor outputs: a report on one waits for an approval.
  case nothingToCheck(tasks: [String])
  /// These tasks name no worker, and no worker of `orch.json` takes their rows.
  case noWorker(tasks: [String])
  /// Another tool gave these tasks a policy, but the profile of their worker has no sandbox that
  /// could enforce the policy. `profile` is the key of the profile in `orch.json`.
  case policyWithoutSandbox(tasks: [String], profile: String)
  /// Another tool would have worked on these tasks in checkouts that orch does not use.
  case otherCheckout(tasks: [String])
  /// The exit status decides these tasks, but `review.exit` does not let it.
  case exitUndecided(tasks: [String])
  /// Each of the plan's tasks waits for the task before it.
  case oneChain(tasks: Int)
  /// Two tasks that do not wait for each other touch the same path, and so never run at once.
  case overlap(String, String, path: String)
  /// The number of further pairs of tasks that touch the same paths.
  case moreOverlaps(Int)
}

extension Plan {
  /// How many overlapping pairs of tasks are named.
  private static let namedOverlaps = 20
  /// The fewest tasks for which the warning about a chain is given: the order of two tasks needs no
  /// warning.
  private static let shortestChain = 3

  public var warnings: [PlanWarning] {
    var warnings: [PlanWarning] = []
    let unchecked = exitDecides ? [] : tasks.filter(\.isUnchecked).map(\.id)
    if !unchecked.isEmpty { warnings.append(.nothingToCheck(tasks: unchecked)) }
    let graph = PlanGraph(self)
    if tasks.count >= Self.shortestChain, graph.isOneChain {
      warnings.append(.oneChain(tasks: tasks.count))
    }
    return warnings + overlaps(graph)
  }

  private func overlaps(_ graph: PlanGraph) -> [PlanWarning] {
    let touching = tasks.enumerated().compactMap { index, task in
      let paths = settings(of: task).touches
      return paths.isEmpty ? nil : (index: index, touches: Touches(paths))
    }
    guard touching.count > 1 else { return [] }
    let downstream = graph.downstream()
    var (named, others) = ([PlanWarning](), 0)
    for (place, first) in touching.enumerated() {
      for second in touching[(place + 1)...]
      where !downstream[first.index].contains(second.index)
        && !downstream[second.index].contains(first.index)
      {
        guard let path = first.touches.overlap(with: second.touches) else { continue }
        if named.count < Self.namedOverlaps {
          named.append(.overlap(tasks[first.index].id, tasks[second.index].id, path: path))
        } else {
          others += 1
        }
      }
    }
    return others == 0 ? named : named + [.moreOverlaps(others)]
  }
}
