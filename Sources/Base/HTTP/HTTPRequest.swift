/// A complete request.
public struct HTTPRequest: Sendable {
  public let method: Method
  /// The parts of the path between its slashes, decoded; none for `/`. None is empty, `.` or `..`.
  public var path: [String]
  /// The query parameters, decoded and in their order.
  public let query: [(name: String, value: String)]
  /// The values of the headers, by the headers' names in lower case.
  public let headers: [String: [String]]
  public let body: [UInt8]
  /// The address of the client, or of the proxy through which the client connects.
  public let peer: String

  public enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// A method that no path accepts, such as TRACE. The request's body is not read.
    case other = ""
  }

  /// - Parameters:
  ///   - target: the path and the query, as they were sent.
  ///   - headers: the headers' values by their names in lower case.
  /// - Throws: the fault that makes the request ambiguous or invalid.
  public init(
    _ method: Method, _ target: String, headers: [String: [String]], body: [UInt8], peer: String
  ) throws(HTTPFault) {
    if headers["transfer-encoding"] != nil { throw .transferEncoding }
    if let name = headers.keys.first(where: { !Self.isToken($0) }) { throw .badHeader(name) }
    // The length has to be exact: bytes after the body are read as the next request.
    if let length = headers["content-length"]?.first {
      let isLength = !length.isEmpty && length.utf8.allSatisfy { (48...57).contains($0) }
      guard isLength, Int(length) == body.count || method == .other else {
        throw .badHeader("content-length")
      }
    }
    for name in ["host", "content-length", "authorization", "origin", "cookie"]
    where headers[name].map({ $0.count > 1 }) ?? false { throw .repeatedHeader(name) }
    if headers["host"] == nil { throw .noHost }
    let parts = target.utf8.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    guard target.hasPrefix("/"), let path = Self.path(parts[0]) else { throw .badTarget }
    guard let query = parts.count == 1 ? [] : Self.query(parts[1]) else { throw .badTarget }
    (self.method, self.path, self.query) = (method, path, query)
    (self.headers, self.body, self.peer) = (headers, body, peer)
  }

  /// The first value of a header.
  public subscript(header name: String) -> String? { headers[name]?.first }

  /// The path as text, such as `/v1/rows/A-1`, percent-encoded again where needed.
  public var target: String { "/" + path.map(Self.encoded).joined(separator: "/") }
}

extension HTTPRequest {
  /// Whether a header's name is a token as RFC 9110 defines it. Other names are refused because
  /// some servers ignore them and others do not.
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~".utf8.contains($0)
      }
  }
}

/// A fault because of which a request can't be served, whatever it asks for.
public enum HTTPFault: Error, Equatable, Sendable {
  /// The request's target is not a path.
  case badTarget
  /// A header that may occur only one time occurs several times.
  case repeatedHeader(String)
  case noHost
  /// The name of a header is invalid, or its value does not fit the request.
  case badHeader(String)
  /// The body has a transfer encoding, so its length is not given in advance.
  case transferEncoding
  /// The first line and the headers are too long.
  case longHead
  case longBody
  /// The server is ending, or has too many requests.
  case unavailable

  public var status: Int {
    switch self {
    case .badTarget, .repeatedHeader, .noHost, .badHeader: 400
    case .transferEncoding: 411
    case .longHead: 431
    case .longBody: 413
    case .unavailable: 503
    }
  }
}

// MARK: Percent-encoding (RFC 3986)

extension HTTPRequest {
  private static func path(_ text: Substring.UTF8View) -> [String]? {
    // A slash at the end adds no part.
    var parts = text.dropFirst().split(
      separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if parts.last?.isEmpty ?? false { parts.removeLast() }
    var path: [String] = []
    for part in parts {
      guard let part = decoded(part), !["", ".", ".."].contains(part) else { return nil }
      path.append(part)
    }
    return path
  }

  private static func query(_ text: Substring.UTF8View) -> [(name: String, value: String)]? {
    var query: [(name: String, value: String)] = []
    for pair in text.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(parts[0], plusIsSpace: true),
        let value = parts.count == 1 ? "" : decoded(parts[1], plusIsSpace: true)
      else { return nil }
      query.append((name, value))
    }
    return query
  }

  /// `nil` for a broken escape, a zero byte, or bytes that are not UTF-8.
  private static func decoded(
    _ text: Substring.UTF8View, plusIsSpace: Bool = false
  ) -> String? {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
      default: bytes.append(byte)
      }
    }
    return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        byte < 128 && (scalar.properties.isAlphabetic || "0123456789-._~".utf8.contains(byte))
      if isPlain { return String(Character(scalar)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
