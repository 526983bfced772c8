import TextWidth

/// Rows with aligned columns, for people: no row wraps.
///
/// What is too wide is cut with `…`, then optional columns are left out.
public struct TextTable: Sendable {
  /// A cell: its text, and its colour.
  public struct Cell: Sendable {
    let text: String
    let color: Paint.Color?
    /// Measured once; a text may be long.
    let width: Int

    public init(_ text: String, _ color: Paint.Color? = nil) {
      self.text = text
      self.color = color
      width = DisplayWidth.of(text)
    }
  }

  private let columns: [Column]
  private var rows: [[Cell]] = []
  /// The widest cell of each column, titles not counted.
  private var widths: [Int]

  public init(_ columns: [Column]) {
    self.columns = columns
    widths = columns.map { _ in 0 }
  }

  public mutating func append(_ row: [Cell]) {
    for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
    rows.append(row)
  }

  /// A title line, where any column has a title, and a line a row, fit for a terminal
  /// of `width` columns; fewer than 20 count as 20.
  public func rendered(width: Int, paint: Paint) -> String {
    let layout = TableLayout(columns, widths: widths, fitting: max(width, 20))
    var text = ""
    if columns.contains(where: { !$0.title.isEmpty }) {
      let titles = line(columns.map { Cell($0.title) }, layout, Paint(isOn: false))
      text = paint.bold(titles) + "\n"
    }
    for row in rows { text += line(row, layout, paint) + "\n" }
    return text
  }

  /// Spaces are written only before a text that follows, so none end the line.
  private func line(_ row: [Cell], _ layout: TableLayout, _ paint: Paint) -> String {
    var line = ""
    var gap = 0
    for (column, width) in layout.shown {
      let cell = row[column]
      let isWhole = cell.width <= width
      let text = isWhole ? cell.text : DisplayWidth.cut(cell.text, to: width)
      let spare = width - (isWhole ? cell.width : DisplayWidth.of(text))
      if text.isEmpty {
        gap += width
      } else {
        let (before, after) = columns[column].alignment.shares(of: spare)
        line += String(repeating: " ", count: gap + before) + paint(text, cell.color)
        gap = after
      }
      gap += columns[column].gap
    }
    return line
  }
}
