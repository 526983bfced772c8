/// A private key as text, from `-----BEGIN … PRIVATE KEY-----` to its `-----END`.
///
/// Source: RFC 7468, and RFC 4880 for `PRIVATE KEY BLOCK`. The line breaks may be written as `\n`,
/// and each line may have a prefix, as in a log.
struct PrivateKeyBlock {
  /// The end of the `BEGIN` line.
  let end: Int

  /// The lookahead into a block, in bytes.
  static let reach = gap + 128
  /// The largest number of bytes between two lines of a key.
  private static let gap = 256
  /// The shortest length of a line of a key, except for the last line.
  private static let line = 32

  init?(at start: Int, in bytes: [UInt8]) {
    guard bytes.has(Self.begin, at: start) else { return nil }
    let name = start + Self.begin.count
    let dashes = bytes.end(of: Self.title, from: name, atMost: 64)
    let isPrivate = Self.names.contains {
      bytes.has($0, at: dashes - $0.count) && dashes - $0.count >= name
    }
    guard isPrivate, bytes.has(Self.dashes, at: dashes) else { return nil }
    end = dashes + Self.dashes.count
  }

  /// Whether a key follows the `BEGIN` line. The line alone, as in a program's source or a search,
  /// is not a secret.
  func hasBody(in bytes: [UInt8]) -> Bool {
    switch Self.next(from: end, in: bytes) {
    case nil: return false
    case .body: return true
    case .end:
      // `("-----BEGIN …", "-----END …")` has no key between the two lines.
      let first = bytes.end(of: ByteSet.base64.inverted, from: end, atMost: 16)
      return !bytes.has(Self.finish, at: first - Self.dashes.count)
    }
  }

  enum Part: Equatable {
    /// A line of the key ends at this index, or continues after it.
    case body(Int)
    /// The block ends at this index, with or without its `END` line.
    case end(Int)
  }

  static func part(at start: Int, in bytes: [UInt8]) -> Part {
    next(from: start, in: bytes) ?? .end(endOfLastLine(at: start, in: bytes))
  }

  private static func next(from start: Int, in bytes: [UInt8]) -> Part? {
    let bound = min(bytes.count, start + gap)
    var run = 0
    for place in start..<bound {
      if bytes.has(finish, at: place) { return .end(endOfFinish(at: place, in: bytes)) }
      if bytes.endOfMark(at: place) != nil { return nil }
      run = ByteSet.base64.contains(bytes[place]) ? run + 1 : 0
      if run == line { return .body(place + 1) }
    }
    return nil
  }

  private static func endOfFinish(at start: Int, in bytes: [UInt8]) -> Int {
    let name = start + finish.count
    let dashes = bytes.end(of: title, from: name, atMost: 64)
    return bytes.has(self.dashes, at: dashes) ? dashes + self.dashes.count : dashes
  }

  /// The end of a short last line, with which a key that was cut off may end.
  private static func endOfLastLine(at start: Int, in bytes: [UInt8]) -> Int {
    let line = bytes.end(of: ByteSet("\r\n"), from: start, atMost: 2)
    let end = bytes.end(of: .base64, from: line, atMost: self.line)
    return end > line && (end == bytes.count || bytes[end].isLineBreak) ? end : start
  }

  private static let begin = Array("-----BEGIN ".utf8)
  private static let finish = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)
  private static let names = ["PRIVATE KEY", "PRIVATE KEY BLOCK"].map { Array($0.utf8) }
  private static let title = ByteSet.upperAndDigits.union(ByteSet(" "))
}
