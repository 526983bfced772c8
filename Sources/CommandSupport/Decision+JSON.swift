public import JSON
public import QueueModel

// The shapes are part of the contract: `docs/json.md`.

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
    case .change(let change): change.json
    case .changes(let changes): .array(changes.map(\.json))
    }
  }
}

extension ItemChange {
  /// `{"id","from","to","item"}`.
  public var json: JSONValue {
    [
      "id": .string(id), "from": JSONValue(before?.status.rawValue),
      "to": JSONValue(after?.status.rawValue), "item": after?.json ?? .null,
    ]
  }
}
