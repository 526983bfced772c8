/// What the rules say to a transition.
public enum Decision: Equatable, Sendable {
  /// There is nothing to pick.
  case nothingPending
  /// The row is already so: success, and nothing changes.
  case alreadySo(QueueItem)
  case change(ItemChange)
}

extension Decision {
  /// The row with `change` made to it.
  static func changing(_ item: QueueItem, _ change: (inout QueueItem) -> Void) -> Decision {
    var after = item
    change(&after)
    return .change(ItemChange(before: item, after: after))
  }
}
