/// One line of the file: `start..<contentEnd` without its line end, `end`
/// behind it.
package struct Line {
  let start: Int
  package let contentEnd: Int
  package let end: Int

  package var content: Range<Int> { start..<contentEnd }
  var hasLineEnd: Bool { end > contentEnd }
}

extension UnsafeRawBufferPointer {
  /// The line that begins at `start`. `newline` is the offset of its line feed,
  /// or the count of the bytes for a last line without one.
  func line(from start: Int, newline: Int) -> Line {
    let end = Swift.min(newline + 1, count)
    let hasReturn = newline < count && newline > start && self[newline - 1] == .carriageReturn
    return Line(start: start, contentEnd: hasReturn ? newline - 1 : newline, end: end)
  }

  /// The line that begins at `start`, or `nil` at the end.
  func line(from start: Int) -> Line? {
    guard start < count else { return nil }
    var scanner = ByteScanner(self, for: .newline, from: start)
    return line(from: start, newline: scanner.next())
  }
}
