// Finds tokens that consist of several parts.

extension [UInt8] {
  /// A JSON web token: base64url of an object, a dot, base64url of another object, a dot, and a
  /// signature.
  ///
  /// Source: RFC 7519; the object begins with `{"`, so its base64 begins with `eyJ`.
  func webToken(at start: Int, _ floor: Int) -> Secret? {
    // A run of characters of the alphabet is examined only at its beginning, which keeps the time
    // linear.
    guard has(Self.object, at: start),
      start == floor || !ByteSet.base64URL.contains(self[start - 1])
        || isBoundary(start, floor) && ByteSet.letters.contains(self[start - 1])
    else { return nil }
    let header = end(of: .base64URL, from: start, atMost: Self.longestHeader)
    guard header - start >= 16, header < count, self[header] == UInt8(ascii: "."),
      has(Self.object, at: header + 1)
    else { return nil }
    let payload = end(of: .base64URL, from: header + 1, atMost: 12)
    guard payload - header > 12 else { return nil }
    return Secret(.jwt, start..<payload, rest: .base64URL.union(ByteSet(".=")))
  }

  private static let object = Array("eyJ".utf8)
  private static let longestHeader = 2048

  /// The token of a Telegram bot: its number, a colon, `A` and 34 more characters. The number is
  /// not secret.
  ///
  /// Source: gitleaks' rule `telegram-bot-api-token`.
  func telegramToken(at colon: Int, _ floor: Int) -> Secret? {
    guard self[colon] == UInt8(ascii: ":"), colon + 1 < count,
      self[colon + 1] == UInt8(ascii: "A")
    else { return nil }
    let digits = colon - start(of: .digits, before: colon, floor, atMost: 17)
    let end = end(of: .base64URL, from: colon + 1, atMost: 36)
    guard (6...16).contains(digits), end - colon - 1 == 35, endOfMark(at: end) == nil else {
      return nil
    }
    return Secret(.telegram, colon + 1..<end)
  }
}

extension [UInt8] {
  /// The password in `scheme://user:password@host`, whose colon is at `colon`.
  ///
  /// Source: RFC 3986, section 3.2.1. An `@`, `?` or `#` that should have been escaped is read as a
  /// part of the password, as libpq does.
  func urlPassword(at colon: Int) -> Secret? {
    guard has(Self.slashes, at: colon), colon > 0, ByteSet.alphanumeric.contains(self[colon - 1])
    else { return nil }
    let authority = colon + Self.slashes.count
    let end = end(of: Self.userInfo, from: authority, atMost: Self.longestAuthority)
    guard let user = (authority..<end).first(where: { Self.endsOfUser.contains(self[$0]) }),
      self[user] == UInt8(ascii: ":"),
      let at = (user..<end).last(where: { self[$0] == UInt8(ascii: "@") }), user + 1 < at
    else { return nil }
    let password = user + 1..<at
    // `http://localhost:3000,ann@example.org` has a port before the `@`, and no password.
    let port = self.end(of: .digits, from: password.lowerBound, atMost: 5)
    if port > password.lowerBound, port < at, ByteSet(",?#").contains(self[port]) { return nil }
    guard !hasMark(in: authority..<at), !isPlaceholder(password) else { return nil }
    return Secret(tokenKind(at: password.lowerBound) ?? .urlPassword, password)
  }

  private static let slashes = Array("://".utf8)
  private static let longestAuthority = 1024
  private static let userInfo = ByteSet.blank.union(ByteSet("/\"'`<>\\")).inverted
  private static let endsOfUser = ByteSet(":?#")
}
