public import QueueModel

extension QueueStore {
  /// Performs a transition. Where it is refused because the speaker's lease has ended,
  /// that end is written down before the refusal is told, so that a clock which steps
  /// back does not revive the lease. Source: `docs/storage.md`, "Leases".
  public func carryOut(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreError) -> StoreOutcome {
    do { return try perform(transition, context: context) } catch {
      guard case .refused(.leaseEnded(let item, _)) = error else { throw error }
      let notices = told.notices
      _ = try perform(.lease(.init(id: item.id, .expire)), context: context)
      told.take(notices + told.notices, told.malformedRows)
      throw error
    }
  }
}
