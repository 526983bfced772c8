extension Decision {
  /// The id of the row, or `nil` when there was nothing to pick.
  public var itemID: String? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item.id
    case .change(let change): change.id
    case .changes(let changes): changes.claims.first?.id
    }
  }

  /// Where a review let the row go; `nil` where none was asked.
  public var routedTo: Status? {
    changes.first.flatMap { $0.judgement?.review == nil ? nil : $0.after?.status }
  }

  /// The row as it is now, or `nil` where there is none.
  public var item: QueueItem? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item
    case .change(let change): change.after
    case .changes(let changes): changes.claims.first?.after
    }
  }
}

extension [ItemChange] {
  /// Those that claimed a row.
  public var claims: [ItemChange] { filter { $0.event == .picked } }
}
