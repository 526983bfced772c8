import Model

/// One line of the file: `start..<contentEnd` is the line without its line end, and `start..<end`
/// is the line with it.
package struct Line {
  let start: Int
  package let contentEnd: Int
  package let end: Int

  package var content: Range<Int> { start..<contentEnd }
  var hasLineEnd: Bool { end > contentEnd }
}

extension UnsafeRawBufferPointer {
  /// The line that begins at `start`. `newline` is the offset of its line feed, or the number of
  /// bytes for a last line without one.
  func line(from start: Int, newline: Int) -> Line {
    let end = Swift.min(newline + 1, count)
    let hasReturn = newline < count && newline > start && self[newline - 1] == .carriageReturn
    return Line(start: start, contentEnd: hasReturn ? newline - 1 : newline, end: end)
  }

  /// The line that begins at `start`; `nil` at the end.
  func line(from start: Int) -> Line? {
    guard start < count else { return nil }
    var scanner = ByteScanner(self, for: .newline, from: start)
    return line(from: start, newline: scanner.next())
  }
}

/// The cells of one line of a table. By the rules of GFM, the line is split at each pipe that has
/// no backslash before it, and outer pipes are optional.
package struct LineCells {
  package let line: Line
  /// The offsets of the separating pipes.
  let pipes: [Int]
  let hasLeadingPipe: Bool
  let hasTrailingPipe: Bool
  package let count: Int
  /// The offset after the line's indentation.
  private let contentStart: Int

  package init(_ line: Line, in bytes: UnsafeRawBufferPointer) {
    var pipes: [Int] = []
    pipes.reserveCapacity(16)
    var scanner = ByteScanner(bytes.around(line.content), for: .pipe, from: line.start)
    var offset = scanner.next()
    while offset < line.contentEnd {
      if bytes.separates(offset, in: line.content) { pipes.append(offset) }
      offset = scanner.next()
    }
    let content = bytes.trimmed(line.content)
    hasLeadingPipe = pipes.first == content.lowerBound && !content.isEmpty
    hasTrailingPipe =
      pipes.count > (hasLeadingPipe ? 1 : 0) && pipes.last == content.upperBound - 1
    count = pipes.count + 1 - (hasLeadingPipe ? 1 : 0) - (hasTrailingPipe ? 1 : 0)
    contentStart = content.lowerBound
    self.pipes = pipes
    self.line = line
  }

  /// The bytes between the pipes of cell `index`, including padding; none for a cell that the line
  /// lacks.
  package subscript(index: Int) -> Range<Int> {
    guard index < count else { return line.contentEnd..<line.contentEnd }
    let first = hasLeadingPipe ? index : index - 1
    let start = first < 0 ? contentStart : pipes[first] + 1
    let end = first + 1 < pipes.count ? pipes[first + 1] : line.contentEnd
    return start..<max(start, end)
  }
}

extension LineCells {
  /// The texts of a header's cells: the names of the columns, in lower case.
  func names(in bytes: QueueBytes) -> [String] { columns(in: bytes).names }

  /// The names of a header's columns, and the headings of its time columns.
  func columns(in bytes: QueueBytes) -> (names: [String], headings: TimeHeadings) {
    var names = (0..<count).map { bytes.text(bytes.raw.trimmedCell(self[$0])).lowercased() }
    let times: [Column] = [.startedAt, .dueAt]
    let isZoned =
      times.allSatisfy { names.contains($0.heading(.zoned)) }
      && !times.contains { names.contains($0.heading(.korean)) }
    guard isZoned else { return (names, .korean) }
    for column in times {
      // If two columns have this heading, both get the name, and so the table is refused.
      names = names.map { $0 == column.heading(.zoned) ? column.name : $0 }
    }
    return (names, .zoned)
  }
}
