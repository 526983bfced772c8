extension MarkedText {
  /// The criteria in this cell of a row, without the marks that separate them. A mark is a
  /// semicolon, a bullet, a line break, or a number such as `1)` if it is the next number. In code,
  /// quotations and parentheses only a line break separates criteria.
  public var criteria: [Range<Int>] {
    var criteria: [Range<Int>] = []
    var (start, index, number) = (0, 0, 1)
    var isAfterBlank = true
    while index < scalars.count {
      let mark = mark(at: index, isAfterBlank, number)
      if let mark {
        criteria.append(start..<index)
        start = index + mark.count
        if mark.isNumber { number += 1 }
      }
      isAfterBlank = scalars[index].isBlank || mark != nil
      index += mark?.count ?? 1
    }
    return criteria + [start..<scalars.count]
  }

  private struct Mark {
    let count: Int
    let isNumber: Bool
  }

  private func mark(at index: Int, _ isAfterBlank: Bool, _ number: Int) -> Mark? {
    let scalar = scalars[index]
    if scalar.isLineBreak { return Mark(count: 1, isNumber: false) }
    if isMarked(index) { return nil }
    switch scalar {
    case ";", "\u{FF1B}", "\u{2022}": return Mark(count: 1, isNumber: false)
    default: return isAfterBlank ? numberMark(at: index, number) : nil
    }
  }

  /// The mark `1)` at `index`, if `number` is the next number in order.
  private func numberMark(at index: Int, _ number: Int) -> Mark? {
    let digits = Array(String(number).unicodeScalars)
    let end = index + digits.count
    guard end < scalars.count, scalars[index..<end].elementsEqual(digits),
      scalars[end] == ")" || scalars[end] == "\u{FF09}"
    else { return nil }
    return Mark(count: digits.count + 1, isNumber: true)
  }
}
