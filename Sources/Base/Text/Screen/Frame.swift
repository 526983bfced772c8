/// The content of a whole screen: rows of cells. A character takes one or two cells.
public struct Frame: Equatable, Sendable {
  public let columns: Int
  public let rows: Int
  /// The cells, row by row.
  private(set) var cells: [Cell]

  /// An empty screen; a size below 1 is treated like 1.
  public init(columns: Int, rows: Int) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    cells = Array(repeating: .blank, count: self.columns * self.rows)
  }

  func cells(ofRow row: Int) -> ArraySlice<Cell> { cells[row * columns..<(row + 1) * columns] }

  /// Puts a text into a row. Characters beyond the edges of the screen are left out.
  ///
  /// - Parameters:
  ///   - text: a text without line ends.
  ///   - row: the row, counted from 0 at the top.
  ///   - column: the column, counted from 0 at the left.
  /// - Returns: the column after the text.
  @discardableResult
  public mutating func put(_ text: StyledText, row: Int, column: Int = 0) -> Int {
    guard (0..<rows).contains(row) else { return column }
    var column = column
    for run in text.runs {
      for character in run.text {
        let width = DisplayWidth.of(character)
        if column + width > columns { return columns }
        put(character, width, run.style, row, column)
        column += width
      }
    }
    return column
  }

  /// Puts a character into its cells. A combining mark without a base character has no width, and
  /// is left out.
  private mutating func put(
    _ character: Character, _ width: Int, _ style: TextStyle, _ row: Int, _ column: Int
  ) {
    guard width > 0, column >= 0 else { return }
    let place = row * columns + column
    for half in 0..<width { clear(place + half, from: row * columns) }
    cells[place] = Cell(glyph: .character(character), style: style)
    if width > 1 { cells[place + 1] = Cell(glyph: .continuation, style: style) }
  }

  /// Clears a cell, and the other half if the cell is a part of a wide character.
  private mutating func clear(_ place: Int, from start: Int) {
    if cells[place].glyph == .continuation, place > start { cells[place - 1] = .blank }
    if place + 1 < start + columns, cells[place + 1].glyph == .continuation {
      cells[place + 1] = .blank
    }
    cells[place] = .blank
  }

  /// Adds an emphasis to a whole row.
  public mutating func emphasize(row: Int, _ emphasis: TextStyle.Emphasis) {
    guard (0..<rows).contains(row) else { return }
    for place in row * columns..<(row + 1) * columns {
      cells[place].style.emphasis.formUnion(emphasis)
    }
  }

  /// The text of a row, without blanks at its end.
  public func text(ofRow row: Int) -> String {
    let text = String(cells(ofRow: row).compactMap(\.character))
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// A row with its styles. Neighbouring cells of the same style are one run.
  public func styled(row: Int) -> StyledText {
    StyledText(
      joining: cells(ofRow: row).compactMap { cell in
        cell.character.map { StyledText.Run(String($0), cell.style) }
      })
  }
}

struct Cell: Equatable, Sendable {
  var glyph: Glyph
  var style: TextStyle

  enum Glyph: Equatable, Sendable {
    case character(Character)
    /// The second column of a wide character.
    case continuation
  }

  static let blank = Cell(glyph: .character(" "), style: .plain)

  /// `nil` in the second column of a wide character.
  var character: Character? {
    switch glyph {
    case .character(let character): character
    case .continuation: nil
    }
  }
}

extension Frame {
  /// The bytes that change a screen with the content `old` to this content. Only cells that differ
  /// are written, and the screen is not cleared. A terminal that supports synchronized updates
  /// shows all changes in one step. Empty if no cell differs.
  ///
  /// - Parameter old: the screen's content; `nil` if it is unknown. Unknown content, and content of
  ///   another size, is overwritten as a whole.
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

  /// The longest gap of unchanged cells that is written again: moving the cursor would take about
  /// as many bytes.
  private static let longestGap = 6

  /// The parts of a row that differ. No part begins or ends within a wide character.
  private func changedSpans(_ row: Int, _ old: Frame) -> [Range<Int>] {
    let (new, before) = (Array(cells(ofRow: row)), Array(old.cells(ofRow: row)))
    var spans: [Range<Int>] = []
    for column in new.indices where new[column] != before[column] {
      let start = new[column].glyph == .continuation ? column - 1 : column
      let isWide = column + 1 < columns && new[column + 1].glyph == .continuation
      let end = isWide ? column + 2 : column + 1
      if let last = spans.last, start - last.upperBound <= Self.longestGap {
        spans[spans.count - 1] = last.lowerBound..<max(end, last.upperBound)
      } else {
        spans.append(start..<end)
      }
    }
    return spans
  }
}

/// Collects the bytes that write cells at their positions.
private struct FrameWriter {
  let columns: Int
  private var text = ""
  private var style = TextStyle.plain
  /// The position of the cursor; `nil` if the position is not certain.
  private var cursor: (row: Int, column: Int)?

  init(columns: Int) { self.columns = columns }

  /// The beginning and the end of a synchronized update, which the terminal shows in one step.
  private static let begin = "\u{1B}[?2026h"
  private static let end = "\u{1B}[?2026l"

  /// All bytes, as one synchronized update.
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
    // Terminals differ in the width of characters of several scalars, and in the position of the
    // cursor after the last column.
    let isCertain = character.unicodeScalars.count == 1 && next < columns
    cursor = isCertain ? (row, next) : nil
  }
}
