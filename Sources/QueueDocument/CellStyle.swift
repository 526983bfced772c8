import TextWidth

/// How a cell is written, as its neighbours or its former text show it.
struct CellStyle {
  private let leading: Int
  private let trailing: Int
  /// The display width that the cell keeps as long as the text fits.
  private let width: Int
  private let alignsRight: Bool

  /// - Parameters:
  ///   - raw: the former cell, padding included.
  ///   - delimiterWidth: the width of the column's cell in the delimiter row.
  ///   - isUnpadded: whether the row writes `|a|b|`; decides for an empty cell.
  init(raw: String, delimiterWidth: Int, isUnpadded: Bool) {
    let before = raw.utf8.prefix { $0.isBlank }.count
    let after = raw.utf8.reversed().prefix { $0.isBlank }.count
    let isEmpty = before == raw.utf8.count
    leading = isEmpty ? (isUnpadded ? 0 : 1) : min(before, 1)
    trailing = isEmpty ? (isUnpadded ? 0 : 1) : min(after, 1)
    let isPadded = raw.utf8.count > 1 && (isEmpty || before > 1 || after > 1)
    let rawWidth = DisplayWidth.of(raw)
    // `---` is what people write who do not align.
    let fillsColumn = rawWidth == delimiterWidth && rawWidth > 3
    width = isPadded || fillsColumn ? rawWidth : 0
    alignsRight = !isEmpty && before > 1 && after <= 1
  }

  /// The cell that says `text`, already escaped.
  func render(_ text: String) -> String {
    // A backslash before the pipe would make the pipe part of the cell.
    let needsSpace = trailing == 0 && text.utf8.last == .backslash
    let cell =
      text.isEmpty ? spaces(1) : spaces(leading) + text + spaces(needsSpace ? 1 : trailing)
    let missing = spaces(max(0, width - DisplayWidth.of(cell)))
    return alignsRight ? missing + cell : cell + missing
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
