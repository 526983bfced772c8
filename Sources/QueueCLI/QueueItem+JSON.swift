public import JSON
public import QueueModel

// The shapes are part of the contract: `docs/json.md`.

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

extension Dependencies.Blocker {
  public var json: JSONValue { ["id": .string(id), "status": JSONValue(status?.rawValue)] }
}
