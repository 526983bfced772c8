extension [UInt8] {
  /// The secret that is assigned by the separator at `place`, in a form of shells, JSON, YAML,
  /// headers and most languages.
  func assignedSecret(at place: Int, _ floor: Int) -> Secret? {
    guard let name = SecretName(before: place, in: self, floor),
      let value = AssignedValue(at: place, for: name, in: self)
    else { return nil }
    if let secret = secret(in: value, name) { return secret }
    // `password: String = "…"`: what stood there was a type, and too short for a token.
    let sign = end(of: ByteSet(" "), from: value.range.upperBound, atMost: 2)
    guard value.form == .loose, value.range.count < 30,
      Characters(self, value.range).isIdentifier, sign < count, self[sign] == UInt8(ascii: "="),
      let typed = AssignedValue(at: sign, for: name, in: self)
    else { return nil }
    return secret(in: typed, name)
  }

  /// The secret of an option with a blank between: `--password …`. There is more prose of
  /// this form than of others: it must have letters and digits.
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
