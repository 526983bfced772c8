import Attempts
import Door
public import Model
package import QueueStore
import Workers

/// Rows that no dispatch starts for one reason: a program that cannot start, the budget of today,
/// or a mistake of one kind in the rows themselves.
public struct StartStop: Equatable, Sendable {
  public fileprivate(set) var count: Int
  /// The first row's id; `-` for a malformed row without one.
  public let first: String
  /// Why the first row is not started.
  public let reason: WaitReason
  /// What helps the first row, if the mistake is in the rows; `nil` if the reason says it.
  public fileprivate(set) var remedy: Remedy?
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
  package func programStops(in rows: any QueueSnapshot) throws -> [StartStop] {
    let (workspace, now) = (try workspace(), try now())
    guard workspace.startProblem(now: now) != nil || !workspace.workerProblems(now: now).isEmpty
    else { return [] }
    return try startStops(in: rows).filter(\.reason.isOfProgram)
  }

  /// The rows of `programStops`, and those that never start as they are: no worker fits them, they
  /// wait for themselves or for a row that does not exist, they are malformed, their brief can't be
  /// read, their attempts are used up, or a note seems to stop them.
  package func startStops(in rows: any QueueSnapshot) throws -> [StartStop] {
    var stops: [StartStop] = []
    for row in try why(in: rows, as: Caller()).explanations {
      let reason = row.reason
      guard reason.isOfProgram || reason.isOfRow else { continue }
      let place = stops.firstIndex {
        $0.reason == reason || reason.isOfRow && $0.reason.code == reason.code
      }
      if let place {
        stops[place].count += 1
      } else {
        stops.append(
          StartStop(
            count: 1, first: row.id ?? "-", reason: reason,
            remedy: reason.isOfRow ? row.remedy : nil))
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

extension WaitReason {
  /// Whether the cause is a program that orch starts, or its settings.
  fileprivate var isOfProgram: Bool {
    guard case .cannotStart(let problem) = self else { return false }
    switch problem.code {
    case .missingProgram, .missingSandbox, .untrusted, .badSettings, .oldVersion: return true
    default: return false
    }
  }

  /// Whether a row with this reason never starts as it is, whatever becomes of other rows.
  fileprivate var isOfRow: Bool {
    switch self {
    case .malformed, .refused, .cycle, .nearMiss, .attemptsUsedUp, .unknownWorker, .badBrief: true
    case .waits(_, let chain, _):
      if case .noRow? = chain?.root.reason { true } else { false }
    case .noRow, .leased, .duplicate, .backsOff, .deferred, .needsApproval, .paused, .workersBusy,
      .sameLabel, .sameWork, .overlaps, .workerBusy, .overBudget, .cannotStart, .queued,
      .inProgress, .stopped, .done:
      false
    }
  }
}
