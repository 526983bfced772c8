import TextWidth

/// Rows with aligned columns, for people. The last column takes what is left of
/// the width.
public struct TextTable: Sendable {
  /// A cell: its text, and its colour.
  public struct Cell: Sendable {
    let text: String
    let color: Paint.Color?

    public init(_ text: String, _ color: Paint.Color? = nil) {
      self.text = text
      self.color = color
    }
  }

  private let header: [String]
  private var rows: [[Cell]] = []

  public init(_ header: [String]) { self.header = header }

  public mutating func append(_ row: [Cell]) { rows.append(row) }

  /// The lines, fit for a terminal of `width` columns.
  public func rendered(width: Int, paint: Paint) -> String {
    let widths = header.indices.map { column in
      rows.map { DisplayWidth.of($0[column].text) }.reduce(DisplayWidth.of(header[column]), max)
    }
    let titles = line(header.map { Cell($0) }, widths, width) { cell, text in paint.bold(text) }
    let lines = rows.map { line($0, widths, width) { cell, text in paint(text, cell.color) } }
    return ([titles] + lines).map { $0 + "\n" }.joined()
  }

  private func line(
    _ row: [Cell], _ widths: [Int], _ width: Int, _ painted: (Cell, String) -> String
  ) -> String {
    let last = row.count - 1
    var line = ""
    for (column, cell) in row.enumerated() {
      let used = widths[..<column].reduce(0) { $0 + $1 + 2 }
      let text =
        column == last
        ? DisplayWidth.cut(cell.text, to: max(width - used, 8))
        : DisplayWidth.pad(cell.text, to: widths[column]) + "  "
      line += painted(cell, text)
    }
    return line
  }
}
