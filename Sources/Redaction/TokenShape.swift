/// A token that its first characters give away.
struct TokenShape: Sendable {
  let kind: SecretKind
  let prefix: [UInt8]
  /// What follows the prefix.
  let alphabet: ByteSet
  /// At least as many follow; what goes on longer belongs to it.
  let count: Int
  let rule: Rule

  enum Rule: Sendable {
    /// `count` or more.
    case atLeast
    /// `count`, and then neither a letter nor a digit.
    case exactly
    /// `count` or more, and a digit among the first of them: the prefix alone says little.
    case withDigit
    /// `count` or more, and the prefix is no secret: it stays.
    case behindPrefix
  }

  init(
    _ kind: SecretKind, _ prefix: String, _ alphabet: ByteSet, _ count: Int, _ rule: Rule = .atLeast
  ) {
    self.kind = kind
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.count = count
    self.rule = rule
  }

  func secret(at start: Int, in bytes: [UInt8]) -> Secret? {
    guard bytes.has(prefix, at: start) else { return nil }
    let body = start + prefix.count
    let end = bytes.end(of: alphabet, from: body, atMost: count)
    guard end - body == count else { return nil }
    switch rule {
    case .atLeast: break
    case .exactly:
      guard end == bytes.count || !ByteSet.alphanumeric.contains(bytes[end]) else { return nil }
      return Secret(kind, start..<end)
    case .withDigit:
      let known = body..<bytes.end(of: alphabet, from: body, atMost: 2 * count)
      guard known.contains(where: { ByteSet.digits.contains(bytes[$0]) }) else { return nil }
    case .behindPrefix: return Secret(kind, body..<end, rest: alphabet)
    }
    return Secret(kind, start..<end, rest: alphabet)
  }
}

extension [UInt8] {
  /// The token that begins at `start`, where no word goes on.
  func token(at start: Int, _ floor: Int) -> Secret? {
    let candidates = TokenFilter.shared.candidates(in: self, at: start)
    guard candidates != 0, isBoundary(start, floor) else { return nil }
    return token(at: start, of: candidates) ?? webToken(at: start, floor)
  }

  /// What the token is that begins at `start`, whatever stands in front of it.
  func tokenKind(at start: Int) -> SecretKind? {
    let candidates = TokenFilter.shared.candidates(in: self, at: start)
    return (token(at: start, of: candidates) ?? webToken(at: start, start))?.kind
  }

  private func token(at start: Int, of candidates: UInt64) -> Secret? {
    var candidates = candidates & TokenFilter.shapes
    while candidates != 0 {
      let shape = TokenShape.known[candidates.trailingZeroBitCount]
      if let secret = shape.secret(at: start, in: self) { return secret }
      candidates &= candidates - 1
    }
    return nil
  }
}
