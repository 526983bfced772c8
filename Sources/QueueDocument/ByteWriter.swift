/// Fills memory from its beginning.
struct ByteWriter {
  private var rest: UnsafeMutableRawBufferPointer

  init(_ memory: UnsafeMutableRawBufferPointer) { rest = memory }

  @inline(__always)
  mutating func write(_ bytes: UnsafeRawBufferPointer) {
    rest.copyMemory(from: bytes)
    rest = UnsafeMutableRawBufferPointer(rebasing: rest[bytes.count...])
  }

  @inline(__always)
  mutating func write(_ byte: UInt8) {
    rest[0] = byte
    rest = UnsafeMutableRawBufferPointer(rebasing: rest[1...])
  }
}
