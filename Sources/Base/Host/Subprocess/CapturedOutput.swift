import Glibc

/// The reading end of a pipe to which a running program writes.
struct CapturedStream: ~Copyable {
  private let descriptor: FileDescriptor
  private var isOpen = true
  private var captured: CapturedOutput

  init(_ descriptor: consuming FileDescriptor, limit: Int) {
    // Makes `read` nonblocking, because the other stream may have output meanwhile.
    _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    self.descriptor = descriptor
    captured = CapturedOutput(limit: limit)
  }

  /// The request to poll(2) for output; poll(2) skips it if the stream is closed.
  var request: pollfd {
    pollfd(fd: isOpen ? descriptor.number : -1, events: Int16(POLLIN), revents: 0)
  }

  /// Reads the available output, up to about `most` bytes. The limit lets the caller read the other
  /// stream, too, if a program writes without end.
  mutating func read(upTo most: Int, _ sink: (ArraySlice<UInt8>) -> Void) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var rest = most
    while isOpen, rest > 0 {
      let count = Glibc.read(descriptor.number, &piece, piece.count)
      if count <= 0 {
        isOpen = count < 0 && (errno == EAGAIN || errno == EINTR)
        return
      }
      captured.append(piece[..<count])
      sink(piece[..<count])
      rest -= count
    }
  }

  consuming func finish() -> CapturedOutput {
    captured.trim()
    return captured
  }
}

/// The output of a program to one stream: all of it, or its beginning and its end.
public struct CapturedOutput: Equatable, Sendable {
  /// All bytes or, if bytes were dropped, the first ones, up to half of the limit.
  public private(set) var beginning: [UInt8] = []
  /// The last bytes, if bytes before them were dropped; otherwise empty.
  public private(set) var end: [UInt8] = []
  /// The number of bytes between `beginning` and `end` that were dropped.
  public private(set) var dropped = 0

  private let half: Int

  /// - Parameter limit: how many bytes are captured.
  public init(limit: Int) { half = limit / 2 }

  /// The bytes as text, with a line that replaces dropped bytes.
  public var text: String {
    let bytes = dropped == 0 ? beginning + end : beginning + Array(note.utf8) + end
    return String(decoding: bytes, as: UTF8.self)
  }

  private var note: String { "\n[… \(dropped) bytes left out …]\n" }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.prefix(half - beginning.count)
    beginning += first
    end += bytes[first.endIndex...]
    // The bytes are not trimmed each time, because removing bytes at the beginning moves all bytes
    // after them.
    if end.count > half * 2 { trim() }
  }

  /// Drops the bytes beyond the limit.
  mutating func trim() {
    let over = end.count - half
    guard over > 0 else { return }
    end.removeFirst(over)
    dropped += over
  }
}
