import Glibc

/// The end of a pipe to which a running program writes.
struct CapturedStream: ~Copyable {
  private let descriptor: FileDescriptor
  private var isOpen = true
  private var kept: KeptOutput

  /// - Parameters:
  ///   - descriptor: the pipe's end to read from.
  ///   - limit: how many bytes are kept.
  init(_ descriptor: consuming FileDescriptor, limit: Int) {
    // Never waits in `read`: another stream may have something meanwhile.
    _ = fcntl(descriptor.number, F_SETFL, O_NONBLOCK)
    self.descriptor = descriptor
    kept = KeptOutput(limit: limit)
  }

  /// For poll(2), which passes over what is closed.
  var request: pollfd {
    pollfd(fd: isOpen ? descriptor.number : -1, events: Int16(POLLIN), revents: 0)
  }

  /// Takes what is there. A program that writes without end is left after so much, so that
  /// others get their turn.
  ///
  /// - Parameters:
  ///   - most: bytes.
  ///   - sink: is given each piece as well.
  mutating func take(upTo most: Int, _ sink: (ArraySlice<UInt8>) -> Void) {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var rest = most
    while isOpen, rest > 0 {
      let count = read(descriptor.number, &piece, piece.count)
      if count <= 0 {
        isOpen = count < 0 && (errno == EAGAIN || errno == EINTR)
        return
      }
      kept.append(piece[..<count])
      sink(piece[..<count])
      rest -= count
    }
  }

  /// What came in all.
  consuming func whole() -> KeptOutput {
    kept.trim()
    return kept
  }
}
