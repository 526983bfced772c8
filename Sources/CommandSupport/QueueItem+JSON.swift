public import Engine
public import JSON
public import QueueModel

// Rows and changes as JSON. `SharedJSON` says what these objects hold.

extension QueueItem {
  /// - Parameter zone: that of times which have ISO 8601 besides; `nil` in a queue with
  ///   `started_at_kst`, which has none.
  public func json(in zone: QueueZone?) -> JSONValue {
    var members: [JSONObject.Member] = []
    members.reserveCapacity(24)
    for column in Column.allCases { members.append((column.name, JSONValue(text(of: column)))) }
    if let zone {
      members.append((Column.startedAt.heading(.zoned), JSONValue(start(in: zone)?.iso8601)))
      let due = dueAt.flatMap { QueueTime($0, zone: zone) }
      members.append((Column.dueAt.heading(.zoned), JSONValue(due?.iso8601)))
    }
    members.append(("after", .array(after.map { .string($0) })))
    members.append(("attempt_count", .integer(attemptCount)))
    members.append(("max_attempts", maxAttempts.map { .integer($0) } ?? .null))
    members.append(("idempotency_key", JSONValue(idempotencyKey)))
    let lease = claim?.lease.flatMap { $0.isOver ? nil : $0 }
    members.append(("lease_owner", JSONValue(lease?.owner)))
    members.append(("lease_expires_at", lease.map { .integer($0.expiresAt) } ?? .null))
    if !labels.isEmpty { members.append(("labels", .array(labels.map { .string($0) }))) }
    if let workerName { members.append(("worker", .string(workerName))) }
    if let timeoutSeconds { members.append(("timeout_seconds", .integer(timeoutSeconds))) }
    if let awaited {
      members.append(("awaits", .string(awaited.rawValue)))
      if awaited == .answer { members.append(("question", JSONValue(question))) }
    }
    members.append(("line", line.map { .integer($0) } ?? .null))
    return .object(JSONObject(members: members))
  }

  /// The keys that `json` may have.
  public static let jsonKeys =
    Column.allCases.map(\.name) + [
      Column.startedAt.heading(.zoned), Column.dueAt.heading(.zoned), "after", "attempt_count",
      "max_attempts", "idempotency_key", "lease_owner", "lease_expires_at", "labels", "worker",
      "timeout_seconds", "awaits", "question", "line",
    ]

  /// For the session that claimed the row: only it gets the token.
  public func claimJSON(in zone: QueueZone?) -> JSONValue {
    ["item": json(in: zone), "attempt": JSONValue(claim?.token)]
  }
}

extension Dependencies.Blocker {
  public var json: JSONValue { ["id": .string(id), "status": JSONValue(status?.rawValue)] }
}

extension Decision {
  /// `nil` when there was nothing to pick.
  public func json(in zone: QueueZone?) -> JSONValue? {
    switch self {
    case .unchanged: nil
    case .alreadySo(let item):
      [
        "id": .string(item.id), "from": .string(item.status.rawValue),
        "to": .string(item.status.rawValue), "item": item.json(in: zone),
      ]
    case .change(let change): change.json(in: zone)
    case .changes(let changes): .array(changes.map { $0.json(in: zone) })
    }
  }
}

extension ItemChange {
  public func json(in zone: QueueZone?) -> JSONValue {
    [
      "id": .string(id), "from": JSONValue(before?.status.rawValue),
      "to": JSONValue(after?.status.rawValue), "item": after?.json(in: zone) ?? .null,
    ]
  }
}

extension JSONObject {
  /// Adds the members of another object.
  public mutating func append(_ other: JSONObject) {
    for member in other.members { self[member.key] = member.value }
  }
}

extension DispatchOutcome {
  public func json(in zone: QueueZone?) -> JSONObject {
    var object: JSONObject = ["claims": .array(items.map { $0.claimJSON(in: zone) })]
    if let pause { object["paused"] = pause.json }
    if !failures.isEmpty {
      object["not_started"] = .array(
        failures.sorted { $0.key < $1.key }
          .map { ["id": .string($0.key), "reason": .string($0.value.reason)] })
    }
    return object
  }
}
