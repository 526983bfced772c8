// Whether a value is secret that has the name of one. Logs, reports and sources are full of
// such names: `token: 2000/3500`, `password: String`, `secret = load(path)`.

extension [UInt8] {
  func isSecret(_ value: AssignedValue, _ name: SecretName) -> Bool {
    let range = withoutPunctuation(value)
    if isPlaceholder(range) || isElsewhere(range) { return false }
    let kinds = Characters(self, range)
    if name.kind == .password { return isPassword(value, range, kinds) }
    if value.hasScheme { return isCredential(range, kinds) }
    return isOpaque(value, range, kinds)
  }

  /// `Password: OK.` ends with the sentence.
  private func withoutPunctuation(_ value: AssignedValue) -> Range<Int> {
    guard value.form == .loose else { return value.range }
    let end = start(
      of: ByteSet(".:!?*"), before: value.range.upperBound, value.range.lowerBound, atMost: 8)
    return value.range.lowerBound..<end
  }

  /// A password is chosen by people, and may be any word.
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

  /// Behind `Bearer` or `Basic`.
  private func isCredential(_ range: Range<Int>, _ kinds: Characters) -> Bool {
    range.count >= 6 && !kinds.hasBlank
      && (kinds.hasDigit || kinds.hasLower && kinds.hasUpper || range.count >= 24)
  }

  /// Tokens and keys are made by machines: letters and digits, mixed up.
  private func isOpaque(_ value: AssignedValue, _ range: Range<Int>, _ kinds: Characters) -> Bool {
    guard range.count >= 10, kinds.hasLetter, !kinds.hasBlank, !isAttempt(range) else {
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

  // MARK: What is no secret

  /// `get(name)`, `names[0]`, `user_password`, `TEST_KEY1`: something of a program.
  private func isExpression(_ range: Range<Int>) -> Bool {
    let name = start(of: .digits, before: range.upperBound, range.lowerBound, atMost: 2)
    return range.contains { ByteSet("([").contains(self[$0]) }
      || endsLikeName(range.lowerBound..<name)
  }

  /// A path or an address tells where a secret is.
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

  /// The token of an attempt fences, it hides nothing: `17-3fa92c`.
  private func isAttempt(_ range: Range<Int>) -> Bool {
    let dash = end(of: .digits, from: range.lowerBound)
    return dash > range.lowerBound && dash + 7 == range.upperBound
      && self[dash] == UInt8(ascii: "-")
  }

  // MARK: What looks random

  /// Eight letters and digits in a row, mixed: `nextToken2` is a name.
  private func hasMixedPart(_ range: Range<Int>) -> Bool {
    parts(range, of: .alphanumeric).contains {
      let word = $0.lowerBound..<start(of: .digits, before: $0.upperBound, $0.lowerBound, atMost: 2)
      let kinds = Characters(self, word)
      return $0.count >= 8 && kinds.hasLetter && kinds.hasDigit
    }
  }

  /// A word of letters and something else: `hunter2`, and not `characters!`.
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
