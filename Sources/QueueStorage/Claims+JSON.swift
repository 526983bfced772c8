import JSON
import QueueModel

// `{"last":17,"through":42,"claims":{"ORCH-1":{"number":17,"nonce":"3fa92c","made_at":…,
// "lost":0,"lease":{"owner":"worker-a","expires_at":…,"heartbeat":true}}}}`

extension Claims {
  /// - Returns: `nil` for what is no such file.
  init?(_ bytes: [UInt8]) {
    guard let object = (try? JSONValue(parsing: bytes))?.objectValue,
      let last = object["last"]?.integerValue, let through = object["through"]?.integerValue,
      let claims = object["claims"]?.objectValue
    else { return nil }
    self.init()
    self.last = last
    self.through = through
    take(claims.members.map { ClaimChange(id: $0.key, claim: Claim($0.value)) })
  }

  var json: JSONValue {
    [
      "last": .integer(last), "through": .integer(through),
      "claims": .object(
        JSONObject(byID.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })),
    ]
  }
}

extension [ClaimChange] {
  init(_ json: JSONValue?) {
    self = (json?.objectValue?.members ?? []).map {
      ClaimChange(id: $0.key, claim: Claim($0.value))
    }
  }

  var json: JSONValue { .object(JSONObject(map { ($0.id, $0.claim?.json ?? .null) })) }
}

extension Claim {
  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let number = object["number"]?.integerValue,
      let nonce = object["nonce"]?.stringValue, let madeAt = object["made_at"]?.integerValue
    else { return nil }
    self.init(
      number: number, nonce: nonce, madeAt: madeAt, lease: object["lease"].flatMap(Lease.init),
      lost: object["lost"]?.integerValue ?? 0)
  }

  fileprivate var json: JSONValue {
    [
      "number": .integer(number), "nonce": .string(nonce), "made_at": .integer(madeAt),
      "lost": .integer(lost), "lease": lease?.json ?? .null,
    ]
  }
}

extension Lease {
  fileprivate init?(_ json: JSONValue) {
    guard let object = json.objectValue, let owner = object["owner"]?.stringValue,
      let end = object["expires_at"]?.integerValue
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

extension JSONObject {
  fileprivate init(_ members: [(String, JSONValue)]) {
    self = [:]
    for (key, value) in members { self[key] = value }
  }
}
