import QueueModel

/// Reads claims in the very form in which `Claims.text` writes them, ten times as fast as
/// any JSON can be read: each command that changes the queue does so, under the lock.
///
/// A file that says the same otherwise is left to the JSON parser.
struct ClaimsScanner {
  private let bytes: [UInt8]
  private var offset = 0

  /// - Returns: `nil` for any other form.
  static func scan(_ bytes: [UInt8]) -> Claims? {
    var scanner = ClaimsScanner(bytes: bytes)
    return scanner.claims()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func claims() -> Claims? {
    var claims = Claims()
    guard skip("{\"last\":"), let last = number(), last >= 0, skip(",\"through\":"),
      let through = number(), through >= 0, skip(",\"claims\":{")
    else { return nil }
    claims.last = last
    claims.through = through
    var changes: [ClaimChange] = []
    while !skip("}}\n") {
      guard changes.isEmpty || skip(","), let id = text(), skip(":"), let claim = claim() else {
        return nil
      }
      changes.append(ClaimChange(id: id, claim: claim))
    }
    claims.take(changes)
    return offset == bytes.count ? claims : nil
  }

  private mutating func claim() -> Claim? {
    guard skip("{\"number\":"), let number = number(), number >= 0, skip(",\"nonce\":"),
      let nonce = text(), skip(",\"made_at\":"), let madeAt = self.number(), skip(",\"lost\":"),
      let lost = self.number(), lost >= 0
    else { return nil }
    let isForWorker = skip(",\"worker\":true")
    guard skip(",\"lease\":") else { return nil }
    let lease = lease()
    guard lease != nil || skip("null"), skip("}") else { return nil }
    return Claim(
      number: number, nonce: nonce, madeAt: madeAt, lease: lease, lost: lost,
      isForWorker: isForWorker)
  }

  private mutating func lease() -> Lease? {
    guard skip("{\"owner\":"), let owner = text(), skip(",\"expires_at\":"), let end = number(),
      skip(",\"heartbeat\":")
    else { return nil }
    let hasHeartbeat = skip("true")
    guard hasHeartbeat || skip("false"), skip("}") else { return nil }
    return Lease(owner: owner, expiresAt: end, hasHeartbeat: hasHeartbeat)
  }

  private mutating func skip(_ word: StaticString) -> Bool {
    let end = offset + word.utf8CodeUnitCount
    guard end <= bytes.count else { return false }
    for index in 0..<word.utf8CodeUnitCount where bytes[offset + index] != word.utf8Start[index] {
      return false
    }
    offset = end
    return true
  }

  /// A text that needs no escapes.
  private mutating func text() -> String? {
    guard skip("\"") else { return nil }
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      // What is escaped, or would have to be, is for the parser.
      guard bytes[offset] != UInt8(ascii: "\\"), (0x20..<0x7F).contains(bytes[offset]) else {
        return nil
      }
      offset += 1
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    return skip("\"") ? text : nil
  }

  /// Up to 15 digits: no sum of such numbers overflows.
  private mutating func number() -> Int? {
    let isNegative = skip("-")
    let start = offset
    var number = 0
    while offset < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[offset]) {
      guard offset - start < 15 else { return nil }
      number = number * 10 + Int(bytes[offset] - UInt8(ascii: "0"))
      offset += 1
    }
    return offset == start ? nil : isNegative ? -number : number
  }
}
