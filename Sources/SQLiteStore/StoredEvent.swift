import JSON
import QueueModel
import QueueStore

/// A line of the event log: what happened to a row, and through whom.
///
/// The payload is JSON with its keys sorted. Beside the cells before and after it has the
/// members by which the Python tool's scripts know an event.
struct StoredEvent {
  let itemID: String
  let type: String
  /// Where a row stood that went.
  var place: RowPlace?
  private var members: [String: JSONValue]

  init(_ change: ItemChange, _ author: Author, _ time: QueueTime) {
    self.init(RowChange(change), change.event, author, time)
    if let undoes = change.undoes { members["undoes"] = .integer(undoes.sequence) }
    members.merge(change.known) { mine, _ in mine }
  }

  /// What was found of a report, as an event of its own.
  init(
    _ event: Event, _ found: JSONObject, of id: String, _ author: Author, _ time: QueueTime
  ) {
    self.init(RowChange(id: id, before: [:], after: [:]), event, author, time)
    for member in found.members { members[member.key] = member.value }
  }

  init(_ change: RowChange, _ event: Event, _ author: Author, _ time: QueueTime) {
    itemID = change.id
    type = event.rawValue
    members = [
      "actor": .string(author.actor), "command": .string(author.command),
      "trace_id": .string(author.traceID), "ts": .string(time.iso8601),
      "before": .object(.sorted(change.before.mapValues { .string($0) })),
      "after": .object(.sorted(change.after.mapValues { .string($0) })),
    ]
  }

  var payload: String {
    var members = members
    if let place { members["behind"] = place.json }
    return JSONValue.object(.sorted(members)).description
  }
}

extension ItemChange {
  /// What the Python tool tells of such an event.
  fileprivate var known: [String: JSONValue] {
    switch event {
    case .added:
      [
        "priority": JSONValue(after?.priority.text),
        "idempotency_key": JSONValue(after?.idempotencyKey),
      ]
    case .picked, .assigned: ["owner_session": JSONValue(after?.ownerSession)]
    case .done, .failed, .blocked: ["notes": JSONValue(after?.notes.text)]
    case .leaseAcquired, .leaseRenewed, .leaseReleased, .leaseEnded:
      (after?.claim?.lease ?? before?.claim?.lease)?.known ?? [:]
    case .idempotencySkipped: ["reason": "already_done"]
    case .retried: ["reason": judgement == nil ? "failed_or_timeout" : "review"]
    case .released, .cancelled, .replanned, .undone, .restored, .answered, .approved, .rejected,
      .firstSeen, .externalEdit, .migrated, .rendered, .archived, .guardrail, .reviewGate:
      [:]
    }
  }
}

extension Lease {
  fileprivate var known: [String: JSONValue] {
    ["owner_session": .string(owner), "expires_at": .integer(expiresAt)]
  }
}

extension JSONObject {
  /// With the keys in order, so that equal events are equal texts.
  static func sorted(_ members: [String: JSONValue]) -> JSONObject {
    var object: JSONObject = [:]
    for (key, value) in members.sorted(by: { $0.key < $1.key }) { object[key] = value }
    return object
  }
}
