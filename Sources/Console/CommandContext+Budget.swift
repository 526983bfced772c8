import Dispatching
import Engine
import Facts
public import Host
public import JSON
public import QueueModel
public import QueueStore
import Settings
package import Wording

/// What commands that look after a queue say of the ledger of costs, and of the budget.
public struct BudgetFindings: Sendable {
  /// What is left of the budget; `nil` where there is none, and where the ledger can't be read.
  public var budget: BudgetState?
  /// Why what agents took can't be read or written; `nil` where it can.
  public var ledgerProblem: SystemError?

  public init(budget: BudgetState? = nil, ledgerProblem: SystemError? = nil) {
    (self.budget, self.ledgerProblem) = (budget, ledgerProblem)
  }

  /// The limits of the day of which most is spent.
  public var nearlySpent: [BudgetUse] { budget?.nearlySpent ?? [] }

  /// A line for each finding: `budget: 16.40 of 20.00 USD spent today`.
  package var sentences: [Sentence] {
    nearlySpent.map(\.warning) + (ledgerProblem.map { [Self.sentence(of: $0)] } ?? [])
  }

  /// `what agents took can't be read or written: … (…)`.
  private static func sentence(of problem: SystemError) -> Sentence {
    let text = problem.description.escaped
    return Sentence(
      "what agents took can't be read or written: \(text) (\(problem.hint.english))",
      "에이전트의 비용을 읽거나 쓸 수 없습니다: \(text) (\(problem.hint.korean))")
  }

  /// The members `budget` and `costs_problem`.
  public func add(to object: inout JSONObject) {
    if !nearlySpent.isEmpty { object["budget"] = .array(nearlySpent.map(\.json)) }
    if let ledgerProblem {
      object["costs_problem"] = .string(Self.sentence(of: ledgerProblem).english)
    }
  }
}

extension CommandContext {
  /// - Returns: nothing where `orch.json` names no agent, or can't be read.
  public func budgetFindings() -> BudgetFindings {
    guard let workers = try? taskQueue.fileSettings().workers,
      workers.profiles.contains(where: \.adapter.isAgent),
      let workspace = try? taskQueue.workspace(),
      let now = try? taskQueue.now()
    else { return BudgetFindings() }
    do throws(SystemError) {
      try workspace.costs.checkWritable()
      // Without a budget the entries are not read.
      try workspace.costs.checkReadable()
      return BudgetFindings(budget: try workspace.budget(at: now))
    } catch {
      return BudgetFindings(ledgerProblem: error)
    }
  }

  /// The rows that are stuck: first those that wait for others, or on which no worker starts, then
  /// those whose `usd_per_row` is spent, each in the order of the table.
  public func stuckRows(
    in snapshot: some QueueSnapshot, by budget: BudgetState?
  ) throws -> [StuckRow] {
    let workers = try? taskQueue.fileSettings().workers
    let roster: WorkerRoster? = workers.flatMap { $0.profiles.isEmpty ? nil : $0.roster() }
    return try StuckRow.rows(in: snapshot, try queue().context(), roster: roster)
      .map { $0.withCommand(in: self) } + rowsOverBudget(budget, in: snapshot)
  }

  private func rowsOverBudget(
    _ budget: BudgetState?, in snapshot: some QueueSnapshot
  ) -> [StuckRow] {
    guard let budget, let limit = budget.budget.microdollarsPerRow,
      let roster = try? taskQueue.fileSettings().workers.roster()
    else { return [] }
    return (0..<snapshot.rowCount).compactMap { row in
      guard snapshot.status(at: row) == .pending, let item = snapshot.item(at: row),
        limit == 0 || budget.microdollarsByRow[item.id] != nil
      else { return nil }
      return budget.excess(of: roster.name(for: item), on: item.id, by: [.usdPerRow]).map {
        StuckRow(id: item.id, excess: $0)
      }
    }
  }
}
