import Model
import Text

/// The output of `curl -i`: the head of the answer, and its body.
public struct HTTPAnswer {
  public let status: Int
  /// The headers by their names in lower case. If several headers have the same name, the last one
  /// counts.
  public let headers: [String: String]
  public let body: ArraySlice<UInt8>

  /// The maximum length of a head, in bytes.
  private static let longestHead = 64 << 10

  /// `nil` if the bytes are not an answer. The heads of interim answers and of proxies may come
  /// before the final head.
  public init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    var last: (status: Int, headers: [String: String])?
    while rest.starts(with: Array("HTTP/".utf8)), let end = Self.endOfHead(in: rest) {
      let lines = rest[..<end.head].split { $0 == 10 || $0 == 13 }
      let words = lines.first?.split(separator: 32) ?? []
      guard words.count >= 2, let status = Int(String(decoding: words[1], as: UTF8.self)),
        (100...599).contains(status)
      else { break }
      var headers: [String: String] = [:]
      for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        let value = line[(colon + 1)...].drop { $0 == 32 || $0 == 9 }
        headers[name] = String(decoding: value, as: UTF8.self)
      }
      rest = rest[end.body...]
      last = (status, headers)
      // The body comes after the final head, even if the body looks like another head.
      if status >= 200, !(status == 200 && rest.starts(with: Array("HTTP/".utf8))) { break }
    }
    guard let last else { return nil }
    (status, headers, body) = (last.status, last.headers, rest)
  }

  /// The offsets of the end of the head, and of the body.
  private static func endOfHead(in bytes: ArraySlice<UInt8>) -> (head: Int, body: Int)? {
    let limit = min(bytes.endIndex, bytes.startIndex + longestHead)
    var place = bytes.startIndex
    while let end = bytes[place..<limit].firstIndex(of: 10) {
      let next = end + 1
      if next < limit, bytes[next] == 10 { return (end, next + 1) }
      if next + 1 < limit, bytes[next] == 13, bytes[next + 1] == 10 { return (end, next + 2) }
      place = next
    }
    return nil
  }

  /// The whole message of an endpoint about an error, from the usual members, else the text of the
  /// body.
  public var message: String {
    if let object = (try? JSONValue(parsing: body, replacesLoneSurrogates: true))?.objectValue {
      let error = object["error"]
      let message = error?.objectValue?["message"] ?? error ?? object["message"] ?? object["detail"]
      if let text = message?.stringValue { return text }
    }
    return String(decoding: body, as: UTF8.self)
  }

  /// The seconds of `Retry-After`, at most the longest limit of a service; `nil` if the header is
  /// missing or is a date.
  public var retryAfter: Int? {
    guard let text = headers["retry-after"], !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return min(Int(text) ?? .max, FailureClass.longestLimit)
  }
}
