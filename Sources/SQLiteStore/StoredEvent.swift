import JSON
import QueueModel
import QueueStore
import SQLite

/// An event of the event log: a change of a row, or a fact, and its author.
///
/// The payload is JSON with sorted keys. Besides the cells before and after it has the members that
/// scripts for the Python tool read.
struct StoredEvent {
  /// Empty for a fact that is about no row.
  let itemID: String
  let type: String
  /// The place of a deleted row.
  var place: RowPlace?
  /// The `rowid` of a deleted row, by which rows are in order.
  var rowID: Int?
  /// When the row was claimed, in nanoseconds since 1970, by the machine's clock.
  var writtenAt: Int?
  private var members: [String: JSONValue]

  init(_ change: ItemChange, _ author: Author, _ time: QueueTime) {
    let row = RowChange(change)
    self.init(row, change.event, author, time)
    if let former = row.formerClaim { members["claim_before"] = former.json }
    if let undoes = change.undoes { members["undoes"] = .integer(undoes.sequence) }
    if let failure = change.failure { members["failure"] = .string(failure.rawValue) }
    members.merge(change.pythonMembers) { mine, _ in mine }
  }

  /// The event of a finding about a report.
  init(
    _ event: Event, _ found: JSONObject, of id: String, _ author: Author, _ time: QueueTime
  ) {
    self.init(RowChange(id: id, before: [:], after: [:]), event, author, time)
    for member in found.members { members[member.key] = member.value }
  }

  init(_ change: RowChange, _ event: Event, _ author: Author, _ time: QueueTime) {
    itemID = change.id
    type = event.rawValue
    members = Self.members(author, time)
    members["before"] = .object(.sorted(change.before.mapValues { .string($0) }))
    members["after"] = .object(.sorted(change.after.mapValues { .string($0) }))
  }

  /// The event of a fact.
  init(_ fact: QueueFact, _ author: Author, _ time: QueueTime) {
    itemID = fact.id ?? ""
    type = fact.kind.rawValue
    members = Self.members(author, time)
    members["fact"] = fact.json
  }

  private static func members(_ author: Author, _ time: QueueTime) -> [String: JSONValue] {
    [
      "actor": .string(author.actor), "command": .string(author.command),
      "trace_id": .string(author.traceID), "ts": .string(time.iso8601),
    ]
  }

  var payload: String {
    var members = members
    if let place { members["behind"] = place.json }
    if let rowID { members["rowid"] = .integer(rowID) }
    if let writtenAt { members["written_at_ns"] = .integer(writtenAt) }
    return JSONValue.object(.sorted(members)).description
  }
}

extension ItemChange {
  /// The members that the Python tool writes for such an event.
  fileprivate var pythonMembers: [String: JSONValue] {
    switch event {
    case .added:
      [
        "priority": JSONValue(after?.priority.text),
        "idempotency_key": JSONValue(after?.idempotencyKey),
      ]
    case .picked, .assigned: ["owner_session": JSONValue(after?.ownerSession)]
    case .done, .failed, .blocked: ["notes": JSONValue(after?.notes.text)]
    case .leaseAcquired, .leaseRenewed, .leaseReleased, .leaseEnded:
      (after?.claim?.lease ?? before?.claim?.lease)?.pythonMembers ?? [:]
    case .idempotencySkipped: ["reason": "already_done"]
    case .retried: ["reason": findings == nil ? "failed_or_timeout" : "review"]
    case .edited, .removed, .released, .cancelled, .replanned, .undone, .restored, .answered,
      .approvalRequested, .approved, .rejected, .firstSeen, .externalEdit, .migrated, .rendered,
      .archived, .guardrail, .reviewGate:
      [:]
    }
  }
}

extension Lease {
  fileprivate var pythonMembers: [String: JSONValue] {
    ["owner_session": .string(owner), "expires_at": .integer(expiresAt)]
  }
}

extension JSONObject {
  /// An object with sorted keys, so that equal events are equal texts.
  static func sorted(_ members: [String: JSONValue]) -> JSONObject {
    var object: JSONObject = [:]
    for (key, value) in members.sorted(by: { $0.key < $1.key }) { object[key] = value }
    return object
  }
}

extension HistoryEntry {
  /// The entry of an event. Events of the Python tool have no cells.
  ///
  /// - Parameters:
  ///   - row: the statement at the event, with `eventColumns`.
  ///   - zone: for the time of the entry.
  init(_ row: Statement, zone: QueueZone) {
    let type = row.text(2)
    let payload = (try? JSONValue(parsing: Array(row.text(3).utf8)))?.objectValue ?? [:]
    let time = QueueTime(row.text(4), zone: zone)?.iso8601 ?? row.text(4)
    var change = RowChange(
      id: row.text(1), before: [String: String](cells: payload["before"]),
      after: [String: String](cells: payload["after"]), place: RowPlace(payload["behind"]))
    change.findings = ReportFindings(payload, ofType: type)
    change.failure = FailureClass(payload)
    change.formerClaim = FormerClaim(payload)
    self.init(
      sequence: row.int(0), time: payload["ts"]?.stringValue ?? time,
      traceID: payload["trace_id"]?.stringValue ?? "",
      command: payload["command"]?.stringValue ?? type,
      actor: (payload["actor"] ?? payload["owner_session"])?.stringValue ?? "-",
      row: payload["fact"] == nil ? change : nil, undoes: payload["undoes"]?.integerValue)
    fact = QueueFact(payload["fact"])
    writtenAt = payload["written_at_ns"]?.integerValue
  }

  static let eventColumns = "event_id, item_id, event_type, payload_json, created_at"

  /// Whether it is the event of a lease: one of this program without changed cells.
  var isOfLease: Bool {
    row != nil && before.isEmpty && after.isEmpty && !traceID.isEmpty && findings == nil
      && failure == nil
  }
}

extension HistoryScope {
  /// The number of recent events.
  private static let recentCount = 1000

  /// The query for the events of this part of the history, oldest first, and the value of its
  /// parameter. `newest` is the number of recent events.
  func eventQuery(
    newest count: Int = HistoryScope.recentCount
  ) -> (sql: String, value: (any Bindable)?) {
    let (condition, value): (String, (any Bindable)?) =
      switch self {
      case .row(let id): ("WHERE item_id = ?1 ORDER BY event_id", id)
      case .everything: ("WHERE ?1 IS NULL ORDER BY event_id", nil)
      case .since(let event): ("WHERE event_id > ?1 ORDER BY event_id", event)
      case .recent:
        (
          "WHERE event_id > (SELECT coalesce(max(event_id), 0) FROM queue_events) - ?1 "
            + "ORDER BY event_id", count
        )
      }
    return ("SELECT \(HistoryEntry.eventColumns) FROM queue_events \(condition)", value)
  }
}
