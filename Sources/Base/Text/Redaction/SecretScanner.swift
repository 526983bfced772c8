/// A range of bytes to be replaced by a mark.
struct Secret: Equatable, Sendable {
  let kind: SecretKind
  /// The range of the secret that has been found so far.
  let range: Range<Int>
  /// The bytes with which the secret continues after the range; `nil` if the secret ends there.
  let rest: ByteSet?

  init(_ kind: SecretKind, _ range: Range<Int>, rest: ByteSet? = nil) {
    self.kind = kind
    self.range = range
    self.rest = rest
  }

  func moved(by distance: Int) -> Secret {
    Secret(kind, range.lowerBound + distance..<range.upperBound + distance, rest: rest)
  }
}

/// The kind of a secret. The raw value is the name in a mark.
enum SecretKind: String, Sendable {
  case github = "github-token"
  case gitlab = "gitlab-token"
  case anthropic = "anthropic-key"
  case openAI = "openai-key"
  case apiKey = "api-key"
  case awsKeyID = "aws-access-key-id"
  case awsSecret = "aws-secret-key"
  case google = "google-api-key"
  case googleToken = "google-token"
  case slack = "slack-token"
  case slackWebhook = "slack-webhook"
  case discordWebhook = "discord-webhook"
  case stripe = "stripe-key"
  case npm = "npm-token"
  case pypi = "pypi-token"
  case huggingFace = "hugging-face-token"
  case sendGrid = "sendgrid-key"
  case telegram = "telegram-token"
  case jwt = "jwt"
  case privateKey = "private-key"
  case urlPassword = "url-password"
  case authorization = "authorization"
  case password = "password"
  case secret = "secret"
  case token = "token"
  case key = "key"
  /// The known value of an environment variable.
  case variable = "variable"

  var mark: [UInt8] { Self.opening + Array(rawValue.utf8) + [UInt8(ascii: "]")] }

  static let opening = Array("[redacted:".utf8)
}

extension [UInt8] {
  /// The end of the mark that begins at `start`. Marks with any name are recognized, because
  /// another version of this program may have written them.
  func endOfMark(at start: Int) -> Int? {
    guard has(SecretKind.opening, at: start) else { return nil }
    let name = start + SecretKind.opening.count
    let end = end(of: .markName, from: name, atMost: 40)
    guard end > name, end < count, self[end] == UInt8(ascii: "]") else { return nil }
    return end + 1
  }

  /// Whether a mark begins in the range. Text around a mark is not redacted again, because without
  /// the replaced bytes the first decision can't be repeated.
  func hasMark(in range: Range<Int>) -> Bool {
    range.contains { self[$0] == UInt8(ascii: "[") && endOfMark(at: $0) != nil }
  }
}

/// Scans a buffer one time, from left to right, and writes its bytes with secrets replaced by
/// marks.
struct SecretScanner: Sendable {
  /// The lookahead of a decision, in bytes. Only a private key, which has several lines, needs more
  /// bytes; the scanner then waits for them.
  static let reach = 4096
  /// The lookbehind of a decision, in bytes.
  static let memory = 160

  /// The redaction of the bytes before this index is decided.
  var cursor = 0
  /// The bytes before this index have been written or dropped.
  private var written = 0
  /// The end of the last mark. No decision looks at bytes before this index. A second pass over the
  /// output sees only the mark there, and must decide in the same way.
  var floor = 0
  /// The alphabet of the secret that is being dropped.
  var rest: ByteSet?
  var isInPrivateKey = false
  /// A secret at a later index that bytes before it have revealed.
  var ahead: Secret?

  mutating func scan(
    _ bytes: [UInt8], to limit: Int, isLast: Bool, into output: inout [UInt8]
  ) {
    while cursor < limit {
      if let rest {
        drop(rest, of: bytes)
      } else if isInPrivateKey {
        guard passKey(bytes, isLast) else { break }
      } else if let secret = ahead, secret.range.lowerBound <= cursor {
        meet(secret, bytes, &output)
      } else {
        let end = min(limit, ahead?.range.lowerBound ?? limit)
        cursor = TokenFilter.shared.next(in: bytes, from: cursor, to: end)
        guard cursor == end || look(bytes, isLast, &output) else { break }
      }
    }
    write(bytes, &output)
  }

  /// Adjusts the places after the first `count` bytes of the buffer were removed.
  mutating func forget(_ count: Int) {
    cursor -= count
    written -= count
    floor = max(0, floor - count)
    ahead = ahead?.moved(by: -count)
  }

  // MARK: Writing and dropping

  private mutating func write(_ bytes: [UInt8], _ output: inout [UInt8]) {
    if written < cursor { output += bytes[written..<cursor] }
    written = cursor
  }

  mutating func replace(_ secret: Secret, _ bytes: [UInt8], _ output: inout [UInt8]) {
    cursor = secret.range.lowerBound
    write(bytes, &output)
    output += secret.kind.mark
    rest = secret.rest
    isInPrivateKey = secret.kind == .privateKey
    jump(to: secret.range.upperBound)
  }

  mutating func jump(to place: Int) {
    cursor = place
    written = place
    floor = place
  }

  private mutating func drop(_ alphabet: ByteSet, of bytes: [UInt8]) {
    let end = bytes.end(of: alphabet, from: cursor)
    jump(to: end)
    if end < bytes.count { rest = nil }
  }

  private mutating func meet(_ secret: Secret, _ bytes: [UInt8], _ output: inout [UInt8]) {
    ahead = nil
    if secret.range.lowerBound == cursor {
      replace(secret, bytes, &output)
    } else if secret.range.contains(cursor) {
      // An earlier secret overlaps the beginning of this one.
      write(bytes, &output)
      jump(to: secret.range.upperBound)
    }
  }
}

// MARK: - Decisions

extension SecretScanner {
  /// Decides about the bytes at the cursor. Returns `false` if the decision needs bytes that have
  /// not arrived.
  mutating func look(_ bytes: [UInt8], _ isLast: Bool, _ output: inout [UInt8]) -> Bool {
    if let end = bytes.endOfMark(at: cursor) {
      cursor = end
      floor = end
    } else if let start = PrivateKeyBlock(at: cursor, in: bytes) {
      guard isLast || start.end + PrivateKeyBlock.reach <= bytes.count else { return false }
      if start.hasBody(in: bytes) {
        replace(Secret(.privateKey, cursor..<start.end), bytes, &output)
      } else {
        cursor = start.end
      }
    } else if let secret = secret(bytes) {
      replace(secret, bytes, &output)
    } else {
      cursor += 1
    }
    return true
  }

  private mutating func secret(_ bytes: [UInt8]) -> Secret? {
    switch bytes[cursor] {
    case UInt8(ascii: ":"), UInt8(ascii: "="):
      if ahead?.range.lowerBound == cursor + 1 { return nil }
      if let secret = bytes.urlPassword(at: cursor) {
        ahead = secret
        return nil
      }
      return bytes.telegramToken(at: cursor, floor) ?? bytes.assignedSecret(at: cursor, floor)
    case UInt8(ascii: "-"):
      // The name of an option may also introduce a secret, later in the line.
      ahead = ahead ?? bytes.optionSecret(at: cursor, floor)
      return nil
    default:
      return bytes.token(at: cursor, floor)
    }
  }

  /// Drops bytes of a private key. Returns `false` if the decision needs bytes that have not
  /// arrived.
  mutating func passKey(_ bytes: [UInt8], _ isLast: Bool) -> Bool {
    guard isLast || cursor + PrivateKeyBlock.reach <= bytes.count else { return false }
    switch PrivateKeyBlock.part(at: cursor, in: bytes) {
    case .body(let end):
      jump(to: end)
      rest = .base64
    case .end(let end):
      jump(to: end)
      isInPrivateKey = false
    }
    return true
  }
}
