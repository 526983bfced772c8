/// The name of a secret value, before a separator.
struct SecretName: Equatable {
  let kind: SecretKind
  /// Whether the name ends directly at the separator.
  let isClose: Bool
  /// Whether the name is written like an environment variable: `DB_PASSWORD`.
  let isUppercase: Bool

  /// The name that ends at `end`, in upper or lower case, with or without signs between its words.
  /// Only its last words are compared.
  init?(before end: Int, in bytes: [UInt8], _ floor: Int) {
    let name = bytes.start(of: Self.around, before: end, floor, atMost: 32)
    guard name > floor, Self.lastLetters.contains(bytes[name - 1].lowercased) else { return nil }
    for row in Self.known {
      guard let start = bytes.start(of: row.name, before: name, floor) else { continue }
      kind = row.kind
      isClose = name == end
      isUppercase = ByteSet.upper.contains(bytes[start]) && ByteSet.upper.contains(bytes[name - 1])
      return
    }
    return nil
  }

  /// Of two names with the same end, the longer one comes first.
  private static let names: [(String, SecretKind)] = [
    ("password", .password), ("passwd", .password), ("passphrase", .password),
    ("dbpwd", .password), ("비밀번호", .password), ("패스워드", .password),
    ("secret", .secret), ("token", .token),
    ("awssecretaccesskey", .awsSecret), ("accesskey", .key), ("apikey", .key),
    ("secretkey", .key), ("privatekey", .key), ("encryptionkey", .key), ("signingkey", .key),
    ("accountkey", .key), ("authkey", .key), ("authorization", .authorization),
  ]
  private static let known = names.map { (name: Array($0.0.utf8), kind: $0.1) }

  /// The last letters of all names, for a quick check: before most separators there is another
  /// word.
  private static let lastLetters = ByteSet(known.compactMap { $0.name.last })

  /// The signs between a name and its separator: `"name":`, `**Name**:`, `env["NAME"] =`.
  private static let around = ByteSet(" \t\"'`\\*]")
}

extension [UInt8] {
  /// The index at which `name` begins, if it ends at `end`. There may be one sign or blank between
  /// two letters.
  fileprivate func start(of name: [UInt8], before end: Int, _ floor: Int) -> Int? {
    var start = end
    for letter in name.reversed() {
      if start < end, start > floor, SecretName.joints.contains(self[start - 1]) { start -= 1 }
      guard start > floor, self[start - 1].lowercased == letter else { return nil }
      start -= 1
    }
    return start
  }

  /// Whether the range ends like the name of a secret: `user_password`, `OAuth2Token`.
  func endsLikeName(_ range: Range<Int>) -> Bool {
    SecretName(before: range.upperBound, in: self, range.lowerBound) != nil
  }
}

extension SecretName {
  fileprivate static let joints = ByteSet("_-. ")
}
