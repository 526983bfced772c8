/// What the rules say to a transition.
public enum Decision: Equatable, Sendable {
  /// There is nothing to pick.
  case nothingPending
  /// The row is already so: success, and nothing changes.
  case alreadySo(QueueItem)
  case change(ItemChange)
  /// Rows that change together, in this order. Not always one that was asked for is
  /// among them: a pick may only have closed rows that were done already.
  case changes([ItemChange])
}

extension Decision {
  /// What is to be written, in this order.
  public var changes: [ItemChange] {
    switch self {
    case .nothingPending, .alreadySo: []
    case .change(let change): [change]
    case .changes(let changes): changes
    }
  }

  /// `changes` together; nothing to pick where there are none.
  init(_ changes: [ItemChange]) {
    switch changes.count {
    case 0: self = .nothingPending
    case 1 where changes[0].event != .idempotencySkipped: self = .change(changes[0])
    default: self = .changes(changes)
    }
  }

  /// The row with `change` made to it.
  static func changing(
    _ item: QueueItem, _ event: Event, _ change: (inout QueueItem) -> Void
  ) -> Decision {
    .change(.changing(item, event, change))
  }
}
