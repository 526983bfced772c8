import TextWidth

/// Which columns of a table are shown, and how wide each is.
struct TableLayout {
  private(set) var shown: [(column: Int, width: Int)]

  /// - Parameters:
  ///   - widths: the widest cell of each column.
  ///   - room: how wide a line may be.
  init(_ columns: [TextTable.Column], widths: [Int], fitting room: Int) {
    shown = columns.indices.filter { widths[$0] > 0 || columns[$0].dropOrder == nil }
      .map { (column: $0, width: max(widths[$0], DisplayWidth.of(columns[$0].title))) }
    while leastWidth(columns) > room, let next = firstToDrop(columns) { shown.remove(at: next) }
    shrink(columns, to: room) { column, width in Self.least(column, width) }
    // Only columns that must stay are left: first the long ones give way, then all.
    shrink(columns, to: room) { column, width in column.minimum == nil ? width : 4 }
    shrink(columns, to: room) { _, _ in 1 }
  }

  private static func least(_ column: TextTable.Column, _ width: Int) -> Int {
    min(width, column.minimum ?? width)
  }

  /// The width of a line whose columns are cut as far as optional ones may ask.
  private func leastWidth(_ columns: [TextTable.Column]) -> Int {
    shown.reduce(gaps(columns)) { $0 + Self.least(columns[$1.column], $1.width) }
  }

  private func gaps(_ columns: [TextTable.Column]) -> Int {
    shown.dropLast().reduce(0) { $0 + columns[$1.column].gap }
  }

  /// Where the optional column stands that goes next.
  private func firstToDrop(_ columns: [TextTable.Column]) -> Int? {
    func order(_ index: Int) -> Int { columns[shown[index].column].dropOrder ?? .max }
    return shown.indices.filter { order($0) < .max }.min { order($0) < order($1) }
  }

  /// Takes from the widest columns, until the line fits or all are as narrow as
  /// `least` says.
  private mutating func shrink(
    _ columns: [TextTable.Column], to room: Int, _ least: (TextTable.Column, Int) -> Int
  ) {
    let floors = shown.map { least(columns[$0.column], $0.width) }
    // A text may be far longer than a line: that much is taken at once.
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
