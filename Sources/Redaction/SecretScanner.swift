/// Goes through a buffer once, from left to right, and writes what may be seen.
struct SecretScanner: Sendable {
  /// How far ahead a decision looks, in bytes; only that about a private key looks into
  /// another line, and asks for more itself.
  static let reach = 4096
  /// How far back it looks.
  static let memory = 160

  /// Everything in front of it is decided.
  private(set) var cursor = 0
  /// Everything in front of it is written or dropped.
  private var written = 0
  /// Behind the last mark. Nothing looks back across it: what stood there is not there when
  /// the output is read again.
  private var floor = 0
  /// The bytes of which the rest of a secret is made, while it goes on.
  private var rest: ByteSet?
  private var isInPrivateKey = false
  /// A password of an address that begins further on.
  private var password: Range<Int>?

  mutating func scan(
    _ bytes: [UInt8], to limit: Int, isLast: Bool, into output: inout [UInt8]
  ) {
    while cursor < limit {
      if let rest {
        drop(rest, of: bytes)
      } else if isInPrivateKey {
        guard passKey(bytes, isLast) else { break }
      } else if let range = password, range.lowerBound <= cursor {
        pass(password: range, bytes, &output)
      } else {
        let end = min(limit, password?.lowerBound ?? limit)
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
    password = password.map { $0.lowerBound - count..<$0.upperBound - count }
  }

  // MARK: Writing and dropping

  private mutating func write(_ bytes: [UInt8], _ output: inout [UInt8]) {
    if written < cursor { output += bytes[written..<cursor] }
    written = cursor
  }

  private mutating func replace(_ secret: Secret, _ bytes: [UInt8], _ output: inout [UInt8]) {
    cursor = secret.range.lowerBound
    write(bytes, &output)
    output += secret.kind.mark
    rest = secret.rest
    isInPrivateKey = secret.kind == .privateKey
    jump(to: secret.range.upperBound)
  }

  private mutating func jump(to place: Int) {
    cursor = place
    written = place
    floor = place
  }

  private mutating func drop(_ alphabet: ByteSet, of bytes: [UInt8]) {
    let end = bytes.end(of: alphabet, from: cursor)
    jump(to: end)
    if end < bytes.count { rest = nil }
  }

  private mutating func pass(
    password range: Range<Int>, _ bytes: [UInt8], _ output: inout [UInt8]
  ) {
    password = nil
    if range.lowerBound == cursor {
      replace(Secret(bytes.tokenKind(at: cursor) ?? .urlPassword, range), bytes, &output)
    } else if range.contains(cursor) {
      // Another secret reached into it.
      jump(to: range.upperBound)
    }
  }

  // MARK: Looking

  /// Decides what begins at the cursor; `false` when that needs bytes that are still to come.
  private mutating func look(_ bytes: [UInt8], _ isLast: Bool, _ output: inout [UInt8]) -> Bool {
    if let end = bytes.endOfMark(at: cursor) {
      cursor = end
      floor = end
    } else if let start = PrivateKeyBlock(at: cursor, in: bytes) {
      guard isLast || start.end + PrivateKeyBlock.reach <= bytes.count else { return false }
      if start.hasBody(in: bytes) {
        replace(Secret(.privateKey, cursor..<start.end), bytes, &output)
      } else {
        cursor = start.end
      }
    } else if let secret = secret(bytes) {
      replace(secret, bytes, &output)
    } else {
      cursor += 1
    }
    return true
  }

  private mutating func secret(_ bytes: [UInt8]) -> Secret? {
    switch bytes[cursor] {
    case UInt8(ascii: ":"), UInt8(ascii: "="):
      if password?.lowerBound == cursor + 1 { return nil }
      if let range = bytes.urlPassword(at: cursor) {
        password = range
        return nil
      }
      return bytes.telegramToken(at: cursor, floor) ?? bytes.assignedSecret(at: cursor, floor)
    case UInt8(ascii: "-"):
      return bytes.optionSecret(at: cursor, floor)
    default:
      return bytes.token(at: cursor, floor)
    }
  }

  /// Drops what belongs to the private key; `false` when that needs bytes still to come.
  private mutating func passKey(_ bytes: [UInt8], _ isLast: Bool) -> Bool {
    guard isLast || cursor + PrivateKeyBlock.reach <= bytes.count else { return false }
    switch PrivateKeyBlock.part(at: cursor, in: bytes) {
    case .body(let end):
      jump(to: end)
      rest = .base64
    case .end(let end):
      jump(to: end)
      isInPrivateKey = false
    }
    return true
  }
}
