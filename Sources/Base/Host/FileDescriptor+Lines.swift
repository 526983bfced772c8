import Glibc

/// A line of a file, without its line end.
public enum FileLine {
  /// The line's bytes, which are valid only during the call.
  case bytes(UnsafeRawBufferPointer)
  /// A line longer than the caller's limit.
  case tooLong
}

extension FileDescriptor {
  /// Calls `visit` with each line of the first `size` bytes, including a last line without a line
  /// end.
  ///
  /// The file is read in pieces, and at most `longest` bytes of a line are kept, so the memory does
  /// not grow with the file's size.
  ///
  /// - Parameters:
  ///   - start: the offset at which reading begins; a line must begin there.
  ///   - size: the offset at which reading ends, even if the file has grown since.
  ///   - longest: the largest number of bytes in a line; a longer line is `tooLong`.
  public func visitLines(
    from start: Int = 0, upTo size: Int, longest: Int, _ visit: (FileLine) -> Void
  ) throws(SystemError) {
    var lines = LineAssembly(longest: longest)
    var offset = start
    while offset < size {
      let piece = try read(min(1 << 18, size - offset), at: offset)
      if piece.isEmpty { break }
      offset += piece.count
      piece.withUnsafeBytes { lines.append($0, visit) }
    }
    lines.finish(visit)
  }
}

extension StandardInput {
  /// Calls `visit` with each line of standard input as soon as the line arrives. Stops at the end
  /// of the input, or when `visit` returns `false`. The last line may lack its line end.
  ///
  /// - Parameters:
  ///   - longest: the largest number of bytes in a line; a longer line is `tooLong`.
  ///   - pause: called before each wait for input. It returns after which time it is to be called
  ///     again, if no input comes; `nil` for never.
  ///   - visit: called with each line, in order, before more is read.
  public static func visitLines(
    longest: Int, pause: () -> Duration?, _ visit: (FileLine) -> Bool
  ) throws(SystemError) {
    var lines = LineAssembly(longest: longest)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var goesOn = true
    func visitNext(_ line: FileLine) { goesOn = goesOn && visit(line) }
    while goesOn {
      while wait(or: [], within: pause()) == .time {}
      let count = try check(.read, "standard input") {
        piece.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
      }
      if count == 0 { return lines.finish(visitNext) }
      piece.withUnsafeBytes {
        lines.append(UnsafeRawBufferPointer(rebasing: $0[..<count]), visitNext)
      }
    }
  }
}

/// Splits pieces of a file or a stream into lines.
public struct LineAssembly {
  private let longest: Int
  /// The beginning of a line whose end is in a later piece.
  private var partial: [UInt8] = []
  private var isTooLong = false

  /// - Parameter longest: the largest number of bytes in a line; a longer line is `tooLong`.
  public init(longest: Int) { self.longest = longest }

  /// Adds a piece, and calls `visit` with each line that ends in it.
  public mutating func append(_ piece: UnsafeRawBufferPointer, _ visit: (FileLine) -> Void) {
    var rest = piece
    while let end = Self.lineEnd(in: rest) {
      let tail = UnsafeRawBufferPointer(rebasing: rest[..<end])
      if partial.isEmpty, !isTooLong {
        visit(tail.count > longest ? .tooLong : .bytes(tail))
      } else {
        appendPartial(tail)
        endLine(visit)
      }
      rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
    }
    appendPartial(rest)
  }

  /// Ends the last line at the end of the file.
  mutating func finish(_ visit: (FileLine) -> Void) {
    if !partial.isEmpty || isTooLong { endLine(visit) }
  }

  private mutating func appendPartial(_ bytes: UnsafeRawBufferPointer) {
    isTooLong = isTooLong || partial.count + bytes.count > longest
    if isTooLong { partial = [] } else { partial += bytes }
  }

  private mutating func endLine(_ visit: (FileLine) -> Void) {
    if isTooLong { visit(.tooLong) } else { partial.withUnsafeBytes { visit(.bytes($0)) } }
    partial.removeAll(keepingCapacity: true)
    isTooLong = false
  }

  private static func lineEnd(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let start = bytes.baseAddress, let found = memchr(start, 10, bytes.count) else {
      return nil
    }
    return UnsafeRawPointer(found) - start
  }
}
