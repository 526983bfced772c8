public import JSON
public import QueueModel

// The shapes are part of the contract: `docs/cli.md`, "JSON".

extension QueueItem {
  public var json: JSONValue {
    var object: JSONObject = [:]
    for column in Column.allCases { object[column.name] = JSONValue(text(of: column)) }
    object["after"] = .array(after.map { .string($0) })
    object["attempt_count"] = .integer(
      notes.value(of: .reviewAttempts).flatMap { Int($0) } ?? 0)
    object["lease_owner"] = .null
    object["lease_expires_at"] = .null
    object["line"] = line.map { .integer($0) } ?? .null
    return .object(object)
  }
}

extension Decision {
  /// `{"id","from","to","item"}`, or `nil` when there was nothing to pick.
  public var json: JSONValue? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): Self.transition(from: item.status, item)
    case .change(let change): Self.transition(from: change.before?.status, change.after)
    }
  }

  /// The row as it is now, or `nil` when there was nothing to pick.
  public var item: QueueItem? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item
    case .change(let change): change.after
    }
  }

  private static func transition(from: Status?, _ item: QueueItem) -> JSONValue {
    [
      "id": .string(item.id), "from": JSONValue(from?.rawValue),
      "to": .string(item.status.rawValue), "item": item.json,
    ]
  }
}

extension Dependencies.Blocker {
  public var json: JSONValue { ["id": .string(id), "status": JSONValue(status?.rawValue)] }
}
