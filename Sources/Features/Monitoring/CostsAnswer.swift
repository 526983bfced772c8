public import Model
public import Text
public import Workers

/// The costs of attempts, by groups.
public struct CostsAnswer: Shaped {
  private let costs: SummedCosts
  private let budget: BudgetState?

  /// - Parameters:
  ///   - costs: what the attempts cost.
  ///   - budget: the part of the budget that is spent today; `nil` if there is no budget.
  public init(_ costs: SummedCosts, budget: BudgetState?) {
    (self.costs, self.budget) = (costs, budget)
  }

  public static var shapeName: StaticString { "costs" }
  public static func shape(_ fields: inout Fields<CostsAnswer>) {
    fields.add("by", \.costs.grouping.rawValue, "`day`, `row`, `worker`, `model` or `plan`")
    fields.add("since", \.costs.start?.day, "the first counted day; null for all days")
    fields.add("total", \.costs.summary.total, "all attempts")
    fields.add(
      "groups", \.costs.summary.groups,
      "days in their order; other groups by their cost, highest first")
    fields.addIfAny(
      "budget",
      { answer in
        answer.budget.map { budget in Budget.Key.allCases.compactMap { budget.use(of: $0) } }
      },
      """
      the limits of `orch.json`, if it has some; whatever `--since` says, what is spent of them \
      today
      """)
  }
}

extension CostSummary.Group: Shaped {
  public static var shapeName: StaticString { "cost group" }
  public static func shape(_ fields: inout Fields<CostSummary.Group>) {
    fields.add(
      "name", \.name,
      """
      the day as `2026-01-31`, the row's id, the worker, the model or the plan; null for an unknown \
      model, and for rows of no plan
      """)
    fields.addAll { $0.sum }
  }
}
