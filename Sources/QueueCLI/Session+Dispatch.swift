public import QueueModel
import QueueStorage

extension Session {
  /// Claims as many rows as `dispatch` allows, and where rows wait but none could be
  /// claimed says why, in one line on standard error.
  ///
  /// - Parameters:
  ///   - dispatch: how many rows may be claimed, and be at work.
  ///   - standIn: the session that gets the rows where none is named.
  /// - Returns: the claims, in the order in which they were made.
  public func claims(
    for dispatch: Transition.Dispatch, standIn: String
  ) throws(CommandError) -> [ItemChange] {
    let claims = try perform(.dispatch(dispatch), standIn: standIn).changes.claims
    if claims.isEmpty { try tellStandstill(of: dispatch, standIn) }
    return claims
  }

  private func tellStandstill(
    of dispatch: Transition.Dispatch, _ standIn: String
  ) throws(CommandError) {
    let context = try transitionContext(standIn: standIn)
    let store = try store()
    do throws(StoreError) {
      // Somebody may have moved a row in between: then there is nothing to tell.
      let standstill = dispatch.standstill(in: try store.snapshot(), context: context)
      if let standstill { warn(standstill.message) }
    } catch {
      throw CommandError(error)
    }
  }
}
