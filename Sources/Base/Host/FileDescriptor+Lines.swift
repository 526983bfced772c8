import Glibc

/// A line of a file, without its line end.
public enum FileLine {
  /// Its bytes, valid during the call only.
  case bytes(UnsafeRawBufferPointer)
  /// A line longer than the caller's limit.
  case tooLong
}

extension FileDescriptor {
  /// Calls `visit` with each line of the first `size` bytes, including a last one without a line
  /// end.
  ///
  /// The file is read in pieces, and at most `longest` bytes of a line are kept: memory does not
  /// grow with the file.
  ///
  /// - Parameters:
  ///   - start: the offset at which reading begins, which must be the beginning of a line.
  ///   - size: the end of what is read; the file may have grown since.
  ///   - longest: the most bytes of a line; a longer one is `tooLong`.
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
  /// Calls `visit` with each line of standard input as it comes, until the end of the input, or
  /// until `visit` returns `false`. The last line may lack its line end.
  ///
  /// - Parameters:
  ///   - longest: the most bytes of a line; a longer one is `tooLong`.
  ///   - visit: called with each line, in order, before more is read.
  public static func visitLines(
    longest: Int, _ visit: (FileLine) -> Bool
  ) throws(SystemError) {
    var lines = LineAssembly(longest: longest)
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var goesOn = true
    func visitNext(_ line: FileLine) { goesOn = goesOn && visit(line) }
    while goesOn {
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

/// Splits pieces of a file into lines.
private struct LineAssembly {
  let longest: Int
  /// The beginning of a line whose end is in a later piece.
  private var partial: [UInt8] = []
  private var isTooLong = false

  init(longest: Int) { self.longest = longest }

  mutating func append(_ piece: UnsafeRawBufferPointer, _ visit: (FileLine) -> Void) {
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
