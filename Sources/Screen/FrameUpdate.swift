import TextWidth

extension Frame {
  /// The bytes that make this of a screen which shows `old`: only what differs, nothing
  /// cleared first, and shown at once where a terminal can do that. None where nothing differs.
  ///
  /// - Parameter old: `nil` for a screen of which nothing is known, which is written whole. One
  ///   of another size is such.
  public func update(from old: Frame?) -> [UInt8] {
    var writer = FrameWriter(columns: columns)
    for row in 0..<rows {
      guard let old, old.columns == columns, old.rows == rows else {
        writer.write(cells(ofRow: row), row: row, from: 0)
        continue
      }
      for span in changedSpans(row, old) {
        let start = row * columns
        writer.write(
          cells[start + span.lowerBound..<start + span.upperBound], row: row, from: span.lowerBound)
      }
    }
    return writer.finished
  }

  /// To go somewhere takes about as many bytes as to write so many cells again.
  private static let bridged = 6

  /// The parts of a row that differ. None begins or ends within a character: half of one
  /// differs only with its other half, but for their looks.
  private func changedSpans(_ row: Int, _ old: Frame) -> [Range<Int>] {
    let (new, before) = (Array(cells(ofRow: row)), Array(old.cells(ofRow: row)))
    var spans: [Range<Int>] = []
    for column in new.indices where new[column] != before[column] {
      let start = new[column].glyph == .rest ? column - 1 : column
      let isWide = column + 1 < columns && new[column + 1].glyph == .rest
      let end = isWide ? column + 2 : column + 1
      if let last = spans.last, start - last.upperBound <= Self.bridged {
        spans[spans.count - 1] = last.lowerBound..<max(end, last.upperBound)
      } else {
        spans.append(start..<end)
      }
    }
    return spans
  }
}

/// Writes cells where they belong.
private struct FrameWriter {
  let columns: Int
  private var text = ""
  private var style = TextStyle.plain
  /// Where the terminal's cursor is, if that is certain.
  private var cursor: (row: Int, column: Int)?

  init(columns: Int) { self.columns = columns }

  /// From where a terminal may show nothing until all is there.
  private static let begin = "\u{1B}[?2026h"
  private static let end = "\u{1B}[?2026l"

  /// All of it as one piece.
  var finished: [UInt8] {
    if text.isEmpty { return [] }
    let reset = style == .plain ? "" : TextStyle.plain.sequence
    return Array((Self.begin + TextStyle.plain.sequence + text + reset + Self.end).utf8)
  }

  mutating func write(_ cells: ArraySlice<Cell>, row: Int, from start: Int) {
    var column = start
    for cell in cells {
      if let character = cell.character { write(character, cell.style, row, column) }
      column += 1
    }
  }

  private mutating func write(
    _ character: Character, _ style: TextStyle, _ row: Int, _ column: Int
  ) {
    if cursor.map({ $0 != (row, column) }) ?? true { text += "\u{1B}[\(row + 1);\(column + 1)H" }
    if style != self.style {
      text += style.sequence
      self.style = style
    }
    text.append(character)
    let next = column + DisplayWidth.of(character)
    // Terminals do not agree on how wide a character of several parts is, nor on where the
    // cursor is behind the last column.
    let isCertain = character.unicodeScalars.count == 1 && next < columns
    cursor = isCertain ? (row, next) : nil
  }
}
