import Host
import Model

/// Reads claims in the exact form that `Claims.text` and `JournalEntry.line` write, without
/// building a `JSONValue`. Speed matters because each command that changes the queue reads the
/// claims while it holds the lock, and the JSON parser takes 0.7 ms for 57 KB of claims.
///
/// The JSON parser reads any other form of the same JSON.
struct ClaimsScanner {
  private let bytes: [UInt8]
  private var offset = 0

  /// - Returns: `nil` if the bytes have another form.
  static func scan(_ bytes: [UInt8]) -> Claims? {
    var scanner = ClaimsScanner(bytes: bytes)
    return scanner.claims()
  }

  /// Reads the claims of a journal line in the form that `JournalEntry.line` writes.
  ///
  /// - Parameter range: the line without its line feed; its checksum has been verified.
  /// - Returns: the entry's number, the number of the last entry with claim changes, and this
  ///   entry's changes.
  static func scanLine(
    _ bytes: [UInt8], _ range: Range<Int>
  ) -> (sequence: Int, lastClaimSequence: Int, changes: [ClaimChange])? {
    let end = range.upperBound - JournalEntry.sealLength
    var scanner = ClaimsScanner(bytes: bytes, offset: range.lowerBound)
    guard scanner.skip("{\"seq\":"), let sequence = scanner.number(),
      let lastClaimStart = scanner.skipBack(to: ",\"claimed\":{\"seq\":", from: end, limit: 80),
      let lastClaimSequence = scanner.number(), scanner.skip(",\"number\":"),
      scanner.number() != nil,
      scanner.skip("}"), scanner.offset == end
    else { return nil }
    guard lastClaimSequence == sequence else { return (sequence, lastClaimSequence, []) }
    // In texts there is a backslash before each quote, so these bytes can only be the member.
    guard let start = bytes.firstOffset(of: member, from: range.lowerBound), start < lastClaimStart
    else { return nil }
    scanner.offset = start + member.count
    guard let changes = scanner.changes(), scanner.offset == lastClaimStart else { return nil }
    return (sequence, lastClaimSequence, changes)
  }

  private static let member = Array(",\"claims\":{".utf8)

  private mutating func claims() -> Claims? {
    var claims = Claims()
    guard skip("{\"last\":"), let last = number(), last >= 0, skip(",\"through\":"),
      let through = number(), through >= 0, skip(",\"claims\":{")
    else { return nil }
    claims.highestNumber = last
    claims.includedThrough = through
    guard let changes = changes(), changes.allSatisfy({ $0.claim != nil }), skip("}\n") else {
      return nil
    }
    claims.apply(changes)
    return offset == bytes.count ? claims : nil
  }

  /// Reads the members of an object, up to the object's end.
  private mutating func changes() -> [ClaimChange]? {
    var changes: [ClaimChange] = []
    while !skip("}") {
      guard changes.isEmpty || skip(","), let id = text(), skip(":") else { return nil }
      let claim = claim()
      guard claim != nil || skip("null") else { return nil }
      changes.append(ClaimChange(id: id, claim: claim))
    }
    return changes
  }

  private mutating func claim() -> Claim? {
    guard skip("{\"number\":"), let number = number(), number >= 0, skip(",\"nonce\":"),
      let nonce = text(), skip(",\"made_at\":"), let madeAt = self.number(), skip(",\"lost\":"),
      let lostCount = self.number(), lostCount >= 0
    else { return nil }
    var streak = FailureStreak.lost(lostCount)
    if skip(",\"failures\":{\"class\":") {
      guard let failure = text().flatMap(FailureClass.init), skip(",\"count\":"),
        let count = self.number(), count >= 0, skip("}")
      else { return nil }
      streak = FailureStreak(failure, count: count)
    }
    let isForWorker = skip(",\"worker\":true")
    guard skip(",\"lease\":") else { return nil }
    let lease = lease()
    guard lease != nil || skip("null"), skip("}") else { return nil }
    return Claim(
      number: number, nonce: nonce, madeAt: madeAt, lease: lease, streak: streak,
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

  /// Continues after the last `word` that begins in the `limit` bytes before `end`.
  ///
  /// - Returns: the offset of the word.
  private mutating func skipBack(to word: StaticString, from end: Int, limit: Int) -> Int? {
    for start in stride(from: end - word.utf8CodeUnitCount, through: max(0, end - limit), by: -1) {
      offset = start
      if skip(word) { return start }
    }
    return nil
  }

  /// Reads a text without escapes.
  private mutating func text() -> String? {
    guard skip("\"") else { return nil }
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      // Texts with escapes, or with bytes that may need escapes, are left to the JSON parser.
      guard bytes[offset] != UInt8(ascii: "\\"), (0x20..<0x7F).contains(bytes[offset]) else {
        return nil
      }
      offset += 1
    }
    let text = String(decoding: bytes[start..<offset], as: UTF8.self)
    return skip("\"") ? text : nil
  }

  /// Reads a number of up to 15 digits. Sums of such numbers do not overflow.
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
