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
    visitMembers(in: zone) { members.append(($0, $1)) }
    return .object(JSONObject(members: members))
  }

  /// Appends what `json` is, without making a value of it: `list` does it for each row.
  public func writeJSON(in zone: QueueZone?, to output: inout [UInt8]) {
    var separator = UInt8(ascii: "{")
    visitMembers(in: zone) { key, value in
      output.append(separator)
      JSONValue.write(plainKey: key, value, to: &output)
      separator = UInt8(ascii: ",")
    }
    output.append(UInt8(ascii: "}"))
  }

  @inline(__always)
  private func visitMembers(in zone: QueueZone?, _ visit: (String, JSONValue) -> Void) {
    for column in Column.allCases { visit(column.name, JSONValue(text(of: column))) }
    if let zone {
      visit(Column.startedAt.heading(.zoned), JSONValue(start(in: zone)?.iso8601))
      let due = dueAt.flatMap { QueueTime($0, zone: zone) }
      visit(Column.dueAt.heading(.zoned), JSONValue(due?.iso8601))
    }
    visit("after", .array(after.map { .string($0) }))
    visit("attempt_count", .integer(attemptCount))
    visit("max_attempts", maxAttempts.map { .integer($0) } ?? .null)
    visit("idempotency_key", JSONValue(idempotencyKey))
    let lease = claim?.lease.flatMap { $0.isOver ? nil : $0 }
    visit("lease_owner", JSONValue(lease?.owner))
    visit("lease_expires_at", lease.map { .integer($0.expiresAt) } ?? .null)
    if !labels.isEmpty { visit("labels", .array(labels.map { .string($0) })) }
    if let workerName { visit("worker", .string(workerName)) }
    if let timeoutSeconds { visit("timeout_seconds", .integer(timeoutSeconds)) }
    if let awaited {
      visit("awaits", .string(awaited.rawValue))
      if awaited == .answer { visit("question", JSONValue(question)) }
    }
    visit("line", line.map { .integer($0) } ?? .null)
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
