import Shaping

/// A request, as far as a queue needs it.
struct Request {
  let method: String
  /// Without the query, and not decoded: ids need no escapes.
  let path: String
  /// By names in lower case; of several of one name the last.
  let headers: [String: String]
  var body: [UInt8] = []

  var text: String { String(decoding: body, as: UTF8.self) }

  static let longestHead = 16 << 10
  static let longestBody = 1 << 20

  /// Reads the head: what stands before the empty line.
  init?(head: [UInt8]) {
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
    method = String(words[0])
    path = String(words[1].prefix { $0 != "?" })
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      headers[line[..<colon].lowercased()] = String(value)
    }
    self.headers = headers
  }

  /// Bytes; `nil` for one that can't be served.
  var bodyLength: Int? {
    if headers["transfer-encoding"] != nil { return nil }
    guard let text = headers["content-length"] else { return 0 }
    return Int(text).flatMap { (0...Self.longestBody).contains($0) ? $0 : nil }
  }
}

struct Response {
  var status = 200
  let json: any FieldValue

  /// The bytes to send; the connection is closed behind them.
  var bytes: [UInt8] {
    var body: [UInt8] = []
    json.write(to: &body)
    body.append(10)
    let head = [
      "HTTP/1.1 \(status) \(status < 400 ? "OK" : "Error")", "Content-Type: application/json",
      "Content-Length: \(body.count)", "Cache-Control: no-store", "Connection: close", "", "",
    ]
    return Array(head.joined(separator: "\r\n").utf8) + body
  }
}
