/// A token that is known by its first characters.
struct TokenShape: Sendable {
  let kind: SecretKind
  let prefix: [UInt8]
  /// The alphabet behind the prefix.
  let alphabet: ByteSet
  /// The length behind the prefix; a longer token is taken whole.
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
  /// The token that begins at `start`, if that is the beginning of a word.
  func token(at start: Int, _ floor: Int) -> Secret? {
    let candidates = TokenFilter.shared.candidates(in: self, at: start)
    guard candidates != 0, isBoundary(start, floor) else { return nil }
    return token(at: start, of: candidates) ?? webToken(at: start, floor)
  }

  /// The token that begins at `start`, whatever precedes it.
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
  /// The first match counts.
  ///
  /// Sources of prefixes, alphabets and lengths: the rules of gitleaks (`config/gitleaks.toml`
  /// of gitleaks/gitleaks), and for single rows what is named beside them. Where an issuer
  /// says that a length may grow, it is a least length here.
  static let known: [TokenShape] = [
    // GitHub's changelog of 2021-03-31: these five, and up to 255 characters.
    TokenShape(.github, "ghp_", .alphanumeric, 36),
    TokenShape(.github, "gho_", .alphanumeric, 36),
    TokenShape(.github, "ghu_", .alphanumeric, 36),
    TokenShape(.github, "ghs_", .alphanumeric, 36),
    TokenShape(.github, "ghr_", .alphanumeric, 36),
    TokenShape(.github, "github_pat_", .word, 82),

    TokenShape(.gitlab, "glpat-", routable, 20),
    TokenShape(.gitlab, "gldt-", .base64URL, 20),
    TokenShape(.gitlab, "glrt-", routable, 20),
    TokenShape(.gitlab, "glptt-", .alphanumeric, 40),
    TokenShape(.gitlab, "glcbt-", .base64URL, 22),
    TokenShape(.gitlab, "glagent-", .base64URL, 50),
    TokenShape(.gitlab, "gloas-", .base64URL, 64),

    TokenShape(.anthropic, "sk-ant-", .base64URL, 24, .withDigit),
    TokenShape(.openAI, "sk-proj-", .base64URL, 32),
    TokenShape(.openAI, "sk-svcacct-", .base64URL, 32),
    TokenShape(.openAI, "sk-admin-", .base64URL, 32),
    // OpenAI's older keys, and those of others who took over the prefix.
    TokenShape(.apiKey, "sk-", .base64URL, 32, .withDigit),

    // The prefixes of identifiers in the guide of AWS IAM: keys, temporary keys, bearers.
    TokenShape(.awsKeyID, "AKIA", .upperAndDigits, 16, .exactly),
    TokenShape(.awsKeyID, "ASIA", .upperAndDigits, 16, .exactly),
    TokenShape(.awsKeyID, "ABIA", .upperAndDigits, 16, .exactly),
    TokenShape(.awsSecret, "aws_secret_access_key ", .base64, 40, .behindPrefix),
    TokenShape(.awsSecret, "AWS_SECRET_ACCESS_KEY ", .base64, 40, .behindPrefix),

    TokenShape(.google, "AIza", .base64URL, 35),
    TokenShape(.googleToken, "ya29.", .base64URL.union(ByteSet(".")), 20),
    TokenShape(.googleToken, "GOCSPX-", .base64URL, 28),

    // Slack's page on token types; a digit, because all of them begin with numbers.
    TokenShape(.slack, "xoxa-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxb-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxc-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxe-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxo-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxp-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxr-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xoxs-", .base64URL, 10, .withDigit),
    TokenShape(.slack, "xapp-", .base64URL, 10, .withDigit),
    TokenShape(.slackWebhook, "hooks.slack.com/services/", path, 20, .behindPrefix),
    TokenShape(.slackWebhook, "hooks.slack.com/workflows/", path, 20, .behindPrefix),
    TokenShape(.slackWebhook, "hooks.slack.com/triggers/", path, 20, .behindPrefix),
    // Discord's reference of webhooks: a number, a slash and a token of 60 or more.
    TokenShape(.discordWebhook, "discord.com/api/webhooks/", path, 60, .behindPrefix),
    TokenShape(.discordWebhook, "discord.com/api/v10/webhooks/", path, 60, .behindPrefix),
    TokenShape(.discordWebhook, "discordapp.com/api/webhooks/", path, 60, .behindPrefix),

    TokenShape(.stripe, "sk_live_", .alphanumeric, 10),
    TokenShape(.stripe, "sk_test_", .alphanumeric, 10),
    TokenShape(.stripe, "rk_live_", .alphanumeric, 10),
    TokenShape(.stripe, "rk_test_", .alphanumeric, 10),

    TokenShape(.npm, "npm_", .alphanumeric, 36),
    TokenShape(.pypi, "pypi-", .base64URL, 50),
    TokenShape(.huggingFace, "hf_", .alphanumeric, 30),
    TokenShape(.sendGrid, "SG.", .base64URL.union(ByteSet(".")), 60),
  ]

  /// Newer tokens of GitLab have their purpose behind a point.
  private static let routable = ByteSet.base64URL.union(ByteSet("."))
  private static let path = ByteSet.base64URL.union(ByteSet("/+"))
}

/// Finds candidates by three bytes at once: each shape has a bit, and each of the three tables
/// gives for a byte the shapes that have it in this place.
struct TokenFilter: Sendable {
  static let shared = TokenFilter()
  /// The bits of `TokenShape.known`.
  static let shapes: UInt64 = (1 << UInt64(TokenShape.known.count)) - 1

  private var first = [UInt64](repeating: 0, count: 256)
  private var second = [UInt64](repeating: 0, count: 256)
  private var third = [UInt64](repeating: 0, count: 256)

  private init() {
    for (index, shape) in TokenShape.known.enumerated() {
      let start = shape.prefix.prefix(3).map { ByteSet([$0]) }
      add(1 << UInt64(index), start[0], start[1], start[2])
    }
    // Shapes that are no tokens: an assignment, an option, a private key, a web token, a mark.
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

  /// The next candidate, or `limit`.
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
