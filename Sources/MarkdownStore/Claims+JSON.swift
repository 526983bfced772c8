import JSON
import QueueModel

// `{"last":17,"through":42,"claims":{"ORCH-1":{"number":17,"nonce":"3fa92c","made_at":…,
// "lost":0,"lease":{"owner":"worker-a","expires_at":…,"heartbeat":true}}}}`, and `"worker":true`
// before the lease for a claim that orch made for a worker of its own.

extension Claims {
  /// Members that nobody knows are passed over, and not written again.
  ///
  /// - Returns: `nil` for what is no such file, or one in which a claim makes no sense.
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
    self.last = last
    self.through = through
    let changes = [ClaimChange](.object(claims))
    guard changes.allSatisfy({ $0.claim != nil }) else { return nil }
    take(changes)
  }

  /// The file: one JSON document, written piece by piece, for it is written often.
  var text: [UInt8] {
    var text = Array("{\"last\":\(last),\"through\":\(through),\"claims\":{".utf8)
    var separator = ""
    for (id, claim) in byID.sorted(by: { $0.key < $1.key }) {
      text += separator.utf8
      JSONValue.string(id).write(to: &text)
      text.append(UInt8(ascii: ":"))
      claim.write(to: &text)
      separator = ","
    }
    text += "}}\n".utf8
    return text
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

extension ClaimMark {
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
      lost: object["lost"]?.claimNumber ?? 0, isForWorker: object["worker"]?.boolValue ?? false)
  }

  fileprivate func write(to text: inout [UInt8]) {
    text += "{\"number\":\(number),\"nonce\":".utf8
    JSONValue.string(nonce).write(to: &text)
    text += ",\"made_at\":\(madeAt),\"lost\":\(lost),".utf8
    if isForWorker { text += "\"worker\":true,".utf8 }
    text += "\"lease\":".utf8
    guard let lease else {
      text += "null}".utf8
      return
    }
    text += "{\"owner\":".utf8
    JSONValue.string(lease.owner).write(to: &text)
    text += ",\"expires_at\":\(lease.expiresAt),\"heartbeat\":\(lease.hasHeartbeat)}}".utf8
  }

  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "number": .integer(number), "nonce": .string(nonce), "made_at": .integer(madeAt),
      "lost": .integer(lost),
    ]
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

// Whoever edits the file must not make sums overflow.
extension JSONValue {
  /// 53 bits.
  private static let limit = 1 << 53

  fileprivate var claimNumber: Int? { integerValue.flatMap { (0..<Self.limit) ~= $0 ? $0 : nil } }

  /// The nearest time that can be reckoned with.
  fileprivate var seconds: Int? { integerValue.map { min(max($0, -Self.limit), Self.limit) } }
}
