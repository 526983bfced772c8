import Host
import Text

/// Takes the messages of a client out of the bytes of its stream.
///
/// Each message has a header with its `Content-Length`, and a body. After a message that can't be
/// read, the next header is looked for.
///
/// Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification.
struct MessageReader {
  private var bytes: [UInt8] = []
  /// The bytes before this offset have been read.
  private var start = 0
  /// Whether bytes are passed over until a header begins.
  private var isLost = false

  /// The longest body, in bytes. A queue of 100,000 rows has 16 million.
  static let longestBody = 256 << 20

  mutating func append(_ new: [UInt8]) {
    // Memory for a whole queue is not kept.
    if start == bytes.count {
      (bytes, start) = ([], 0)
    } else if start > 1 << 16, start > bytes.count / 2 {
      bytes.removeSubrange(..<start)
      start = 0
    }
    bytes += new
  }

  /// The next message, or why it can't be read; `nil` while it is incomplete.
  mutating func next() -> Result<JSONValue, RPCError>? {
    if isLost, !findHeader() { return nil }
    guard let end = bytes.firstOffset(of: Self.headerEnd, from: start) else {
      if bytes.count - start <= Self.longestHeader { return nil }
      return fault(at: start + Self.longestHeader, "no header ends here")
    }
    let body = end + Self.headerEnd.count
    guard let length = Self.length(in: bytes[start..<end]) else {
      return fault(at: body, "the header has no Content-Length")
    }
    guard length <= Self.longestBody else {
      return fault(at: body, "the message has more than \(Self.longestBody) bytes")
    }
    guard bytes.count - body >= length else { return nil }
    do {
      let json = try bytes.withUnsafeBytes {
        try JSONValue(parsing: UnsafeRawBufferPointer(rebasing: $0[body..<(body + length)]))
      }
      start = body + length
      return .success(json)
    } catch {
      // A wrong length: the next header may be within these bytes, or behind them.
      return fault(at: body, "\(error)")
    }
  }

  private static let headerEnd = Array("\r\n\r\n".utf8)
  private static let header = Array("Content-Length:".utf8)
  private static let longestHeader = 4096

  private mutating func fault(at offset: Int, _ reason: String) -> Result<JSONValue, RPCError> {
    (start, isLost) = (offset, true)
    return .failure(.noJSON("the message", reason))
  }

  /// Passes over bytes until a header begins.
  private mutating func findHeader() -> Bool {
    guard let found = bytes.firstOffset(of: Self.header, from: start) else {
      start = max(start, bytes.count - Self.header.count)
      return false
    }
    (start, isLost) = (found, false)
    return true
  }

  private static func length(in header: ArraySlice<UInt8>) -> Int? {
    for line in header.split(separator: UInt8(ascii: "\n")) {
      let text = String(decoding: line, as: UTF8.self)
      guard let colon = text.firstIndex(of: ":"), text[..<colon].lowercased() == "content-length"
      else { continue }
      let digits = text[text.index(after: colon)...].filter { $0 != " " && $0 != "\r" }
      return Int(digits).flatMap { $0 >= 0 ? $0 : nil }
    }
    return nil
  }
}
