import CZlib
import Host

/// The result of zlib's checks of its own use. Memory that is missing ends the process, as it does
/// everywhere in Swift.
private func checkUse(_ code: Int32) { precondition(code == Z_OK, "zlib refuses its stream") }

private typealias Stream = UnsafeMutablePointer<z_stream>

/// Makes a stream at an address that does not change, because zlib keeps it.
private func makeStream() -> Stream {
  let stream = Stream.allocate(capacity: 1)
  stream.initialize(to: z_stream())
  return stream
}

/// The negative size of the window means that the stream has no header of zlib's own.
private let rawWindow: Int32 = -15
private let pieceSize = 1 << 16

extension z_stream {
  /// Gives the stream `input` and a buffer, and calls zlib until it does not fill the buffer.
  fileprivate static func run(
    _ stream: Stream, on input: UnsafeRawBufferPointer, through buffer: inout [UInt8],
    _ call: () -> Int32, _ receive: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) -> Int32 {
    stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.assumingMemoryBound(to: UInt8.self).baseAddress)
    stream.pointee.avail_in = UInt32(input.count)
    while true {
      var code: Int32 = Z_OK
      let count = buffer.withUnsafeMutableBytes { bytes -> Int in
        stream.pointee.next_out = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        stream.pointee.avail_out = UInt32(bytes.count)
        code = call()
        return bytes.count - Int(stream.pointee.avail_out)
      }
      try buffer.span.bytes.withUnsafeBytes { (bytes) throws(SystemError) in
        try receive(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      }
      if stream.pointee.avail_out > 0 || code != Z_OK { return code }
    }
  }
}

/// Compresses bytes: RFC 1951.
final class DeflateStream {
  private let stream = makeStream()
  private var buffer = [UInt8](repeating: 0, count: pieceSize)

  init() {
    checkUse(
      deflateInit2_(
        stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, rawWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)))
  }

  deinit {
    deflateEnd(stream)
    stream.deallocate()
  }

  /// - Parameters:
  ///   - input: less than 4 GB.
  ///   - isLast: whether the stream ends with `input`.
  ///   - receive: called with the compressed bytes.
  func add(
    _ input: UnsafeRawBufferPointer, isLast: Bool,
    _ receive: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    let flush = isLast ? Z_FINISH : Z_NO_FLUSH
    let stream = stream
    _ = try z_stream.run(stream, on: input, through: &buffer, { deflate(stream, flush) }, receive)
  }
}

/// Restores bytes that were compressed.
final class InflateStream {
  private let stream = makeStream()
  private var buffer = [UInt8](repeating: 0, count: pieceSize)

  enum State {
    case needsMore
    /// The stream has ended, and so many bytes of the input come after it.
    case ended(rest: Int)
    case damaged
  }

  init() {
    checkUse(
      inflateInit2_(stream, rawWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)))
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// - Parameters:
  ///   - input: less than 4 GB.
  ///   - receive: called with the restored bytes.
  func add(
    _ input: UnsafeRawBufferPointer,
    _ receive: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) -> State {
    let stream = stream
    let code = try z_stream.run(
      stream, on: input, through: &buffer, { inflate(stream, Z_NO_FLUSH) }, receive)
    switch code {
    // Without progress zlib reports that its buffer is too small: it needs more input.
    case Z_OK, Z_BUF_ERROR: return .needsMore
    case Z_STREAM_END: return .ended(rest: Int(stream.pointee.avail_in))
    default: return .damaged
    }
  }
}

/// The checksum that zip files have of each member.
struct ZipChecksum {
  private(set) var value: UInt32 = 0

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    value = UInt32(
      truncatingIfNeeded: crc32(
        UInt(value), bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt32(bytes.count)))
  }
}
