import Prose

/// The criteria of a row, parsed from its cell. Source: `docs/routing.md`, "Reviewer gate".
public struct Checklist: Equatable, Sendable {
  /// Each as written, without the list mark or number in front.
  public let items: [String]

  public init(_ criteria: String) {
    let text = MarkedText(criteria)
    items = Self.pieces(of: text).map { Self.cleaned(text.text($0)) }.filter { !$0.isEmpty }
  }

  private static func pieces(of text: MarkedText) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var (start, index, number) = (0, 0, 1)
    var isAfterBlank = true
    while index < text.scalars.count {
      let mark = mark(text, index, isAfterBlank, number)
      if let mark {
        pieces.append(start..<index)
        start = index + mark.count
        if mark.isNumber { number += 1 }
      }
      isAfterBlank = text.scalars[index].isBlank || mark != nil
      index += mark?.count ?? 1
    }
    return pieces + [start..<text.scalars.count]
  }

  private struct Mark {
    let count: Int
    let isNumber: Bool
  }

  /// The length of the separator at `index`. In code, quotations and parentheses only a line break
  /// separates.
  private static func mark(
    _ text: MarkedText, _ index: Int, _ isAfterBlank: Bool, _ number: Int
  ) -> Mark? {
    let scalar = text.scalars[index]
    if scalar.isLineBreak { return Mark(count: 1, isNumber: false) }
    if text.isMarked(index) { return nil }
    switch scalar {
    case ";", "\u{FF1B}", "\u{2022}": return Mark(count: 1, isNumber: false)
    default: return isAfterBlank ? numberMark(text.scalars, index, number) : nil
    }
  }

  /// `1)`, when it is the next in order.
  private static func numberMark(_ scalars: [Unicode.Scalar], _ index: Int, _ number: Int) -> Mark?
  {
    let digits = Array(String(number).unicodeScalars)
    let end = index + digits.count
    guard end < scalars.count, scalars[index..<end].elementsEqual(digits),
      scalars[end] == ")" || scalars[end] == "\u{FF09}"
    else { return nil }
    return Mark(count: digits.count + 1, isNumber: true)
  }

  /// Without `- `, `* `, `[ ] ` and `1. ` in front.
  private static func cleaned(_ piece: String) -> String {
    var view = piece.trimmed.unicodeScalars[...]
    for mark in ["- ", "* ", "+ ", "\u{B7} ", "[ ] ", "[x] ", "[X] "]
    where view.starts(with: mark.unicodeScalars) {
      view = view.dropFirst(mark.unicodeScalars.count)
    }
    let digits = view.prefix { ("0"..."9").contains($0) }
    let rest = view.dropFirst(digits.count)
    if !digits.isEmpty, digits.count < 4, rest.first == "." || rest.first == ")",
      rest.dropFirst().first == " "
    {
      view = rest.dropFirst()
    }
    let text = String(view).trimmed
    return text.unicodeScalars.contains(where: \.isWordPart) ? text : ""
  }
}
