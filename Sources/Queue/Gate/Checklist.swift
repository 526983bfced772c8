import Text

/// The criteria of a row, parsed from its cell. Source: `docs/routing.md`, "Reviewer gate".
public struct Checklist: Equatable, Sendable {
  /// The criteria as written, without a list mark or number before them.
  public let items: [String]

  public init(_ criteria: String) {
    items = Self.plainItems(criteria) ?? Self.items(of: MarkedText(criteria))
  }

  private static func items(of text: MarkedText) -> [String] {
    text.criteria.map { cleaned(text.text($0)) }.filter { !$0.isEmpty }
  }

  /// The items of a text that has only plain words, separated by `; `. `nil` if the text has
  /// another character that may be a mark. Most texts are plain, and the search for marks takes
  /// thirty times as long.
  private static func plainItems(_ criteria: String) -> [String]? {
    var criteria = criteria
    return criteria.withUTF8 { text in
      var (start, items) = (text.startIndex, [String]())
      while true {
        let rest = text[start...]
        let end = rest.firstIndex { !isPlain($0) } ?? text.endIndex
        guard end == text.endIndex || text[end] == UInt8(ascii: ";"),
          end > start, text[end - 1] != UInt8(ascii: " ")
        else { return nil }
        let item = String(decoding: text[start..<end], as: UTF8.self)
        guard let first = item.unicodeScalars.first,
          first.isHangul || first.isLetterOrDigit && !("0"..."9").contains(first)
        else { return nil }
        items.append(item)
        if end == text.endIndex { return items }
        guard end + 1 < text.endIndex, text[end + 1] == UInt8(ascii: " ") else { return nil }
        start = end + 2
      }
    }
  }

  /// Whether a byte neither begins a mark nor ends an item: letters, digits, blanks, characters of
  /// words and paths, and the scalars from U+A000 to U+D7FF, such as Hangul.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: ","),
      UInt8(ascii: "_"), 0x80...0xBF, 0xEA...0xED:
      true
    default: false
    }
  }

  /// Removes `- `, `* `, `[ ] ` and `1. ` at the beginning.
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
