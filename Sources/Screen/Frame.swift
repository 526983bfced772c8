import TextWidth

/// What a whole screen shows: cells in rows, of which a character takes one or two.
public struct Frame: Equatable, Sendable {
  public let columns: Int
  public let rows: Int
  /// Row by row.
  private(set) var cells: [Cell]

  /// An empty screen; a size below one is one.
  public init(columns: Int, rows: Int) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    cells = Array(repeating: .blank, count: self.columns * self.rows)
  }

  /// The cells of a row.
  func cells(ofRow row: Int) -> ArraySlice<Cell> { cells[row * columns..<(row + 1) * columns] }

  /// Puts a text into a row; what has no room there is left out, and so is all of a row that
  /// the screen does not have.
  ///
  /// - Parameters:
  ///   - text: has no line ends.
  ///   - row: counts from 0 at the top.
  ///   - column: counts from 0 at the left.
  /// - Returns: the column behind the text.
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

  /// A mark without a base has no cell of its own, and is left out.
  private mutating func put(
    _ character: Character, _ width: Int, _ style: TextStyle, _ row: Int, _ column: Int
  ) {
    guard width > 0, column >= 0 else { return }
    let place = row * columns + column
    for half in 0..<width { clear(place + half, from: row * columns) }
    cells[place] = Cell(glyph: .character(character), style: style)
    if width > 1 { cells[place + 1] = Cell(glyph: .rest, style: style) }
  }

  /// Takes away what stands at a place, with the half that would be left of it.
  private mutating func clear(_ place: Int, from start: Int) {
    if cells[place].glyph == .rest, place > start { cells[place - 1] = .blank }
    if place + 1 < start + columns, cells[place + 1].glyph == .rest { cells[place + 1] = .blank }
    cells[place] = .blank
  }

  /// Gives all of a row one emphasis more.
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

  /// A row with its looks, equal cells together.
  public func styled(row: Int) -> StyledText {
    StyledText(
      joining: cells(ofRow: row).compactMap { cell in
        cell.character.map { StyledText.Run(String($0), cell.style) }
      })
  }
}
