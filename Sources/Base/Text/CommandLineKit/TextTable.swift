/// A table with aligned columns for a terminal; no row wraps.
///
/// If a row is too wide, texts are first cut with `…`, and then optional columns are dropped.
public struct TextTable: Sendable {
  public struct Cell: Sendable {
    let text: String
    let color: Paint.Color?
    /// The width of the text, stored because measuring a long text takes time.
    let width: Int

    public init(_ text: String, _ color: Paint.Color? = nil) {
      self.text = text
      self.color = color
      width = DisplayWidth.of(text)
    }
  }

  private let columns: [Column]
  private var rows: [[Cell]] = []
  /// The width of the widest cell of each column, without the titles.
  private var widths: [Int]

  public init(_ columns: [Column]) {
    self.columns = columns
    widths = columns.map { _ in 0 }
  }

  public mutating func append(_ row: [Cell]) {
    for (column, cell) in row.enumerated() { widths[column] = max(widths[column], cell.width) }
    rows.append(row)
  }

  /// The title line, if any column has a title, and a line for each row. A terminal with fewer than
  /// 20 columns is treated like one with 20.
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

  /// A row as a line, without spaces at its end.
  private func line(_ row: [Cell], _ layout: TableLayout, _ paint: Paint) -> String {
    var line = ""
    var gap = 0
    for (column, width) in layout.shown {
      let cell = row[column]
      let isWhole = cell.width <= width
      let text =
        isWhole
        ? cell.text
        : DisplayWidth.cut(cell.text, to: width, atWord: columns[column].hasWholeWords)
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

extension TextTable {
  /// A column: its title, alignment, and behaviour on narrow terminals.
  public struct Column: Sendable {
    let title: String
    let alignment: Alignment
    let minimum: Int?
    let dropOrder: Int?
    let gap: Int
    let hasWholeWords: Bool

    /// - Parameters:
    ///   - title: the column's text in the first line.
    ///   - alignment: the side of its texts.
    ///   - minimum: the width to which the column is cut before optional columns are dropped; `nil`
    ///     for its full width.
    ///   - dropOrder: makes the column optional. An optional column is dropped if all its cells are
    ///     empty. On narrow terminals, columns with the lowest number are dropped first.
    ///   - gap: the number of spaces after the column.
    ///   - hasWholeWords: whether the texts are cut between words.
    public init(
      _ title: String, _ alignment: Alignment = .left, minimum: Int? = nil, dropOrder: Int? = nil,
      gap: Int = 2, hasWholeWords: Bool = false
    ) {
      self.title = title
      self.alignment = alignment
      self.minimum = minimum
      self.dropOrder = dropOrder
      self.gap = gap
      self.hasWholeWords = hasWholeWords
    }
  }

  public enum Alignment: Sendable {
    case left, right

    /// The numbers of spaces before and after a text that leaves `spare` columns free.
    func shares(of spare: Int) -> (before: Int, after: Int) {
      switch self {
      case .left: (0, spare)
      case .right: (spare, 0)
      }
    }
  }
}

/// Computes which columns of a table are shown, and their widths.
struct TableLayout {
  private(set) var shown: [(column: Int, width: Int)]

  /// - Parameters:
  ///   - widths: the width of the widest cell of each column.
  ///   - room: the width of a line.
  init(_ columns: [TextTable.Column], widths: [Int], fitting room: Int) {
    shown = columns.indices.filter { widths[$0] > 0 || columns[$0].dropOrder == nil }
      .map { (column: $0, width: max(widths[$0], DisplayWidth.of(columns[$0].title))) }
    while leastWidth(columns) > room, let next = firstToDrop(columns) { shown.remove(at: next) }
    shrink(columns, to: room) { column, width in Self.least(column, width) }
    // Now only required columns are left. Columns with a minimum shrink first, and then all
    // columns.
    shrink(columns, to: room) { column, width in column.minimum == nil ? width : 4 }
    shrink(columns, to: room) { _, _ in 1 }
  }

  private static func least(_ column: TextTable.Column, _ width: Int) -> Int {
    min(width, column.minimum ?? width)
  }

  /// The width of a line whose columns have their minimum width.
  private func leastWidth(_ columns: [TextTable.Column]) -> Int {
    shown.reduce(gaps(columns)) { $0 + Self.least(columns[$1.column], $1.width) }
  }

  private func gaps(_ columns: [TextTable.Column]) -> Int {
    shown.dropLast().reduce(0) { $0 + columns[$1.column].gap }
  }

  /// The index of the optional column to drop next.
  private func firstToDrop(_ columns: [TextTable.Column]) -> Int? {
    func order(_ index: Int) -> Int { columns[shown[index].column].dropOrder ?? .max }
    return shown.indices.filter { order($0) < .max }.min { order($0) < order($1) }
  }

  /// Shrinks the widest columns until the line fits, or all columns have the width `least`.
  private mutating func shrink(
    _ columns: [TextTable.Column], to room: Int, _ least: (TextTable.Column, Int) -> Int
  ) {
    let floors = shown.map { least(columns[$0.column], $0.width) }
    // A text may be far longer than a line. Cutting its column to the line first saves many steps
    // of the loop below.
    for index in shown.indices where shown[index].width > max(room, floors[index]) {
      shown[index].width = max(room, floors[index])
    }
    var excess = shown.reduce(gaps(columns) - room) { $0 + $1.width }
    while excess > 0,
      let widest = shown.indices.filter({ shown[$0].width > floors[$0] })
        .max(by: { shown[$0].width < shown[$1].width })
    {
      shown[widest].width -= 1
      excess -= 1
    }
  }
}
