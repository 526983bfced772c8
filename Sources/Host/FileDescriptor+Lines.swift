import Glibc

/// A line of a file, without its line end.
public enum FileLine {
  /// Its bytes, valid while they are looked at.
  case bytes(UnsafeRawBufferPointer)
  /// Longer than the reader wanted to keep.
  case tooLong
}

extension FileDescriptor {
  /// Shows each line that begins and ends before `size`, the last one also without a
  /// line end.
  ///
  /// The file is read a piece at a time, and one line is kept, `longest` bytes of it at
  /// most: memory does not grow with the file.
  ///
  /// - Parameters:
  ///   - size: how much of the file is read; it may have grown since.
  ///   - longest: the bytes of the longest line that is shown whole.
  ///   - visit: told each line, in order.
  public func visitLines(
    upTo size: Int, longest: Int, _ visit: (FileLine) -> Void
  ) throws(SystemError) {
    var lines = LineAssembly(longest: longest)
    var offset = 0
    while offset < size {
      let piece = try read(min(1 << 18, size - offset), at: offset)
      if piece.isEmpty { break }
      offset += piece.count
      piece.withUnsafeBytes { lines.take($0, visit) }
    }
    lines.end(visit)
  }
}

/// Puts lines together from pieces of a file.
private struct LineAssembly {
  let longest: Int
  /// The begin of a line whose end is in a later piece.
  private var begun: [UInt8] = []
  private var isTooLong = false

  init(longest: Int) { self.longest = longest }

  mutating func take(_ piece: UnsafeRawBufferPointer, _ visit: (FileLine) -> Void) {
    var rest = piece
    while let end = Self.lineEnd(in: rest) {
      let tail = UnsafeRawBufferPointer(rebasing: rest[..<end])
      if begun.isEmpty, !isTooLong {
        visit(tail.count > longest ? .tooLong : .bytes(tail))
      } else {
        add(tail)
        finish(visit)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
    }
    add(rest)
  }

  /// The file has no more: what was begun is its last line.
  mutating func end(_ visit: (FileLine) -> Void) {
    if !begun.isEmpty || isTooLong { finish(visit) }
  }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    isTooLong = isTooLong || begun.count + bytes.count > longest
    if isTooLong { begun = [] } else { begun += bytes }
  }

  private mutating func finish(_ visit: (FileLine) -> Void) {
    if isTooLong { visit(.tooLong) } else { begun.withUnsafeBytes { visit(.bytes($0)) } }
    begun.removeAll(keepingCapacity: true)
    isTooLong = false
  }

  private static func lineEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress, let found = memchr(start, 10, bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - start
  }
}
