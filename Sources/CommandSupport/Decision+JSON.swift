public import JSON
public import QueueModel

// `SharedJSON` says what these objects hold.

extension Decision {
  /// `nil` when there was nothing to pick.
  public var json: JSONValue? {
    switch self {
    case .nothingPending: nil
    case .alreadySo(let item):
      [
        "id": .string(item.id), "from": .string(item.status.rawValue),
        "to": .string(item.status.rawValue), "item": item.json,
      ]
    case .change(let change): change.json
    case .changes(let changes): .array(changes.map(\.json))
    }
  }
}

extension ItemChange {
  public var json: JSONValue {
    [
      "id": .string(id), "from": JSONValue(before?.status.rawValue),
      "to": JSONValue(after?.status.rawValue), "item": after?.json ?? .null,
    ]
  }
}
