import CommandLineKit
import Dispatching
public import QueueModel
import QueueStorage

extension Session {
  /// Claims as many rows as `dispatch` allows, and where rows wait but none could be
  /// claimed says why, in one line on standard error.
  ///
  /// - Parameters:
  ///   - dispatch: how many rows may be claimed, and be at work.
  ///   - spawner: what starts the work on them.
  ///   - standIn: the session that gets the rows where none is named.
  /// - Returns: the claims, in the order in which they were made.
  /// - Throws: also where a row would be claimed, and its program can't be run.
  func claims(
    for dispatch: Transition.Dispatch, by spawner: Spawner, standIn: String
  ) throws(CommandError) -> [ItemChange] {
    try checkWritable()
    var outlook = try outlook(for: dispatch, standIn)
    // Most dispatches find nothing, as most watchdogs do: they need no lock.
    if case .changes(let claims) = outlook {
      if claims, let missing = try missingProgram(of: spawner) { throw missing }
      let claims = try perform(.dispatch(dispatch), standIn: standIn).changes.claims
      if !claims.isEmpty { return claims }
      outlook = try self.outlook(for: dispatch, standIn)
    }
    // Who ticks again when something has changed tells only what does not by itself.
    if case .standstill(let standstill) = outlook, !stays || standstill.isForGood {
      warn(standstill.message)
    }
    return []
  }

  /// Takes back the rows whose worker is gone.
  ///
  /// - Parameter staleSeconds: how long a row without heartbeats may be IN_PROGRESS.
  public func rescue(staleSeconds: Int) throws(CommandError) -> [ItemChange] {
    try checkWritable()
    let rescue = Transition.rescue(staleSeconds: staleSeconds, workers: try knownWorkers())
    let context = try transitionContext()
    let isNeeded = try read { table in
      !(try rescue.decide(in: table, context: context).changes.isEmpty)
    }
    return isNeeded ? try perform(rescue).changes : []
  }

  /// What a dispatch would come to, as the queue is now.
  private enum Outlook: Equatable {
    /// Rows change; `claims` says whether any of them would be claimed.
    case changes(claims: Bool)
    case standstill(Standstill)
    /// No row waits, or nobody wants to hear why.
    case nothing
  }

  private func outlook(
    for dispatch: Transition.Dispatch, _ standIn: String
  ) throws(CommandError) -> Outlook {
    let context = try transitionContext(standIn: standIn)
    return try read { table in
      let decision = try Transition.dispatch(dispatch).decide(in: table, context: context)
      let changes = decision.changes
      if !changes.isEmpty { return .changes(claims: !changes.claims.isEmpty) }
      if shared.isQuiet { return .nothing }
      let standstill = try dispatch.standstill(in: table, context: context)
      return standstill.map(Outlook.standstill) ?? .nothing
    }
  }
}
