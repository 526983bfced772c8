import Glibc

/// The reading end of a pipe to which a running program writes.
struct CapturedStream: ~Copyable {
  private let descriptor: FileDescriptor
  private var isOpen = true
  private var captured: CapturedOutput

  init(_ descriptor: consuming FileDescriptor, limit: Int) {
    // Never blocks in `read`: the other stream may have output.
    _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    self.descriptor = descriptor
    captured = CapturedOutput(limit: limit)
  }

  /// The request to poll(2) for output, which skips a closed stream.
  var request: pollfd {
    pollfd(fd: isOpen ? descriptor.number : -1, events: Int16(POLLIN), revents: 0)
  }

  /// Reads the output that is there, `most` bytes or little more, so that the other stream of a
  /// program that writes without end is read, too.
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
  /// All bytes, or when some were dropped, the first half of the limit.
  public private(set) var beginning: [UInt8] = []
  /// The last bytes, when some were dropped before them.
  public private(set) var end: [UInt8] = []
  /// How many bytes between both were dropped.
  public private(set) var dropped = 0

  private let half: Int

  /// - Parameter limit: how many bytes are captured.
  public init(limit: Int) { half = limit / 2 }

  /// The bytes as text, with a line in the place of dropped bytes.
  public var text: String {
    let bytes = dropped == 0 ? beginning + end : beginning + Array(note.utf8) + end
    return String(decoding: bytes, as: UTF8.self)
  }

  private var note: String { "\n[… \(dropped) bytes left out …]\n" }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.prefix(half - beginning.count)
    beginning += first
    end += bytes[first.endIndex...]
    // Not trimmed each time: removing at the beginning moves all bytes behind it.
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
