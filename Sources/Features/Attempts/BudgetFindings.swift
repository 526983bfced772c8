public import Door
public import Host
public import Model
public import Text
import Workers

/// The findings about the ledger of costs and the budget, for a queue's operators.
public struct BudgetFindings: Sendable {
  /// What is left of the budget; `nil` if there is none, or if the ledger can't be read.
  public internal(set) var budget: BudgetState?
  /// Why the costs of agents can't be read or written; `nil` if they can.
  public internal(set) var ledgerProblem: SystemError?

  /// The limit that another finding reports.
  var toldKey: Budget.Key?

  package init(
    budget: BudgetState? = nil, ledgerProblem: SystemError? = nil, toldKey: Budget.Key? = nil
  ) {
    self.budget = budget
    self.ledgerProblem = ledgerProblem
    self.toldKey = toldKey
  }

  /// The limits of the day that are mostly used up.
  public var nearlySpent: [BudgetUse] {
    (budget?.nearlySpent ?? []).filter { $0.key != toldKey }
  }

  /// Leaves out a limit, because another finding reports that it stops rows.
  public mutating func leaveOut(_ key: Budget.Key) { toldKey = key }

  /// A line for each finding: `budget: 16.40 of 20.00 USD spent today`.
  public var sentences: [Sentence] {
    nearlySpent.map(\.warning) + (ledgerSentence.map { [$0] } ?? [])
  }

  /// `the costs of agents can't be read or written: … (…)`.
  public var ledgerSentence: Sentence? {
    guard let ledgerProblem else { return nil }
    let text = ledgerProblem.description.escaped
    return Sentence(
      "the costs of agents can't be read or written: \(text) (\(ledgerProblem.hint.english))",
      "에이전트의 비용을 읽거나 쓸 수 없습니다: \(text) (\(ledgerProblem.hint.korean))")
  }
}

extension TaskQueue {
  /// - Returns: the findings; empty if `orch.json` names no agent, or can't be read.
  public func budgetFindings() -> BudgetFindings {
    guard let workers = try? fileSettings().workers,
      !workers.billed.isEmpty, let workspace = try? workspace(),
      let now = try? now()
    else { return BudgetFindings() }
    do throws(SystemError) {
      try workspace.costs.checkWritable()
      // If there is no budget, the entries are not read.
      try workspace.costs.checkReadable()
      return BudgetFindings(budget: try workspace.budget(at: now))
    } catch {
      return BudgetFindings(ledgerProblem: error)
    }
  }
}
