/// Something to be replaced.
struct Secret: Equatable, Sendable {
  let kind: SecretKind
  /// What is known of it.
  let range: Range<Int>
  /// It goes on behind the range for as long as there are such bytes.
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

/// What a secret is, as its mark says it.
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

  var mark: [UInt8] { Self.opening + Array(rawValue.utf8) + [UInt8(ascii: "]")] }

  static let opening = Array("[redacted:".utf8)
}

extension [UInt8] {
  /// Behind the mark that begins at `start`. A mark of any name is one, so that those of
  /// another version stay, too.
  func endOfMark(at start: Int) -> Int? {
    guard has(SecretKind.opening, at: start) else { return nil }
    let name = start + SecretKind.opening.count
    let end = end(of: .markName, from: name, atMost: 40)
    guard end > name, end < count, self[end] == UInt8(ascii: "]") else { return nil }
    return end + 1
  }

  /// Whether a mark begins in the range. What is read around one is left as it is: without
  /// its own bytes, nobody could decide the same as before.
  func hasMark(in range: Range<Int>) -> Bool {
    range.contains { self[$0] == UInt8(ascii: "[") && endOfMark(at: $0) != nil }
  }
}
