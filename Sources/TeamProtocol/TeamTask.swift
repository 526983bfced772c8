public import QueueModel

/// A task of a team, as a lead writes it in JSON. Source: `templates/team_task.schema.json`.
public struct TeamTask: Equatable, Sendable {
  /// Who is to do it.
  public enum Role: String, CaseIterable, Sendable {
    case lead
    case workerA = "worker_a"
    case workerB = "worker_b"
    case workerC = "worker_c"
  }

  public var id: String
  public var title: String
  public var ownerRole: Role
  public var dependencies: [String]
  /// What the worker is told beyond the title.
  public var prompt: String
  public var acceptanceCriteria: [String]
  /// The tokens that the report should stay below; `nil` where nothing is said.
  public var summaryBudgetTokens: Int?

  /// The names of its members.
  static let keys = [
    "id", "title", "owner_role", "status", "dependencies", "prompt", "acceptance_criteria",
    "summary_budget_tokens",
  ]

  /// The row that it becomes.
  ///
  /// - Parameter priority: of all the tasks of a team.
  public func newItem(priority: Priority) -> Transition.NewItem {
    let budget = summaryBudgetTokens.map { " / summary_budget_tokens:\($0)" } ?? ""
    return Transition.NewItem(
      id: id, priority: priority, task: prompt == title ? title : "\(title): \(prompt)",
      successCriteria: acceptanceCriteria.joined(separator: "; "),
      notes: "owner_role:\(ownerRole.rawValue)\(budget)", after: dependencies)
  }
}
