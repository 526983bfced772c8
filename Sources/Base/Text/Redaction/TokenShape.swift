/// The form of a token that is recognizable by its first characters.
struct TokenShape: Sendable {
  let kind: SecretKind
  let prefix: [UInt8]
  /// The alphabet after the prefix.
  let alphabet: ByteSet
  /// The length after the prefix. A longer token is replaced as a whole.
  let count: Int
  let rule: Rule

  enum Rule: Sendable {
    /// `count` or more characters.
    case atLeast
    /// Exactly `count` characters; no letter or digit may follow.
    case exactly
    /// `count` or more characters, with a digit among the first `count`. Used for prefixes that
    /// also occur in other texts.
    case withDigit
    /// `count` or more characters. The prefix is not secret, and is not replaced.
    case behindPrefix
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
  /// The token that begins at `start`, if a word begins there.
  func token(at start: Int, _ floor: Int) -> Secret? {
    let candidates = TokenFilter.shared.candidates(in: self, at: start)
    guard candidates != 0, isBoundary(start, floor) else { return nil }
    return token(at: start, of: candidates) ?? webToken(at: start, floor)
  }

  /// The kind of the token that begins at `start`, whatever precedes it.
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

extension TokenShape {
  /// The known forms. The first one that matches is used.
  ///
  /// Sources of prefixes, alphabets and lengths: the rules of gitleaks (`config/gitleaks.toml` of
  /// gitleaks/gitleaks), and for some rows the sources in the comments beside them. If an issuer
  /// says that a length may grow, the row has it as a minimum.
  static let known = rows.flatMap(\.self)

  private static let rows: [[TokenShape]] = [
    // Source: GitHub's changelog of 2021-03-31, with these five prefixes and up to 255 characters.
    shapes(.github, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", of: .alphanumeric, 36),
    shapes(.github, "github_pat_", of: .word, 82),

    shapes(.gitlab, "glpat-", "glrt-", of: routable, 20),
    shapes(.gitlab, "gldt-", of: .base64URL, 20),
    shapes(.gitlab, "glptt-", of: .alphanumeric, 40),
    shapes(.gitlab, "glcbt-", of: .base64URL, 22),
    shapes(.gitlab, "glagent-", of: .base64URL, 50),
    shapes(.gitlab, "gloas-", of: .base64URL, 64),

    shapes(.anthropic, "sk-ant-", of: .base64URL, 24, .withDigit),
    shapes(.openAI, "sk-proj-", "sk-svcacct-", "sk-admin-", of: .base64URL, 32),
    // OpenAI's older keys, and the keys of other services that use the same prefix.
    shapes(.apiKey, "sk-", of: .base64URL, 32, .withDigit),

    // Prefixes from the AWS IAM guide, for keys, temporary keys and bearer tokens.
    shapes(.awsKeyID, "AKIA", "ASIA", "ABIA", of: .upperAndDigits, 16, .exactly),
    shapes(
      .awsSecret, "aws_secret_access_key ", "AWS_SECRET_ACCESS_KEY ", of: .base64, 40,
      .behindPrefix),

    shapes(.google, "AIza", of: .base64URL, 35),
    shapes(.googleToken, "ya29.", of: .base64URL.union(ByteSet(".")), 20),
    shapes(.googleToken, "GOCSPX-", of: .base64URL, 28),

    // Source: Slack's page on token types. A digit is required because all these tokens begin with
    // numbers.
    shapes(
      .slack, "xoxa-", "xoxb-", "xoxc-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-",
      of: .base64URL, 10, .withDigit),
    shapes(
      .slackWebhook, "hooks.slack.com/services/", "hooks.slack.com/workflows/",
      "hooks.slack.com/triggers/", of: path, 20, .behindPrefix),
    // Source: Discord's reference on webhooks. The form is a number, a slash, and a token of 60 or
    // more characters.
    shapes(
      .discordWebhook, "discord.com/api/webhooks/", "discord.com/api/v10/webhooks/",
      "discordapp.com/api/webhooks/", of: path, 60, .behindPrefix),

    shapes(.stripe, "sk_live_", "sk_test_", "rk_live_", "rk_test_", of: .alphanumeric, 10),

    shapes(.npm, "npm_", of: .alphanumeric, 36),
    shapes(.pypi, "pypi-", of: .base64URL, 50),
    shapes(.huggingFace, "hf_", of: .alphanumeric, 30),
    shapes(.sendGrid, "SG.", of: .base64URL.union(ByteSet(".")), 60),
  ]

  private static func shapes(
    _ kind: SecretKind, _ prefixes: String..., of alphabet: ByteSet, _ count: Int,
    _ rule: Rule = .atLeast
  ) -> [TokenShape] {
    prefixes.map {
      TokenShape(kind: kind, prefix: Array($0.utf8), alphabet: alphabet, count: count, rule: rule)
    }
  }

  /// The alphabet of GitLab's newer tokens, which may contain a dot.
  private static let routable = ByteSet.base64URL.union(ByteSet("."))
  private static let path = ByteSet.base64URL.union(ByteSet("/+"))
}

/// Finds candidates by their first three bytes. Each shape has a bit. For each of the three
/// positions, a table maps a byte to the shapes that may have this byte at this position.
struct TokenFilter: Sendable {
  static let shared = TokenFilter()
  /// The bits of all shapes in `TokenShape.known`.
  static let shapes: UInt64 = (1 << UInt64(TokenShape.known.count)) - 1

  private var first = [UInt64](repeating: 0, count: 256)
  private var second = [UInt64](repeating: 0, count: 256)
  private var third = [UInt64](repeating: 0, count: 256)

  private init() {
    for (index, shape) in TokenShape.known.enumerated() {
      let start = shape.prefix.prefix(3).map { ByteSet([$0]) }
      add(1 << UInt64(index), start[0], start[1], start[2])
    }
    // The shapes that are not in `TokenShape.known`: an assignment, an option, a private key, a web
    // token and a mark.
    let any = ByteSet(0...0xFF)
    add(1 << 58, ByteSet(":="), any, any)
    add(1 << 59, ByteSet("-"), ByteSet("-"), .letters)
    add(1 << 60, ByteSet("-"), ByteSet("-"), ByteSet("-"))
    add(1 << 61, ByteSet("e"), ByteSet("y"), ByteSet("J"))
    add(1 << 62, ByteSet("["), ByteSet("r"), ByteSet("e"))
  }

  private mutating func add(_ bit: UInt64, _ sets: ByteSet...) {
    for byte in 0...255 {
      if sets[0].contains(UInt8(byte)) { first[byte] |= bit }
      if sets[1].contains(UInt8(byte)) { second[byte] |= bit }
      if sets[2].contains(UInt8(byte)) { third[byte] |= bit }
    }
  }

  /// The shapes that may begin at `start`.
  func candidates(in bytes: [UInt8], at start: Int) -> UInt64 {
    guard start + 2 < bytes.count else { return 0 }
    return first[Int(bytes[start])] & second[Int(bytes[start + 1])]
      & third[Int(bytes[start + 2])]
  }

  /// The index of the next candidate; `limit` if there is none.
  func next(in bytes: [UInt8], from start: Int, to limit: Int) -> Int {
    let first = first.span
    let second = second.span
    let third = third.span
    let bytes = bytes.span
    let end = min(limit, bytes.count - 2)
    var place = start
    while place < end {
      let candidates =
        first[Int(bytes[place])] & second[Int(bytes[place + 1])] & third[Int(bytes[place + 2])]
      if candidates != 0 { return place }
      place += 1
    }
    return limit
  }
}
