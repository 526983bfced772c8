import Model

/// What `curl -i` printed: the head of the answer, and its body.
struct HTTPAnswer {
  let status: Int
  /// By names in lower case; the last one of several with one name.
  let headers: [String: String]
  let body: ArraySlice<UInt8>

  /// The bytes of the longest head.
  private static let longestHead = 64 << 10

  /// `nil` if the bytes are not an answer. Heads of interim answers, and of proxies, come before
  /// it.
  init?(_ bytes: ArraySlice<UInt8>) {
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
      // The body comes after the final head, whatever it begins with.
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

  /// The seconds of `Retry-After`, at most the longest limit of a service; `nil` if there is none,
  /// or it is a date.
  var retryAfter: Int? {
    guard let text = headers["retry-after"], !text.isEmpty,
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return min(Int(text) ?? .max, FailureClass.longestLimit)
  }
}
