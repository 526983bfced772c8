public import Host

/// A chat endpoint: the address, the model, and the key. Source: `docs/planner.md`.
public struct ChatEndpoint: Equatable, Sendable {
  public let url: String
  public let model: String
  /// The key; `nil` if there is none.
  let key: String?

  /// The form of requests and answers.
  public enum Form: Sendable {
    /// Chat completions, in the form of OpenAI's API.
    case completions
    /// Messages, in the form of Anthropic's API.
    case messages
  }

  /// The form, which the path of the address shows.
  public var form: Form {
    url.prefix { $0 != "?" }.hasSuffix("/messages") ? .messages : .completions
  }

  /// A fault of an endpoint.
  public enum Fault: Error, Equatable, Sendable {
    case noURL, noModel
    /// The text is not an address to which a key may be sent.
    case badURL(String)
    /// The key has a line break or another control character, which would end its header.
    case badKey
  }

  /// The names of the environment variables.
  public enum Variable: String, CaseIterable, Sendable {
    case url = "LLM_URL"
    case model = "LLM_MODEL"
    case key = "LLM_API_KEY"
  }

  /// The longest wait for an answer, in seconds, if a profile has no `timeout`.
  static let timeoutSeconds = 600

  /// - Parameters:
  ///   - url: the whole address; `http` only to this machine.
  ///   - model: the endpoint's name of the model.
  ///   - key: `nil` if there is none.
  public init(url: String?, model: String?, key: String?) throws(Fault) {
    guard let url, !url.isEmpty else { throw .noURL }
    guard let model, !model.isEmpty else { throw .noModel }
    guard Self.isAllowed(url) else { throw .badURL(url) }
    if let key, !CurlCall.isHeader(key) { throw .badKey }
    (self.url, self.model, self.key) = (url, model, key.flatMap { $0.isEmpty ? nil : $0 })
  }

  /// The call that sends a request to the endpoint.
  func call(with body: CurlCall.Body, timeoutSeconds: Int) -> CurlCall {
    CurlCall(url: url, headers: headers, body: body, timeoutSeconds: timeoutSeconds)
  }

  /// Source: https://docs.anthropic.com/en/api/messages
  private var headers: [String] {
    switch form {
    case .completions: key.map { ["Authorization: Bearer \($0)"] } ?? []
    case .messages: (key.map { ["x-api-key: \($0)"] } ?? []) + ["anthropic-version: 2023-06-01"]
    }
  }

  /// Reads the endpoint of a profile. Variables override the profile's keys, but count only if
  /// `env` names them.
  public init(of profile: WorkerProfile, _ environment: Environment) throws(Fault) {
    func value(_ variable: Variable) -> String? {
      guard profile.env.contains(variable.rawValue),
        let value = environment[variable.rawValue], !value.isEmpty
      else { return nil }
      return value
    }
    try self.init(
      url: value(.url) ?? profile.url, model: value(.model) ?? profile.model, key: value(.key))
  }

  /// Whether the address is `https://HOST[:PORT]/…`, or `http` to this machine, without parts that
  /// URL parsers read differently: no user, no escapes in the host, no blanks.
  public static func isAllowed(_ url: String) -> Bool { host(ofAllowed: url) != nil }

  /// The host of an allowed address, in lower case; `nil` for another address.
  public static func host(ofAllowed url: String) -> String? {
    let isSecure = url.hasPrefix("https://")
    guard isSecure || url.hasPrefix("http://") else { return nil }
    let rest = url.utf8.dropFirst(isSecure ? 8 : 7)
    guard rest.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !refused.contains($0) }) else { return nil }
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
    let authority = rest[..<(end ?? rest.endIndex)]
    guard let host = host(of: Array(authority)), isSecure || isLoopback(host) else { return nil }
    return host
  }

  /// Quotation marks, backslashes, and the characters of fragments and users.
  private static let refused = Set("\"'\\`<>^{}|#@".utf8)

  /// The host of `HOST[:PORT]` or `[ADDRESS][:PORT]`; `nil` if the text has another form.
  private static func host(of authority: [UInt8]) -> String? {
    let isBracketed = authority.first == UInt8(ascii: "[")
    let mark = isBracketed ? UInt8(ascii: "]") : UInt8(ascii: ":")
    let place = authority.firstIndex(of: mark)
    let end = isBracketed ? place.map { $0 + 1 } : place ?? authority.count
    guard let end, end > 0 else { return nil }
    let (host, port) = (authority[..<end], authority[end...])
    let isName = host.allSatisfy { byte in
      isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        || isBracketed && (byte == UInt8(ascii: ":") || byte == UInt8(ascii: "[") || byte == mark)
    }
    guard isName else { return nil }
    if !port.isEmpty {
      let digits = port.dropFirst()
      guard port.first == UInt8(ascii: ":"), (1...5).contains(digits.count),
        digits.allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
    }
    return String(decoding: host, as: UTF8.self).lowercased()
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  private static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let numbers = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0].elementsEqual("127".utf8)
      && numbers.allSatisfy { part in
        // Leading zeros are refused, because one URL parser reads 010 as 8 and another as 10.
        (1...3).contains(part.count) && part.allSatisfy { (0x30...0x39).contains($0) }
          && (part.count == 1 || part.first != 0x30)
          && UInt8(String(decoding: part, as: UTF8.self)) != nil
      }
  }
}
