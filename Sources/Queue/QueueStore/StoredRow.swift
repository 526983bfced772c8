public import Model

/// A row of a database. It may be unreadable, because other programs write the database, too.
public enum StoredRow: Sendable {
  case readable(QueueItem)
  case unreadable(id: String, status: String)

  package var item: QueueItem? {
    switch self {
    case .readable(let item): item
    case .unreadable: nil
    }
  }

  package var id: String {
    switch self {
    case .readable(let item): item.id
    case .unreadable(let id, _): id
    }
  }

  /// The item of a row that is to be changed. Throws if the row is unreadable.
  package func changeable() throws(Refusal) -> QueueItem {
    switch self {
    case .readable(let item): return item
    case .unreadable(let id, let status):
      throw .malformedRow(id, line: nil, problem: .unknownStatus(status))
    }
  }
}
