public import JSON
public import QueueModel

// `SharedJSON` says what these objects hold.

extension QueueItem {
  public var json: JSONValue {
    var object: JSONObject = [:]
    for column in Column.allCases { object[column.name] = JSONValue(text(of: column)) }
    object["after"] = .array(after.map { .string($0) })
    object["attempt_count"] = .integer(attemptCount)
    object["max_attempts"] = maxAttempts.map { .integer($0) } ?? .null
    object["idempotency_key"] = JSONValue(idempotencyKey)
    let lease = claim?.lease.flatMap { $0.isOver ? nil : $0 }
    object["lease_owner"] = JSONValue(lease?.owner)
    object["lease_expires_at"] = lease.map { .integer($0.expiresAt) } ?? .null
    object["line"] = line.map { .integer($0) } ?? .null
    return .object(object)
  }

  /// For the session that claimed the row: only it gets the token.
  public var claimJSON: JSONValue {
    ["item": json, "attempt": JSONValue(claim?.token)]
  }
}

extension Dependencies.Blocker {
  public var json: JSONValue { ["id": .string(id), "status": JSONValue(status?.rawValue)] }
}
