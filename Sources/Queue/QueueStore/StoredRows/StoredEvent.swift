package import Model
package import Text

/// An event of the event log: a change of a row, or a fact, and its author.
///
/// The payload is JSON with sorted keys. In addition to the cells before and after the change, it
/// has the members that scripts written for the Python tool read.
package struct StoredEvent {
  /// Empty for a fact that does not concern a row.
  package let itemID: String
  package let type: String
  /// The place of a deleted row.
  package var place: RowPlace?
  /// The time at which the row was claimed, in nanoseconds since 1970, by the machine's clock.
  package var writtenAt: Int?
  /// The number of a claim for a worker, and the place of the machine that made it.
  package var claim: (number: Int, home: String)?
  private var members: [String: JSONValue]

  package init(_ change: ItemChange, _ author: Author, _ time: QueueTime) {
    let row = RowChange(change)
    self.init(row, change.event, author, time)
    if let former = row.formerClaim { members["claim_before"] = former.json }
    members["digest"] = row.digest.map { .string($0) }
    members["work"] = (row.work?.json).map(JSONValue.object)
    addUndo(row)
    if let undoes = change.undoes { members["undoes"] = .integer(undoes.sequence) }
    if let failure = change.failure { members["failure"] = .string(failure.rawValue) }
    members.merge(change.pythonMembers) { mine, _ in mine }
  }

  /// The event for a finding about a report.
  package init(
    _ event: Event, _ found: JSONObject, of id: String, _ author: Author, _ time: QueueTime
  ) {
    self.init(RowChange(id: id, before: [:], after: [:]), event, author, time)
    for member in found.members { members[member.key] = member.value }
  }

  package init(_ change: RowChange, _ event: Event, _ author: Author, _ time: QueueTime) {
    itemID = change.id
    type = event.rawValue
    members = Self.members(author, time)
    members["before"] = .object(.sorted(change.before.mapValues { .string($0) }))
    members["after"] = .object(.sorted(change.after.mapValues { .string($0) }))
  }

  package init(_ fact: QueueFact, _ author: Author, _ time: QueueTime) {
    itemID = fact.id ?? ""
    type = fact.kind.rawValue
    members = Self.members(author, time)
    members["fact"] = fact.json
  }

  /// The event for a change that another store recorded.
  ///
  /// - Parameters:
  ///   - entry: the change.
  ///   - undone: the number of the event that it undid.
  package init(_ entry: HistoryEntry, undoing undone: Int?) {
    itemID = entry.id ?? ""
    members = Self.members(
      Author(
        command: entry.command, traceID: entry.traceID, run: entry.run, actor: entry.actor),
      entry.time)
    writtenAt = entry.writtenAt
    if let fact = entry.fact {
      type = fact.kind.rawValue
      members["fact"] = fact.json
      return
    }
    let event = Event(of: entry)
    type = event.rawValue
    place = entry.row?.place
    members["before"] = .object(.sorted(entry.before.mapValues { .string($0) }))
    members["after"] = .object(.sorted(entry.after.mapValues { .string($0) }))
    members["failure"] = entry.failure.map { .string($0.rawValue) }
    members["claim_before"] = entry.formerClaim?.json
    members["digest"] = entry.row?.digest.map { .string($0) }
    members["work"] = (entry.row?.work?.json).map(JSONValue.object)
    members["source"] = entry.source?.json
    if let row = entry.row { addUndo(row) }
    members["undoes"] = undone.map { .integer($0) }
    members["merge"] = entry.merge?.json
    if let guardrail = entry.findings?.guardrail?.json {
      add(guardrail, of: .guardrail, as: event)
    }
    if let verdict = entry.findings?.verdict?.json { add(verdict, of: .reviewGate, as: event) }
  }

  /// Adds the data that an undo of this command needs, and the command that this command undid.
  private mutating func addUndo(_ row: RowChange) {
    if row.changesBrief { members["brief"] = .bool(true) }
    members["undoes_command"] = row.undoneCommand.map { .string($0) }
  }

  /// A finding about a report is either a separate event or part of the row's event.
  private mutating func add(_ found: JSONObject, of finding: Event, as event: Event) {
    if finding != event {
      members[finding.rawValue] = .object(found)
    } else {
      for member in found.members { members[member.key] = member.value }
    }
  }

  private static func members(_ author: Author, _ time: QueueTime) -> [String: JSONValue] {
    members(author, time.iso8601)
  }

  private static func members(_ author: Author, _ time: String) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "actor": .string(author.actor), "command": .string(author.command),
      "trace_id": .string(author.traceID), "ts": .string(time),
    ]
    if !author.run.isEmpty { members["run"] = .string(author.run) }
    return members
  }

  package var payload: String {
    var members = members
    if let place { members["behind"] = place.json }
    if let writtenAt { members["written_at_ns"] = .integer(writtenAt) }
    if let claim {
      (members["claim"], members["home"]) = (.integer(claim.number), .string(claim.home))
    }
    return JSONValue.object(.sorted(members)).description
  }
}

extension ItemChange {
  /// The members that the Python tool writes for an event of this type.
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
    case .edited, .removed, .moved, .released, .cancelled, .replanned, .undone, .restored,
      .answered,
      .approvalRequested, .approved, .rejected, .firstSeen, .externalEdit, .migrated, .rendered,
      .archived, .guardrail, .reviewGate, .pullRequest:
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
  /// The entry for an event. Events of the Python tool have no cells.
  ///
  /// - Parameters:
  ///   - row: the event, with `eventColumns`.
  ///   - zone: the zone of the event's time.
  package init(_ row: some ResultRow, zone: QueueZone) {
    let type = row.text(2)
    let payload = (try? JSONValue(parsing: Array(row.text(3).utf8)))?.objectValue ?? [:]
    let time = QueueTime(row.text(4), zone: zone)?.iso8601 ?? row.text(4)
    var change = RowChange(
      id: row.text(1), before: [String: String](cells: payload["before"]),
      after: [String: String](cells: payload["after"]), place: RowPlace(payload["behind"]))
    change.findings = ReportFindings(payload, ofType: type) ?? ReportFindings(payload)
    change.failure = FailureClass(payload)
    change.formerClaim = FormerClaim(payload)
    change.digest = payload["digest"]?.stringValue
    change.work = JudgedWork(payload["work"]?.objectValue)
    change.changesBrief = payload["brief"]?.boolValue ?? false
    change.source = RowSource(payload["source"])
    change.undoneCommand = payload["undoes_command"]?.stringValue
    self.init(
      sequence: row.int(0), time: payload["ts"]?.stringValue ?? time,
      traceID: payload["trace_id"]?.stringValue ?? "",
      command: payload["command"]?.stringValue ?? type,
      run: payload["run"]?.stringValue ?? "",
      actor: (payload["actor"] ?? payload["owner_session"])?.stringValue ?? "-",
      row: payload["fact"] == nil && !change.id.isEmpty ? change : nil,
      undoes: payload["undoes"]?.integerValue)
    fact = QueueFact(payload["fact"])
    writtenAt = payload["written_at_ns"]?.integerValue
    merge = payload["merge"].flatMap(RowMerge.init)
  }

  package static let eventColumns = "event_id, item_id, event_type, payload_json, created_at"

  /// Whether this is the event of a lease: an event of this program without changed cells.
  package var isOfLease: Bool {
    row != nil && before.isEmpty && after.isEmpty && !traceID.isEmpty && findings == nil
      && failure == nil && !changesBrief
  }
}

extension Absence {
  /// The absence that a row's event caused; `nil` if the row still exists after the event. The
  /// columns of `event` are `HistoryEntry.eventColumns`.
  package init?(event: some ResultRow) {
    let (type, entry) = (Event(rawValue: event.text(2)), HistoryEntry(event, zone: .fixed(0)))
    guard entry.isRemoval || type == .removed else { return nil }
    // Archive events that version 0.9 copied from a table have the type of a removal.
    let isArchived = type == .archived || entry.command == ArchiveRule.command
    let status = entry.before[Column.status.name].flatMap(Status.init(rawValue:))
    self = isArchived ? status.map(Absence.archived) ?? .removed : .removed
  }
}
