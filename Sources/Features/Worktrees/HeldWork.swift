import Attempts
import Door
public import Model
package import QueueStore
import Workers

/// Rows that no dispatch starts for one reason: a program that cannot start, or the budget of today.
public struct StartStop: Equatable, Sendable {
  public fileprivate(set) var count: Int
  public let first: String
  /// Why the first row is not started.
  public let reason: WaitReason
}

/// A row that is tried again and again: several attempts in a row fail in the same way.
public struct RepeatedFailure: Equatable, Sendable {
  public let id: String
  public let streak: FailureStreak

  /// The fewest attempts that count. Fewer may be a passing failure.
  static let least = 3

  init?(_ item: QueueItem) {
    guard let streak = item.claim?.streak, streak.count >= Self.least else { return nil }
    (id, self.streak) = (item.id, streak)
  }
}

extension TaskQueue {
  /// The PENDING rows that no program is started on until a person acts, by the reason: a program is
  /// missing, old or not trusted, or its settings are wrong. Paused workers, the budget, and
  /// obstacles to worktrees are left out.
  package func startStops(in rows: any QueueSnapshot) throws -> [StartStop] {
    let (workspace, now) = (try workspace(), try now())
    guard workspace.startProblem(now: now) != nil || !workspace.workerProblems(now: now).isEmpty
    else { return [] }
    var stops: [StartStop] = []
    for row in try why(in: rows, as: Caller()).explanations {
      guard let id = row.id, case .cannotStart(let problem) = row.reason, problem.isOfProgram
      else { continue }
      if let place = stops.firstIndex(where: { $0.reason == row.reason }) {
        stops[place].count += 1
      } else {
        stops.append(StartStop(count: 1, first: id, reason: row.reason))
      }
    }
    return stops
  }

  /// The PENDING rows whose worker can't start because of the budget, even if something else stops
  /// them, too. What other rows have reserved may become free sooner, and does not count.
  ///
  /// - Returns: `nil` if there are no such rows, or no budget.
  package func budgetStop(in rows: any QueueSnapshot) throws -> StartStop? {
    guard let budget = budgetFindings().budget else { return nil }
    let (roster, now) = (try workspace().profiles.roster(), try now())
    let stops = (0..<rows.rowCount).compactMap { row -> (id: String, excess: BudgetExcess)? in
      guard rows.status(at: row) == .pending, let item = rows.item(at: row),
        let excess = budget.excess(of: roster.name(for: item), on: item.id), excess.isUsedUp,
        item.earliestStart(in: now.zone)
          < excess.end?.epochSeconds ?? now.epochSeconds + 86400
      else { return nil }
      return (item.id, excess)
    }
    return stops.first.map {
      StartStop(count: stops.count, first: $0.id, reason: .overBudget($0.excess))
    }
  }

  /// The rows that are tried again and again, in the order of the queue; none if orch starts no
  /// worker.
  package func repeatedFailures(in rows: any QueueSnapshot) throws -> [RepeatedFailure] {
    if try fileSettings().workers.profiles.isEmpty { return [] }
    return (0..<rows.rowCount).compactMap { row in
      switch rows.status(at: row) {
      case .pending, .inProgress: rows.item(at: row).flatMap(RepeatedFailure.init)
      case .done, .failed, .blocked, nil: nil
      }
    }
  }
}

extension StartProblem {
  /// Whether the cause is a program that orch starts, or its settings.
  fileprivate var isOfProgram: Bool {
    switch code {
    case .missingProgram, .missingSandbox, .untrusted, .badSettings, .oldVersion: true
    default: false
    }
  }
}
