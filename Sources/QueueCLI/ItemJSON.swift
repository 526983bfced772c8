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
    case .alreadySo(let item):
      [
        "id": .string(item.id), "from": .string(item.status.rawValue),
        "to": .string(item.status.rawValue), "item": item.json,
      ]
    case .change(let change):
      [
        "id": .string(change.id), "from": JSONValue(change.before?.status.rawValue),
        "to": JSONValue(change.after?.status.rawValue), "item": change.after?.json ?? .null,
      ]
    }
  }

  /// The id of the row, or `nil` when there was nothing to pick.
  var itemID: String? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item.id
    case .change(let change): change.id
    }
  }

  /// The row as it is now, or `nil` where there is none.
  public var item: QueueItem? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item): item
    case .change(let change): change.after
    }
  }
}

extension Dependencies.Blocker {
  public var json: JSONValue { ["id": .string(id), "status": JSONValue(status?.rawValue)] }
}
