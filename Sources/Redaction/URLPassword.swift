extension [UInt8] {
  /// The password in `scheme://user:password@host`, whose colon is at `colon`.
  ///
  /// Source: RFC 3986, section 3.2.1. An `@` that should have been escaped belongs to the
  /// password.
  func urlPassword(at colon: Int) -> Secret? {
    guard has(Self.slashes, at: colon), colon > 0, ByteSet.alphanumeric.contains(self[colon - 1])
    else { return nil }
    let authority = colon + Self.slashes.count
    let end = end(of: Self.userInfo, from: authority, atMost: Self.longestAuthority)
    guard let user = (authority..<end).first(where: { self[$0] == UInt8(ascii: ":") }),
      let at = (user..<end).last(where: { self[$0] == UInt8(ascii: "@") }), user + 1 < at
    else { return nil }
    let password = user + 1..<at
    guard !hasMark(in: authority..<at), !isPlaceholder(password) else { return nil }
    return Secret(tokenKind(at: password.lowerBound) ?? .urlPassword, password)
  }

  private static let slashes = Array("://".utf8)
  private static let longestAuthority = 1024
  private static let userInfo = ByteSet.blank.union(ByteSet("/?#\"'`<>\\")).inverted
}
