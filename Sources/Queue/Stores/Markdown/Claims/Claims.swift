package import Model
import QueueStore
import Table
import Text

/// The claims by row. They are in `.orch/claims.json` and not in the table. So a heartbeat does not
/// change the file that people edit, and a claim is not lost when an editor saves an old buffer.
package struct Claims: Equatable, Sendable {
  /// The highest number that a claim has ever had.
  package var highestNumber = 0
  /// The number of the last journal entry whose claim changes are included.
  var includedThrough = 0
  private(set) var byID: [String: Claim] = [:]

  /// The number of seconds after which a claim is forgotten.
  private static let memory = 30 * 86400

  package subscript(id: String) -> Claim? { byID[id] }

  /// The rows that have a lease, in no particular order.
  var leased: [String] { byID.filter { $1.lease != nil }.map(\.key) }

  mutating func apply(_ changes: [ClaimChange]) {
    for change in changes {
      byID[change.id] = change.claim
      highestNumber = max(highestNumber, change.claim?.number ?? 0)
    }
  }

  /// Forgets old claims, except claims of rows on which the watchdog has given up, because it must
  /// not try these rows again.
  mutating func forget(before now: QueueTime) {
    let start = now.epochSeconds - Self.memory
    byID = byID.filter { _, claim in
      max(claim.madeAt, claim.lease?.expiresAt ?? 0) >= start || claim.streak?.count == 0
    }
  }

  /// Ends the leases on rows that a person finished or deleted in the file, so that a new row with
  /// the same id is free.
  ///
  /// The claims themselves stay, so a restored row gets its worker's token back.
  func endedLeases(in table: QueueDocument) -> [ClaimChange] {
    let ended = byID.filter { id, claim in
      claim.lease != nil && (table.status(of: id)?.isFinished ?? !table.contains(id))
    }
    return ended.sorted { $0.key < $1.key }.map { ClaimChange(id: $0, claim: $1.withoutLease) }
  }
}

extension Claim {
  var withoutLease: Claim {
    var claim = self
    claim.lease = nil
    return claim
  }
}

/// The new claim of a row; `nil` if the claim is forgotten.
package struct ClaimChange: Equatable, Sendable {
  package let id: String
  let claim: Claim?

  package init(id: String, claim: Claim?) { (self.id, self.claim) = (id, claim) }
}

extension ClaimChange {
  /// The change of a row's claim that follows from `change`; `nil` if the claim does not change. A
  /// claim that has ended is forgotten, unless it has a streak of failures.
  init?(_ change: ItemChange, in claims: Claims) {
    // A new row does not get the claim of a former row with the same id.
    if change.event == .added {
      guard claims[change.id] != nil else { return nil }
      self.init(id: change.id, claim: nil)
      return
    }
    let claim = change.after?.claim
    guard claim != change.before?.claim || change.before?.status != change.after?.status,
      claim != nil || change.before?.claim != nil
    else { return nil }
    let matters =
      change.after?.status == .inProgress || claim?.lease != nil || claim?.streak != nil
    self.init(id: change.id, claim: matters ? claim : nil)
  }
}

/// The last claim, as each entry of the journal records it.
struct LastClaim: Equatable, Sendable {
  /// The number of the last entry with claim changes. It may be the entry itself.
  let sequence: Int
  /// The highest number that a claim has ever had. It is in each entry, so numbers keep growing
  /// even after the entry with the last claim has left the journal.
  let number: Int
}

// `{"last":17,"through":42,"claims":{"ORCH-1":{"number":17,"nonce":"3fa92c","made_at":…,
// "lost":0,"lease":{"owner":"worker-a","expires_at":…,"heartbeat":true}}}}`. Two more members may
// come before the lease. `"failures":{"class":"timeout","count":1}` is a streak of another class
// than `lost`; older versions ignore it. `"worker":true` marks a claim that orch made for its own
// worker.

extension Claims {
  /// Reads claims, and ignores unknown members.
  ///
  /// - Returns: `nil` if the bytes have another form, or a claim is invalid.
  init?(_ bytes: [UInt8]) {
    if let claims = ClaimsScanner.scan(bytes) {
      self = claims
      return
    }
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let last = object["last"]?.claimNumber, let through = object["through"]?.claimNumber,
      let claims = object["claims"]?.objectValue
    else { return nil }
    self.init()
    highestNumber = last
    includedThrough = through
    let changes = [ClaimChange](.object(claims))
    guard changes.allSatisfy({ $0.claim != nil }) else { return nil }
    apply(changes)
  }

  /// The contents of the file, one JSON document.
  var text: [UInt8] {
    let claims = byID.sorted { $0.key < $1.key }.map { ClaimChange(id: $0.key, claim: $0.value) }
    let json: JSONValue = [
      "last": .integer(highestNumber), "through": .integer(includedThrough), "claims": claims.json,
    ]
    return Array("\(json)\n".utf8)
  }
}

extension [ClaimChange] {
  init(_ json: JSONValue?) {
    self = (json?.objectValue?.members ?? []).map {
      ClaimChange(id: $0.key, claim: Claim($0.value))
    }
  }

  var json: JSONValue {
    var object: JSONObject = [:]
    for change in self { object[change.id] = change.claim?.json ?? .null }
    return .object(object)
  }
}

extension LastClaim {
  init?(_ json: JSONValue) {
    guard let sequence = json.objectValue?["seq"]?.claimNumber,
      let number = json.objectValue?["number"]?.claimNumber
    else { return nil }
    self.init(sequence: sequence, number: number)
  }

  var json: JSONValue { ["seq": .integer(sequence), "number": .integer(number)] }
}

extension Claim {
  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let number = object["number"]?.claimNumber,
      let nonce = object["nonce"]?.stringValue, let madeAt = object["made_at"]?.seconds
    else { return nil }
    self.init(
      number: number, nonce: nonce, madeAt: madeAt, lease: object["lease"].flatMap(Lease.init),
      streak: FailureStreak(object["failures"]) ?? .lost(object["lost"]?.claimNumber ?? 0),
      isForWorker: object["worker"]?.boolValue ?? false)
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "number": .integer(number), "nonce": .string(nonce), "made_at": .integer(madeAt),
      "lost": .integer(lostCount),
    ]
    if let streak, FailureStreak.lost(lostCount) == nil { object["failures"] = streak.json }
    if isForWorker { object["worker"] = true }
    object["lease"] = lease?.json ?? .null
    return .object(object)
  }
}

extension Lease {
  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let owner = object["owner"]?.stringValue,
      let end = object["expires_at"]?.seconds
    else { return nil }
    self.init(
      owner: owner, expiresAt: end, hasHeartbeat: object["heartbeat"]?.boolValue ?? false)
  }

  fileprivate var json: JSONValue {
    [
      "owner": .string(owner), "expires_at": .integer(expiresAt), "heartbeat": .bool(hasHeartbeat),
    ]
  }
}

// Numbers are limited, so that numbers in an edited file cause no overflow.
extension JSONValue {
  private static let limit = 1 << 53

  fileprivate var claimNumber: Int? { integerValue.flatMap { (0..<Self.limit) ~= $0 ? $0 : nil } }

  fileprivate var seconds: Int? { integerValue.map { min(max($0, -Self.limit), Self.limit) } }
}
