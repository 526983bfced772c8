/// Finds where something could begin by three bytes at once: each shape has a bit, and each
/// of the three tables says for a byte in which shapes it stands in this place.
struct TokenFilter: Sendable {
  static let shared = TokenFilter()
  /// The bits of `TokenShape.known`.
  static let shapes: UInt64 = (1 << UInt64(TokenShape.known.count)) - 1

  private var first = [UInt64](repeating: 0, count: 256)
  private var second = [UInt64](repeating: 0, count: 256)
  private var third = [UInt64](repeating: 0, count: 256)

  private init() {
    for (index, shape) in TokenShape.known.enumerated() {
      let start = shape.prefix.prefix(3).map { ByteSet([$0]) }
      add(1 << UInt64(index), start[0], start[1], start[2])
    }
    // What begins with no token: an assignment, an option, a private key, a web token, a mark.
    let any = ByteSet(0...0xFF)
    add(1 << 58, ByteSet(":="), any, any)
    add(1 << 59, ByteSet("-"), ByteSet("-"), .letters)
    add(1 << 60, ByteSet("-"), ByteSet("-"), ByteSet("-"))
    add(1 << 61, ByteSet("e"), ByteSet("y"), ByteSet("J"))
    add(1 << 62, ByteSet("["), ByteSet("r"), ByteSet("e"))
  }

  private mutating func add(_ bit: UInt64, _ sets: ByteSet...) {
    for byte in 0...255 {
      if sets[0].contains(UInt8(byte)) { first[byte] |= bit }
      if sets[1].contains(UInt8(byte)) { second[byte] |= bit }
      if sets[2].contains(UInt8(byte)) { third[byte] |= bit }
    }
  }

  /// The shapes that may begin at `start`.
  func candidates(in bytes: [UInt8], at start: Int) -> UInt64 {
    guard start + 2 < bytes.count else { return 0 }
    return first[Int(bytes[start])] & second[Int(bytes[start + 1])]
      & third[Int(bytes[start + 2])]
  }

  /// The next place where something may begin, or `limit`.
  func next(in bytes: [UInt8], from start: Int, to limit: Int) -> Int {
    let first = first.span
    let second = second.span
    let third = third.span
    let bytes = bytes.span
    let end = min(limit, bytes.count - 2)
    var place = start
    while place < end {
      let candidates =
        first[Int(bytes[place])] & second[Int(bytes[place + 1])] & third[Int(bytes[place + 2])]
      if candidates != 0 { return place }
      place += 1
    }
    return limit
  }
}
