import CBoard
import HTTP
import Host

/// The complete page of the board, including its style and scripts.
struct BoardPage {
  /// Identifies the program that made the page.
  let build: String
  let response: HTTPResponse

  /// - Parameter basePath: where the page sends its requests.
  init(version: String, at basePath: BasePath) {
    let digest = SHA256.hexDigest(of: Self.files.flatMap { Array($0.utf8) })
    build = "\(version)-\(digest.prefix(8))"
    let style = Self.files[1]
    let script = Self.files[2...].joined(separator: "\n")
    let page = Self.files[0]
      .replacing("<!-- style -->", "<style>\(style)</style>")
      .replacing("<!-- script -->", "<script type=\"module\">\(script)</script>")
      .replacing("{{build}}", build).replacing("{{base}}", basePath.text)
    let policy = [
      "default-src 'none'", "script-src \(Self.source(of: script))",
      "style-src \(Self.source(of: style))", "connect-src 'self'", "img-src data:",
      "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
    ]
    response = HTTPResponse(
      200,
      [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy.joined(separator: "; ")),
      ], body: Array(page.utf8))
  }

  /// A part of the page, as the content security policy names it.
  private static func source(of text: String) -> String {
    "'sha256-\(Base64.text(SHA256.digest(of: Array(text.utf8))))'"
  }

  /// The page, its style, and its scripts in their order.
  private static var files: [String] {
    (0..<cboard_file_count).map { index in
      let file = cboard_files[index]
      let bytes = UnsafeBufferPointer(start: file.bytes, count: file.count)
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension String {
  /// The text with the first occurrence of a mark replaced.
  fileprivate func replacing(_ mark: String, _ text: String) -> String {
    let bytes = Array(utf8)
    guard let start = bytes.firstOffset(of: Array(mark.utf8), from: 0) else { return self }
    let end = start + mark.utf8.count
    return String(decoding: bytes[..<start] + Array(text.utf8) + bytes[end...], as: UTF8.self)
  }
}

/// Base64 (RFC 4648), in which a policy writes hashes.
enum Base64 {
  static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let number = (0..<3).reduce(0) { $0 << 8 | ($1 < part.count ? Int(part[start + $1]) : 0) }
      for place in 0..<4 {
        text.append(
          place <= part.count ? digits[number >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
