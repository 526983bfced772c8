public import JSON
public import QueueModel

// The shapes are part of the contract: `docs/json.md`.

extension QueueItem {
  public var json: JSONValue {
    var object: JSONObject = [:]
    for column in Column.allCases { object[column.name] = JSONValue(text(of: column)) }
    object["after"] = .array(after.map { .string($0) })
    object["attempt_count"] = .integer(attemptCount)
    object["lease_owner"] = JSONValue(claim?.lease?.owner)
    object["lease_expires_at"] = claim?.lease.map { .integer($0.expiresAt) } ?? .null
    object["line"] = line.map { .integer($0) } ?? .null
    return .object(object)
  }
}

extension Dependencies.Blocker {
  public var json: JSONValue { ["id": .string(id), "status": JSONValue(status?.rawValue)] }
}
