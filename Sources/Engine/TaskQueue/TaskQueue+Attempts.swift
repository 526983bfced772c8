public import Facts
import MarkdownStore
import QueueModel

extension TaskQueue {
  /// The attempts at a row, oldest first, also those that were archived with the row.
  public func attempts(ofRow id: String) throws(Problem) -> [KeptAttempt] {
    let workspace = try workspace()
    return workspace.keptAttempts(
      of: id, archive: Sidecar(forQueueAt: workspace.storePath).folder)
  }

  /// The last report of a row, or of one of its claims.
  public func lastReport(ofRow id: String, claim: Int? = nil) throws(Problem) -> KeptReport? {
    let workspace = try workspace()
    return workspace.lastReport(
      of: id, claim: claim, archive: Sidecar(forQueueAt: workspace.storePath).folder)
  }

  /// The last attempt at a row that satisfies `predicate`.
  ///
  /// - Parameters:
  ///   - id: the row's.
  ///   - claim: the number of its claim; `nil` for any.
  ///   - lack: what the attempt lacks where none satisfies `predicate`.
  ///   - predicate: what the attempt must be.
  /// - Throws: also where there is no such row, no attempt at it, or none of this claim.
  public func attempt(
    ofRow id: String, claim: Int?, lacking lack: AttemptProblem.Lack,
    where predicate: (KeptAttempt) -> Bool
  ) throws(Problem) -> KeptAttempt {
    let attempts = try attempts(ofRow: id)
    guard let last = attempts.last else {
      _ = try read { table in try table.existing(id) }
      throw Problem.attempt(.none, id: id)
    }
    let fitting = attempts.filter { claim == nil || $0.claimNumber == claim }
    if let found = fitting.last(where: predicate) { return found }
    if let claim, fitting.isEmpty {
      throw Problem.attempt(.noClaim(claim, last: last.claimNumber), id: id)
    }
    // Where a worker was at work, it was sent one.
    let isLost = lack == .message && fitting.last.map { $0.hasLog || $0.worker != nil } ?? false
    throw Problem.attempt(
      .lacks(isLost ? .keptMessage : lack, claim: claim ?? last.claimNumber), id: id)
  }
}
