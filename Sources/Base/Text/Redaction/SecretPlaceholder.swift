extension [UInt8] {
  /// Whether the range is a placeholder for a secret, or states that there is no secret.
  func isPlaceholder(_ range: Range<Int>) -> Bool {
    guard let first = range.first, let last = range.last else { return true }
    return isOneCharacter(range) || isVariable(range) || isBracketed(self[first], self[last])
      || Self.words.contains(self[range].map(\.lowercased))
  }

  /// Whether the range repeats one character: `****`, `xxxx`, `....`
  private func isOneCharacter(_ range: Range<Int>) -> Bool {
    range.allSatisfy { self[$0] == self[range.lowerBound] }
      && !ByteSet.digits.contains(self[range.lowerBound])
  }

  /// Whether the range is a variable: `$NAME`, `${NAME}`, `$(command)`, `$1`, `%s`, `:name`
  private func isVariable(_ range: Range<Int>) -> Bool {
    guard range.count > 1 else { return false }
    let second = self[range.lowerBound + 1]
    switch self[range.lowerBound] {
    case UInt8(ascii: "$"):
      return ByteSet.letters.union(ByteSet("_{(")).contains(second) || range.count == 2
    case UInt8(ascii: "%"): return range.count == 2
    case UInt8(ascii: ":"):
      let name = ByteSet.lower.union(ByteSet("_:"))
      return end(of: name, from: range.lowerBound) >= range.upperBound
    default: return false
    }
  }

  /// `<password>`, `{password}`, `%PASSWORD%`, `[password]`; the closing bracket may come after the
  /// range, because it may have ended the value.
  private func isBracketed(_ first: UInt8, _ last: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "["): true
    case UInt8(ascii: "%"): last == first
    default: false
    }
  }

  private static let words = Set(
    [
      "none", "null", "nil", "true", "false", "undefined", "unset", "empty", "missing", "hidden",
      "masked", "redacted", "required", "optional", "invalid", "expired", "string", "str",
      "text", "bytes", "number", "bool", "boolean", "password", "passwd", "passphrase", "secret",
      "token", "example",
      "changeme", "ok", "failed", "argon2", "argon2id", "bcrypt", "scrypt", "sha256", "sha512",
      "base64", "utf8", "utf-8", "oauth2",
    ].map { Array($0.utf8) })
}
