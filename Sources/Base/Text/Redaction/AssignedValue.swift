extension [UInt8] {
  /// The secret that is assigned after the separator at `place`, in the syntax of shells, JSON,
  /// YAML, headers and most languages.
  func assignedSecret(at place: Int, _ floor: Int) -> Secret? {
    guard let name = SecretName(before: place, in: self, floor),
      let value = AssignedValue(at: place, for: name, in: self)
    else { return nil }
    if let secret = secret(in: value, name) { return secret }
    // `password: String = "…"`: the first value is a type, and the secret follows.
    let sign = end(of: ByteSet(" "), from: value.range.upperBound, atMost: 2)
    guard value.form == .loose, value.range.count < 30,
      Characters(self, value.range).isIdentifier, sign < count, self[sign] == UInt8(ascii: "="),
      let typed = AssignedValue(at: sign, for: name, in: self)
    else { return nil }
    return secret(in: typed, name)
  }

  /// The secret after an option and a blank: `--password …`. Prose often has this form, so only a
  /// value with letters and digits counts.
  func optionSecret(at start: Int, _ floor: Int) -> Secret? {
    guard has(Self.dashes, at: start), start + 2 < count, isBoundary(start, floor),
      ByteSet.letters.contains(self[start + 2])
    else { return nil }
    let end = end(of: .base64URL, from: start, atMost: 64)
    guard let name = SecretName(before: end, in: self, start + 2), end < count,
      self[end] == UInt8(ascii: " "), let value = AssignedValue(from: end + 1, .loose, self)
    else { return nil }
    let kinds = Characters(self, value.range)
    return kinds.hasDigit && kinds.hasLetter ? secret(in: value, name) : nil
  }

  private static let dashes = Array("--".utf8)

  private func secret(in value: AssignedValue, _ name: SecretName) -> Secret? {
    let token = tokenKind(at: value.range.lowerBound)
    guard !hasMark(in: value.range), token != nil || isSecret(value, name) else { return nil }
    let rest = value.form == .quoted ? nil : value.body
    return Secret(token ?? name.kind, value.range, rest: rest)
  }
}

/// A value after a separator, without the quotation marks around it.
struct AssignedValue {
  /// The value. Of a value without quotation marks, at most the first `glance` bytes.
  var range: Range<Int>
  var form: Form
  /// Whether a word such as `Bearer` comes before the value.
  var hasScheme = false

  enum Form: Equatable {
    case quoted
    /// The value follows directly after `=`, as in shells and forms.
    case close
    /// Like `close`, and the name is that of an environment variable. Only a blank or a quotation
    /// mark ends the value.
    case environment
    /// The value follows after a colon, or after blanks.
    case loose
  }

  /// The largest number of bytes of an unquoted value that are examined.
  static let glance = 128
  private static let longestQuoted = 1024

  /// The value after the separator at `separator`; `nil` if there is no value in the line.
  init?(at separator: Int, for name: SecretName, in bytes: [UInt8]) {
    let sign = bytes.end(of: ByteSet("=>:"), from: separator + 1, atMost: 2)
    // `Type::member` is not an assignment.
    if bytes[separator] == UInt8(ascii: ":"), sign > separator + 1,
      bytes[separator + 1] != UInt8(ascii: "=")
    {
      return nil
    }
    let start = bytes.end(of: Self.between, from: sign, atMost: 32)
    let isClose = name.isClose && start == separator + 1 && bytes[separator] == UInt8(ascii: "=")
    self.init(from: start, isClose ? (name.isUppercase ? .environment : .close) : .loose, bytes)
  }

  /// The value that begins at `start`, with or without a quotation mark.
  init?(from start: Int, _ form: Form, _ bytes: [UInt8]) {
    range = start..<start
    self.form = form
    if let quoted = Self.quoted(from: start, bytes) {
      range = quoted
      self.form = .quoted
    } else {
      let start = bytes.end(of: Self.quotes, from: start, atMost: 2)
      range = start..<bytes.end(of: body, from: start, atMost: Self.glance)
    }
    dropScheme(bytes)
    guard !range.isEmpty else { return nil }
  }

  var body: ByteSet { form == .environment ? Self.ofEnvironment : Self.loose }

  private static let between = ByteSet(" \t*")
  private static let quotes = ByteSet("\"'`\\")
  private static let ofEnvironment = ByteSet.blank.union(quotes).inverted
  private static let loose = ByteSet.blank.union(quotes).union(ByteSet(",;&)}]<>|")).inverted

  /// `"…"`, `'…'`, `` `…` ``, `b'…'`, and `\"…\"` in a string inside a string.
  private static func quoted(from start: Int, _ bytes: [UInt8]) -> Range<Int>? {
    var open = bytes.end(of: ByteSet("bBrRfFuU@"), from: start, atMost: 2)
    let isEscaped = open < bytes.count && bytes[open] == UInt8(ascii: "\\")
    if isEscaped { open += 1 }
    guard open < bytes.count, ByteSet("\"'`").contains(bytes[open]) else { return nil }
    var place = open + 1
    let bound = min(bytes.count, place + longestQuoted)
    while place < bound, !bytes[place].isLineBreak {
      // A mark of redaction may have replaced the end of the quotation.
      if let mark = bytes.endOfMark(at: place) { return open + 1..<mark }
      if bytes[place] == bytes[open] { return open + 1..<place }
      if bytes[place] == UInt8(ascii: "\\") {
        if isEscaped { return open + 1..<place }
        place += 1
      }
      place += 1
    }
    return nil
  }

  private mutating func dropScheme(_ bytes: [UInt8]) {
    let word = bytes.end(of: .letters, from: range.lowerBound, atMost: 12)
    guard word < bytes.count, bytes[word] == UInt8(ascii: " "),
      Self.schemes.contains(bytes[range.lowerBound..<word].map(\.lowercased))
    else { return }
    let start = bytes.end(of: ByteSet(" "), from: word, atMost: 4)
    let end =
      form == .quoted ? range.upperBound : bytes.end(of: body, from: start, atMost: Self.glance)
    guard start < end else { return }
    range = start..<end
    hasScheme = true
  }

  private static let schemes = Set(["bearer", "basic", "token", "apikey"].map { Array($0.utf8) })
}

// MARK: - Whether the value of a secret's name is secret
//
// Logs, reports and sources often have such a name with a value that is not secret: `token:
// 2000/3500`, `password: String`, `secret = load(path)`.

extension [UInt8] {
  func isSecret(_ value: AssignedValue, _ name: SecretName) -> Bool {
    let range = withoutPunctuation(value)
    if isPlaceholder(range) || isElsewhere(range) { return false }
    let kinds = Characters(self, range)
    if name.kind == .password { return isPassword(value, range, kinds) }
    if value.hasScheme { return isCredential(range, kinds) }
    return isOpaque(value, range, kinds)
  }

  /// The value without punctuation at its end: in `Password: OK.` the full stop ends the sentence.
  private func withoutPunctuation(_ value: AssignedValue) -> Range<Int> {
    guard value.form == .loose else { return value.range }
    let end = start(
      of: ByteSet(".:!?*"), before: value.range.upperBound, value.range.lowerBound, atMost: 8)
    return value.range.lowerBound..<end
  }

  /// Whether a value may be a password. People choose passwords, so any word may be one.
  private func isPassword(
    _ value: AssignedValue, _ range: Range<Int>, _ kinds: Characters
  ) -> Bool {
    if kinds.isNumber { return kinds.isDigits && range.count >= 4 }
    switch value.form {
    case .quoted:
      return kinds.hasBlank ? hasMixedWord(range) : range.count >= 3 && !kinds.isForeign
    case .environment:
      return range.count >= 3 && !kinds.isForeign
    case .close:
      return range.count >= 3 && !kinds.isForeign && !isExpression(range)
    case .loose:
      return range.count >= 5 && !kinds.isIdentifier && !isExpression(range)
    }
  }

  /// Whether a value after `Bearer` or `Basic` may be a secret.
  private func isCredential(_ range: Range<Int>, _ kinds: Characters) -> Bool {
    range.count >= 6 && !kinds.hasBlank
      && (kinds.hasDigit || kinds.hasLower && kinds.hasUpper || range.count >= 24)
  }

  /// Whether a value may be a token or key. Programs generate these, so letters and digits are
  /// mixed.
  private func isOpaque(_ value: AssignedValue, _ range: Range<Int>, _ kinds: Characters) -> Bool {
    guard range.count >= 10, kinds.hasLetter, !kinds.hasBlank, !isClaimToken(range) else {
      return false
    }
    let isLong = range.count >= 32 && kinds.hasLower && kinds.hasUpper
    guard kinds.hasDigit else { return isLong && !kinds.hasSign && !kinds.hasJoint }
    switch value.form {
    case .quoted, .environment:
      return true
    case .close, .loose:
      if isExpression(range) { return false }
      return isLong || value.form == .close || hasMixedPart(range)
    }
  }

  // MARK: Values that are no secrets

  /// Whether the value is an expression in a program: `get(name)`, `names[0]`, `user_password`,
  /// `TEST_KEY1`.
  private func isExpression(_ range: Range<Int>) -> Bool {
    let name = start(of: .digits, before: range.upperBound, range.lowerBound, atMost: 2)
    return range.contains { ByteSet("([").contains(self[$0]) }
      || endsLikeName(range.lowerBound..<name)
  }

  /// Whether the value is a path or an address. It may show where a secret is stored, but is not a
  /// secret.
  private func isElsewhere(_ range: Range<Int>) -> Bool {
    if has(Self.begin, at: range.lowerBound) { return true }
    if range.contains(where: { has(Self.scheme, at: $0) }) { return true }
    guard Self.paths.contains(where: { has($0, at: range.lowerBound) }) else { return false }
    let kinds = Characters(self, range)
    // Base64 may begin with a slash.
    return !(kinds.hasLower && kinds.hasUpper && kinds.hasDigit)
  }

  private static let begin = Array("-----BEGIN ".utf8)
  private static let scheme = Array("://".utf8)
  private static let paths = ["/", "./", "../", "~/"].map { Array($0.utf8) }

  /// Whether the value is the token of a claim, such as `17-3fa92c`, which is not a secret.
  private func isClaimToken(_ range: Range<Int>) -> Bool {
    let dash = end(of: .digits, from: range.lowerBound)
    return dash > range.lowerBound && dash + 7 == range.upperBound
      && self[dash] == UInt8(ascii: "-")
  }

  // MARK: Values that look random

  /// Whether the range has eight letters and digits in a row that are mixed. `nextToken2` has none,
  /// and is a name.
  private func hasMixedPart(_ range: Range<Int>) -> Bool {
    parts(range, of: .alphanumeric).contains {
      let word = $0.lowerBound..<start(of: .digits, before: $0.upperBound, $0.lowerBound, atMost: 2)
      let kinds = Characters(self, word)
      return $0.count >= 8 && kinds.hasLetter && kinds.hasDigit
    }
  }

  /// Whether the range is a word of letters and other characters, such as `hunter2`, but not a word
  /// with punctuation at its end, such as `characters!`.
  private func hasMixedWord(_ range: Range<Int>) -> Bool {
    parts(range, of: ByteSet.blank.inverted).contains {
      let word =
        $0
        .lowerBound..<start(
          of: ByteSet(".,:;!?"), before: $0.upperBound, $0.lowerBound, atMost: 4)
      let kinds = Characters(self, word)
      return kinds.hasLetter && (kinds.hasDigit || kinds.hasSign)
    }
  }

  private func parts(_ range: Range<Int>, of set: ByteSet) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let end = Swift.min(end(of: set, from: place), range.upperBound)
      if end > place { parts.append(place..<end) }
      place = end + 1
    }
    return parts
  }
}
