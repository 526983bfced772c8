/// Goes through a buffer once, from left to right, and writes what may be seen.
struct SecretScanner: Sendable {
  /// How far ahead a decision looks, in bytes; only that about a private key looks into
  /// another line, and asks for more itself.
  static let reach = 4096
  /// How far back it looks.
  static let memory = 160

  /// Everything in front of it is decided.
  var cursor = 0
  /// Everything in front of it is written or dropped.
  private var written = 0
  /// Behind the last mark. Nothing looks back across it: what stood there is not there when
  /// the output is read again.
  var floor = 0
  /// The bytes of which the rest of a secret is made, while it goes on.
  var rest: ByteSet?
  var isInPrivateKey = false
  /// One that begins further on, and is known by what stands here.
  var ahead: Secret?

  mutating func scan(
    _ bytes: [UInt8], to limit: Int, isLast: Bool, into output: inout [UInt8]
  ) {
    while cursor < limit {
      if let rest {
        drop(rest, of: bytes)
      } else if isInPrivateKey {
        guard passKey(bytes, isLast) else { break }
      } else if let secret = ahead, secret.range.lowerBound <= cursor {
        meet(secret, bytes, &output)
      } else {
        let end = min(limit, ahead?.range.lowerBound ?? limit)
        cursor = TokenFilter.shared.next(in: bytes, from: cursor, to: end)
        guard cursor == end || look(bytes, isLast, &output) else { break }
      }
    }
    write(bytes, &output)
  }

  /// The first `count` bytes of the buffer are gone.
  mutating func forget(_ count: Int) {
    cursor -= count
    written -= count
    floor = max(0, floor - count)
    ahead = ahead?.moved(by: -count)
  }

  // MARK: Writing and dropping

  private mutating func write(_ bytes: [UInt8], _ output: inout [UInt8]) {
    if written < cursor { output += bytes[written..<cursor] }
    written = cursor
  }

  mutating func replace(_ secret: Secret, _ bytes: [UInt8], _ output: inout [UInt8]) {
    cursor = secret.range.lowerBound
    write(bytes, &output)
    output += secret.kind.mark
    rest = secret.rest
    isInPrivateKey = secret.kind == .privateKey
    jump(to: secret.range.upperBound)
  }

  mutating func jump(to place: Int) {
    cursor = place
    written = place
    floor = place
  }

  private mutating func drop(_ alphabet: ByteSet, of bytes: [UInt8]) {
    let end = bytes.end(of: alphabet, from: cursor)
    jump(to: end)
    if end < bytes.count { rest = nil }
  }

  private mutating func meet(_ secret: Secret, _ bytes: [UInt8], _ output: inout [UInt8]) {
    ahead = nil
    if secret.range.lowerBound == cursor {
      replace(secret, bytes, &output)
    } else if secret.range.contains(cursor) {
      // Another secret reached into it.
      write(bytes, &output)
      jump(to: secret.range.upperBound)
    }
  }
}
