public import Door
public import Host
import Text
import Workers

/// The tokens of this user: `tokens.json` in the user's own configuration folder, which no clone brings
/// along.
public struct TokenFile: Sendable {
  private let file: UserFile

  /// - Throws: where that folder is not known.
  public init(environment: Environment) throws(Problem) {
    file = try UserFile.ofServer("tokens.json", environment: environment)
  }

  var path: String { file.path }

  /// In the order in which they were added.
  public func tokens() throws(Problem) -> [Token] {
    try access { () throws(TrustStoreError) in try tokens(in: file.bytes()) }
  }

  public func add(_ token: Token) throws(Problem) {
    var isKnown = false
    try change("orch token add") { tokens in
      isKnown = tokens.contains { $0.name == token.name }
      return isKnown ? tokens : tokens + [token]
    }
    guard !isKnown else {
      throw .adapter(
        .exists,
        Sentence("the token '\(token.name)' exists already", "'\(token.name)' 토큰이 이미 있습니다"),
        hint: Sentence(
          "choose another name, or run orch token revoke \(token.name) first",
          "다른 이름을 고르거나 먼저 orch token revoke \(token.name) 명령으로 취소하십시오"))
    }
  }

  public func revoke(_ name: String) throws(Problem) {
    var isKnown = false
    try change("orch token revoke") { tokens in
      isKnown = tokens.contains { $0.name == name }
      return tokens.filter { $0.name != name }
    }
    guard isKnown else {
      throw .adapter(
        .noInput, Sentence("there is no token '\(name)'", "'\(name)' 토큰이 없습니다"),
        hint: Sentence("orch token list shows all tokens", "orch token list에 이름이 있습니다"))
    }
  }

  private func change(_ command: String, _ body: ([Token]) -> [Token]) throws(Problem) {
    try access { () throws(TrustStoreError) in
      try file.change(as: command) { bytes throws(TrustStoreError) in
        var object: JSONObject = [:]
        for token in body(try tokens(in: bytes)) { object[token.name] = token.json }
        return .object(object)
      }
    }
  }

  private func tokens(in bytes: [UInt8]?) throws(TrustStoreError) -> [Token] {
    var tokens: [Token] = []
    for member in try file.object(in: bytes)?.members ?? [] {
      guard let token = Token(member.key, member.value) else {
        throw .malformed(path: path, problem: "invalid token '\(member.key)'")
      }
      tokens.append(token)
    }
    return tokens
  }
}
