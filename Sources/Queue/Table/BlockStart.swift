/// Finds the lines that end a table: blank lines, and lines that begin another block.
///
/// Source: cmark-gfm, `open_new_blocks` in `blocks.c`, and `scanners.re`, with the footnotes that
/// GitHub supports.
package enum BlockStart {
  package static func ends(_ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBytes { raw in raw.line(from: 0).map { ends($0, in: raw) } ?? true }
  }

  static func ends(_ line: Line, in bytes: UnsafeRawBufferPointer) -> Bool {
    let content = bytes.trimmed(line.content)
    guard let first = content.first.map({ bytes[$0] }) else { return true }
    if isCode(line.start..<content.lowerBound, in: bytes) { return true }
    switch first {
    case UInt8(ascii: ">"): return true
    case UInt8(ascii: "<"): return HTMLBlockStart(bytes, content).isFound
    case UInt8(ascii: "#"):
      let level = content.prefix { bytes[$0] == first }.count
      return level <= 6 && isBlankOrEnd(content.lowerBound + level, content, in: bytes)
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      return MarkdownBlocks.fence(line, in: bytes) != nil
    case UInt8(ascii: "+"): return isBlankOrEnd(content.lowerBound + 1, content, in: bytes)
    case UInt8(ascii: "-"), UInt8(ascii: "*"):
      return isBlankOrEnd(content.lowerBound + 1, content, in: bytes)
        || isThematicBreak(content, of: first, in: bytes)
    case UInt8(ascii: "_"): return isThematicBreak(content, of: first, in: bytes)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return isNumber(content, in: bytes)
    case UInt8(ascii: "["): return isFootnote(content, in: bytes)
    default: return false
    }
  }

  /// Whether an indentation has four columns; a tab advances to the next multiple of four.
  static func isCode(_ indentation: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Bool {
    indentation.count > 3 || bytes[indentation].contains(.tab)
  }

  private static func isBlankOrEnd(
    _ offset: Int, _ content: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    offset >= content.upperBound || bytes[offset].isBlank
  }

  /// Whether the line is a thematic break, such as `---` or `* * *`.
  private static func isThematicBreak(
    _ content: Range<Int>, of mark: UInt8, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    var count = 0
    for byte in bytes[content] where !byte.isBlank {
      if byte != mark { return false }
      count += 1
    }
    return count >= 3
  }

  /// Whether the line begins an ordered list, such as `1. item` or `2) item`, with up to nine
  /// digits.
  private static func isNumber(
    _ content: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let digits = content.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[$0] }
    let mark = digits.endIndex
    return digits.count <= 9 && mark < content.upperBound
      && (bytes[mark] == UInt8(ascii: ".") || bytes[mark] == UInt8(ascii: ")"))
      && isBlankOrEnd(mark + 1, content, in: bytes)
  }

  /// Whether the line begins a footnote, such as `[^1]: text`.
  private static func isFootnote(
    _ content: Range<Int>, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    guard bytes.starts(with: "[^", at: content.lowerBound) else { return false }
    let label = content.dropFirst(2).prefix {
      bytes[$0] != UInt8(ascii: "]") && !bytes[$0].isBlank
    }
    return !label.isEmpty && label.endIndex + 2 <= content.upperBound
      && bytes.starts(with: "]:", at: label.endIndex)
  }
}

/// Whether a line begins a block of HTML. Source: GFM 0.29, section 4.6, the seven start
/// conditions.
private struct HTMLBlockStart {
  private let bytes: UnsafeRawBufferPointer
  private let content: Range<Int>
  private var offset: Int

  /// - Parameter content: the part of a line that begins at its first `<`, without trailing blanks.
  init(_ bytes: UnsafeRawBufferPointer, _ content: Range<Int>) {
    (self.bytes, self.content) = (bytes, content)
    offset = content.lowerBound + 1
  }

  var isFound: Bool {
    let start = content.lowerBound
    if bytes.starts(with: "<!--", at: start) || bytes.starts(with: "<?", at: start) { return true }
    if bytes.starts(with: "<!", at: start) {
      let next = start + 2 < content.upperBound ? bytes[start + 2] : 0
      return UInt8(ascii: "A")...UInt8(ascii: "Z") ~= next
        || String(decoding: bytes[content].prefix(9), as: UTF8.self).lowercased() == "<![cdata["
    }
    var tag = self
    let isClosing = tag.skip(UInt8(ascii: "/"))
    let name = tag.name().lowercased()
    let next = tag.next
    let isEnded =
      next == nil || next?.isBlank == true || next == UInt8(ascii: ">")
      || next == UInt8(ascii: "/") && bytes.starts(with: "/>", at: tag.offset)
    if !isClosing, next != UInt8(ascii: "/"), isEnded, Self.verbatim.contains(name) { return true }
    if isEnded, Self.blocks.contains(name) { return true }
    return isWholeTag
  }

  private static let verbatim: Set<String> = ["pre", "script", "style", "textarea"]
  private static let blocks: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu",
    "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "section", "source",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]

  /// Whether the whole line is one opening or closing tag.
  private var isWholeTag: Bool {
    var tag = self
    if tag.skip(UInt8(ascii: "/")) {
      guard !tag.name().isEmpty else { return false }
      tag.skipBlanks()
      return tag.isLast
    }
    guard !tag.name().isEmpty else { return false }
    while tag.skipBlanks(), tag.skipAttribute() {}
    _ = tag.skip(UInt8(ascii: "/"))
    return tag.isLast
  }

  private var next: UInt8? { offset < content.upperBound ? bytes[offset] : nil }

  private var isLast: Bool {
    next == UInt8(ascii: ">") && offset + 1 == content.upperBound
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    offset += 1
    return true
  }

  @discardableResult private mutating func skipBlanks() -> Bool {
    let start = offset
    while next?.isBlank == true { offset += 1 }
    return offset > start
  }

  /// Skips the name of a tag; returns an empty text if there is none.
  private mutating func name() -> String {
    let start = offset
    while let next, next.isLetter || offset > start && (next.isDigit || next == UInt8(ascii: "-")) {
      offset += 1
    }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// Skips ` name`, ` name=value` or ` name="a value"`.
  private mutating func skipAttribute() -> Bool {
    let start = offset
    while let next,
      next.isLetter || next == UInt8(ascii: "_") || next == UInt8(ascii: ":")
        || offset > start
          && (next.isDigit || next == UInt8(ascii: ".") || next == UInt8(ascii: "-"))
    {
      offset += 1
    }
    guard offset > start else { return false }
    let end = offset
    skipBlanks()
    guard skip(UInt8(ascii: "=")) else {
      offset = end
      return true
    }
    skipBlanks()
    // If no value follows the equals sign, the sign is not a part of the attribute.
    if !skipValue() { offset = end }
    return true
  }

  private mutating func skipValue() -> Bool {
    guard let quote = next else { return false }
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      offset += 1
      while let next, next != quote { offset += 1 }
      return skip(quote)
    }
    let start = offset
    while let next, !next.isBlank, !"\"'=<>`".utf8.contains(next) { offset += 1 }
    return offset > start
  }
}

extension UInt8 {
  fileprivate var isLetter: Bool {
    UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20
  }

  fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}
