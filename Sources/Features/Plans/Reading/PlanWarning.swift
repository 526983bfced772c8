import Model

/// What a person should know about a plan that can be applied.
public enum PlanWarning: Equatable, Sendable {
  /// These tasks have neither criteria nor outputs: a report on one waits for an approval.
  case nothingToCheck(tasks: [String])
  /// These tasks name no worker, and no worker of `orch.json` takes their rows.
  case noWorker(tasks: [String])
  /// Another tool gave these tasks a policy, but the profile of their worker, at a key of
  /// `orch.json`, has no sandbox that could enforce it.
  case policyWithoutSandbox(tasks: [String], profile: String)
  /// Each of the plan's tasks, of which there are this many, waits for the one before it.
  case oneChain(tasks: Int)
  /// Two tasks that do not wait for each other touch the same path, and so never run at once.
  case overlap(String, String, path: String)
  /// The number of further pairs of tasks that touch the same paths.
  case moreOverlaps(Int)
}

extension Plan {
  /// How many overlapping pairs of tasks are named.
  private static let namedOverlaps = 20
  /// A chain of two tasks leaves no choice of order worth a warning.
  private static let shortestChain = 3

  public var warnings: [PlanWarning] {
    var warnings: [PlanWarning] = []
    let unchecked = tasks.filter { $0.criteria.isEmpty && $0.outputs.isEmpty }.map(\.id)
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
