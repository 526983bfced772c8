/// The cells of one line of a table, as GFM splits them: at each pipe that has
/// no backslash before it, outer pipes optional.
struct LineCells {
  private(set) var line: Line
  /// The offsets of the pipes that separate.
  var pipes: [Int] = []
  /// Behind the line's indentation.
  private var contentStart = 0
  private(set) var hasLeadingPipe = false
  private(set) var hasTrailingPipe = false
  private(set) var count = 0

  init(_ line: Line) { self.line = line }

  init(_ line: Line, in bytes: UnsafeRawBufferPointer) {
    self.line = line
    for offset in line.content where bytes[offset] == .pipe {
      if offset == line.start || bytes[offset - 1] != .backslash { pipes.append(offset) }
    }
    close(line, in: bytes)
  }

  /// Counts the cells, when `pipes` holds all of the line's.
  mutating func close(_ line: Line, in bytes: UnsafeRawBufferPointer) {
    self.line = line
    let content = bytes.trimmed(line.content)
    contentStart = content.lowerBound
    hasLeadingPipe = pipes.first == content.lowerBound && !content.isEmpty
    hasTrailingPipe =
      pipes.count > (hasLeadingPipe ? 1 : 0) && pipes.last == content.upperBound - 1
    count = pipes.count + 1 - (hasLeadingPipe ? 1 : 0) - (hasTrailingPipe ? 1 : 0)
  }

  /// The bytes between the pipes of cell `index`, padding included.
  subscript(index: Int) -> Range<Int> {
    let first = hasLeadingPipe ? index : index - 1
    let start = first < 0 ? contentStart : pipes[first] + 1
    let end = first + 1 < pipes.count ? pipes[first + 1] : line.contentEnd
    return start..<max(start, end)
  }
}

extension String {
  /// The text as a cell says it: a backslash before each pipe, also before one
  /// that a combining mark makes part of another character.
  var escapingPipes: String {
    guard utf8.contains(.pipe) else { return self }
    return unicodeScalars.map { $0 == "|" ? "\\|" : String($0) }.joined()
  }
}
