/// A list item with a box, such as `- [x] text`.
struct CheckBox {
  /// The text between the brackets: one character, a space for any blank, or nothing.
  let mark: String
  let hasAsterisk: Bool
  let text: ArraySlice<UInt8>

  /// - Parameter content: a line without the blanks around it. The result is `nil` for a line
  ///   without a box, for example a list item that is a link.
  init?(_ content: ArraySlice<UInt8>) {
    guard let item = content.behindListMarker?.trimmed, item.first == UInt8(ascii: "["),
      let end = item.prefix(6).firstIndex(of: UInt8(ascii: "]"))
    else { return nil }
    let mark = item[(item.startIndex + 1)..<end].text
    guard mark.unicodeScalars.count <= 1 else { return nil }
    let isBlank = mark.unicodeScalars.allSatisfy(\.properties.isWhitespace) && !mark.isEmpty
    self.mark = isBlank ? " " : mark
    var rest = item[(end + 1)...]
    let next = rest.first
    guard next != UInt8(ascii: "("), next != UInt8(ascii: "["), next != UInt8(ascii: ":") else {
      return nil
    }
    let behind = rest.dropFirst()
    hasAsterisk = next == UInt8(ascii: "*") && behind.first?.isBlank ?? true
    if hasAsterisk { rest = behind }
    let isClear = rest.first?.isBlank ?? true
    guard isClear || isBlank || mark == "x" || mark == "X" else { return nil }
    text = rest.trimmed
  }

  /// The state that the mark has in all forms; `nil` for another mark.
  var state: ForeignTask.State? {
    switch mark {
    case " ": .open
    case "x", "X": .done
    case "~": .started
    default: nil
    }
  }
}

extension ArraySlice<UInt8> {
  /// The text after the `-`, `*`, `+`, `1.` or `1)` of a list item; `nil` for other lines.
  var behindListMarker: ArraySlice<UInt8>? {
    switch first {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
      let rest = dropFirst()
      let next = rest.first
      return next?.isBlank ?? true || next == UInt8(ascii: "[") ? rest : nil
    case .some(let byte) where byte.isDigit:
      let rest = drop(while: \.isDigit)
      guard rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")"),
        rest.startIndex - startIndex < 10, rest.dropFirst().first?.isBlank ?? true
      else { return nil }
      return rest.dropFirst()
    default: return nil
    }
  }

  /// The level and the text of a heading with `#`.
  var heading: (level: Int, text: String)? {
    let level = prefix { $0 == UInt8(ascii: "#") }.count
    let rest = dropFirst(level)
    guard 1...6 ~= level, rest.first?.isBlank ?? true else { return nil }
    let text = rest.trimmed
    guard let end = text.lastIndex(where: { $0 != UInt8(ascii: "#") }) else { return (level, "") }
    return (level, text[end].isBlank ? text[...end].trimmed.text : text.text)
  }

  /// Whether a line begins another block, and so ends a paragraph.
  var startsBlock: Bool {
    switch first {
    case nil, UInt8(ascii: ">"), UInt8(ascii: "|"), UInt8(ascii: "<"): true
    case UInt8(ascii: "#"): heading != nil
    case UInt8(ascii: "`"): rest(behind: "```") != nil
    case UInt8(ascii: "~"): rest(behind: "~~~") != nil
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "_"):
      behindListMarker != nil || count > 2 && allSatisfy { $0 == first }
    default: behindListMarker != nil
    }
  }
}
