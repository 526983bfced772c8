public import QueueModel

extension QueueStore {
  /// Performs a transition. Where it is refused because the speaker's lease has ended,
  /// that end is written down before the refusal is told, so that a clock which steps
  /// back does not revive the lease. Source: `docs/storage.md`, "Claims and leases".
  public func performRecordingLeaseEnd(
    _ transition: Transition, context: TransitionContext
  ) throws(StoreFailure) -> StoreOutcome<Decision> {
    do { return try perform(transition, context: context) } catch {
      guard case .refused(.leaseEnded(let item, _)) = error.error else { throw error }
      let ended = try perform(.lease(.init(id: item.id, .expire)), context: context)
      throw StoreFailure(error.error, warnings: error.warnings.followed(by: ended.warnings))
    }
  }
}
