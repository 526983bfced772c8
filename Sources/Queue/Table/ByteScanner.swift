/// Finds the bytes that end cells and lines. It examines sixteen bytes in one step.
///
/// Scanning a queue of 30 MB takes 3 ms, while a loop over single bytes takes 19 ms.
struct ByteScanner {
  private typealias Block = SIMD16<UInt8>

  private let bytes: UnsafeRawBufferPointer
  private let first, second, third: UInt8
  /// The offset of the current block.
  private var block: Int
  /// A mask with 0x80 for each matching byte of the block that has not been returned yet. `low` is
  /// for the first eight bytes of the block.
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  /// Searches for up to three different bytes, beginning at `offset`.
  init(
    _ bytes: UnsafeRawBufferPointer, for first: UInt8, or second: UInt8? = nil,
    or third: UInt8? = nil, from offset: Int = 0
  ) {
    self.bytes = bytes
    self.first = first
    self.second = second ?? first
    self.third = third ?? first
    block = offset &- 16
  }

  /// The offset of the next match; the number of all bytes if there is no further match.
  @inline(__always)
  mutating func next() -> Int {
    while true {
      if low != 0 {
        defer { low &= low &- 1 }
        return block &+ low.trailingZeroBitCount / 8
      }
      if high != 0 {
        defer { high &= high &- 1 }
        return block &+ 8 &+ high.trailingZeroBitCount / 8
      }
      guard block &+ 32 <= bytes.count else { return nextInTail() }
      block &+= 16
      searchBlock()
    }
  }

  @inline(__always)
  private mutating func searchBlock() {
    let loaded = bytes.loadUnaligned(fromByteOffset: block, as: Block.self)
    let found =
      (loaded .== Block(repeating: first)) .| (loaded .== Block(repeating: second))
      .| (loaded .== Block(repeating: third))
    // The mask has the layout of the bytes, with all bits set in matching bytes.
    let words = unsafeBitCast(found, to: SIMD2<UInt64>.self)
    low = UInt64(littleEndian: words[0]) & 0x8080_8080_8080_8080
    high = UInt64(littleEndian: words[1]) & 0x8080_8080_8080_8080
  }

  /// Searches the last bytes, which are fewer than a block.
  private mutating func nextInTail() -> Int {
    var offset = block + 16
    while offset < bytes.count, !isWanted(bytes[offset]) { offset += 1 }
    // The next call continues after this offset.
    block = offset - 15
    return Swift.min(offset, bytes.count)
  }

  private func isWanted(_ byte: UInt8) -> Bool { byte == first || byte == second || byte == third }
}
