// What begins at a place, and how it is taken.

extension SecretScanner {
  /// Decides what begins at the cursor; `false` when that needs bytes that are still to come.
  mutating func look(_ bytes: [UInt8], _ isLast: Bool, _ output: inout [UInt8]) -> Bool {
    if let end = bytes.endOfMark(at: cursor) {
      cursor = end
      floor = end
    } else if let start = PrivateKeyBlock(at: cursor, in: bytes) {
      guard isLast || start.end + PrivateKeyBlock.reach <= bytes.count else { return false }
      if start.hasBody(in: bytes) {
        replace(Secret(.privateKey, cursor..<start.end), bytes, &output)
      } else {
        cursor = start.end
      }
    } else if let secret = secret(bytes) {
      replace(secret, bytes, &output)
    } else {
      cursor += 1
    }
    return true
  }

  private mutating func secret(_ bytes: [UInt8]) -> Secret? {
    switch bytes[cursor] {
    case UInt8(ascii: ":"), UInt8(ascii: "="):
      if ahead?.range.lowerBound == cursor + 1 { return nil }
      if let secret = bytes.urlPassword(at: cursor) {
        ahead = secret
        return nil
      }
      return bytes.telegramToken(at: cursor, floor) ?? bytes.assignedSecret(at: cursor, floor)
    case UInt8(ascii: "-"):
      // The name of an option may hide another secret.
      ahead = ahead ?? bytes.optionSecret(at: cursor, floor)
      return nil
    default:
      return bytes.token(at: cursor, floor)
    }
  }

  /// Drops what belongs to the private key; `false` when that needs bytes still to come.
  mutating func passKey(_ bytes: [UInt8], _ isLast: Bool) -> Bool {
    guard isLast || cursor + PrivateKeyBlock.reach <= bytes.count else { return false }
    switch PrivateKeyBlock.part(at: cursor, in: bytes) {
    case .body(let end):
      jump(to: end)
      rest = .base64
    case .end(let end):
      jump(to: end)
      isInPrivateKey = false
    }
    return true
  }
}
