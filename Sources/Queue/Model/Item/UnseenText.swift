/// Finds the parts of a Markdown text that its readers do not see but workers read: comments, and
/// titles of links. Source: GFM 0.31, sections 4.6, 4.7 and 6.3.
public enum UnseenText {
  /// Each part as one short line, in the order of the text. Code is visible, so it is skipped.
  public static func all(in text: String) -> [String] {
    // Fast path for most texts, which have none.
    guard mayHaveAny(text) else { return [] }
    var scanner = UnseenTextScanner(Array(text.utf8))
    scanner.scan()
    return scanner.found
  }

  private static func mayHaveAny(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if previous == UInt8(ascii: "]") && (byte == UInt8(ascii: "(") || byte == UInt8(ascii: ":")) {
        return true
      }
      if previous == UInt8(ascii: "<"), byte == UInt8(ascii: "!") { return true }
      previous = byte
    }
    return false
  }
}

private struct UnseenTextScanner {
  private let bytes: [UInt8]
  private(set) var found: [String] = []
  private var index = 0
  /// The mark and the length of the open fence; `nil` outside a fence.
  private var fence: (mark: UInt8, length: Int)?
  /// Whether a paragraph continues, and whether a list is open. In either, an indented line is not
  /// code.
  private var (isInParagraph, isInList) = (false, false)

  /// The limit in bytes for a link's address and title. Links that people write are never longer.
  private static let longestLink = 4096
  /// In scalars.
  private static let longestText = 80

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func scan() {
    while index < bytes.count {
      let start = beginning(ofLineAt: index)
      if takeFence(at: start) {
        isInParagraph = false
        continue
      }
      if passIndentedCode(at: start) { continue }
      // A footnote is visible.
      let mayDefine = byte(start) == UInt8(ascii: "[") && byte(start + 1) != UInt8(ascii: "^")
      if mayDefine, takeDefinition(at: start) { continue }
      scanLine()
    }
  }

  // MARK: Lines

  /// Skips up to three spaces.
  private func beginning(ofLineAt line: Int) -> Int {
    var start = line
    while start < bytes.count, start - line < 3, bytes[start] == UInt8(ascii: " ") { start += 1 }
    return start
  }

  private func endOfLine(_ start: Int) -> Int {
    bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
  }

  /// Skips a line that opens, closes or is in a fence.
  private mutating func takeFence(at start: Int) -> Bool {
    let mark = byte(start)
    let isMark = mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    let length = isMark ? run(of: mark, from: start) : 0
    let end = endOfLine(index)
    if let open = fence {
      let isAlone = bytes[(start + length)..<end].allSatisfy { Self.blanks.contains($0) }
      if mark == open.mark, length >= open.length, isAlone { fence = nil }
      index = end
      return true
    }
    guard length >= 3 else { return false }
    if mark == UInt8(ascii: "`"), bytes[(start + length)..<end].contains(mark) { return false }
    fence = (mark, length)
    index = end
    return true
  }

  /// Skips a line of indented code. For any other line, updates the state for the next line.
  private mutating func passIndentedCode(at start: Int) -> Bool {
    let end = endOfLine(index)
    if bytes[index..<end].allSatisfy(Self.blanks.contains) {
      isInParagraph = false
      return false
    }
    let isIndented = byte(start) == UInt8(ascii: " ") || byte(start) == UInt8(ascii: "\t")
    if isIndented, !isInParagraph, !isInList {
      index = end
      return true
    }
    if !isIndented {
      isInList = isListMark(at: start) || isInParagraph && isInList
    }
    isInParagraph = true
    return false
  }

  /// `- `, `* `, `+ `, `1. `, `1) `.
  private func isListMark(at start: Int) -> Bool {
    let digits = bytes[start...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let marks = digits.isEmpty ? "-*+" : ".)"
    return marks.utf8.contains(byte(digits.endIndex))
      && Self.blanks.contains(byte(digits.endIndex + 1))
  }

  /// Scans a line outside fences: skips code, and records comments and titles.
  private mutating func scanLine() {
    let end = endOfLine(index)
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\\"): index += 2
      case UInt8(ascii: "`"): passCode(before: end)
      case UInt8(ascii: "<") where starts(with: "<!--", at: index):
        takeComment()
        if index > end { return }
      case UInt8(ascii: "]") where byte(index + 1) == UInt8(ascii: "("):
        index += 2
        if let title = title(from: index, closing: UInt8(ascii: ")")) { tell(title) }
      default: index += 1
      }
    }
  }

  private mutating func passCode(before end: Int) {
    let length = run(of: UInt8(ascii: "`"), from: index)
    var next = index + length
    while next < end {
      guard bytes[next] == UInt8(ascii: "`") else {
        next += 1
        continue
      }
      let other = run(of: UInt8(ascii: "`"), from: next)
      next += other
      if other == length {
        index = next
        return
      }
    }
    index += length
  }

  private mutating func takeComment() {
    let start = index + 4
    var end = start
    while end < bytes.count, !starts(with: "-->", at: end) { end += 1 }
    tell(start..<end)
    index = min(end + 3, bytes.count)
  }

  /// Records the title of `[label]: address "title"`, which is invisible as a whole.
  private mutating func takeDefinition(at start: Int) -> Bool {
    let end = endOfLine(start)
    guard let close = bytes[start..<end].firstIndex(of: UInt8(ascii: "]")),
      byte(close + 1) == UInt8(ascii: ":"), let title = title(from: close + 2, closing: nil)
    else { return false }
    tell(title)
    index = max(end, title.upperBound + 1)
    return true
  }

  // MARK: Links

  /// The range of the title after a link's address; `nil` if there is none.
  ///
  /// - Parameters:
  ///   - start: where the address may begin.
  ///   - last: the byte that closes the link after the title; `nil` for the end of the line.
  private func title(from start: Int, closing last: UInt8?) -> Range<Int>? {
    let limit = min(start + Self.longestLink, bytes.count)
    var next = blanks(from: start, before: limit)
    if byte(next) == UInt8(ascii: "<") {
      guard let end = bytes[next..<limit].firstIndex(of: UInt8(ascii: ">")) else { return nil }
      next = end + 1
    } else {
      var depth = 0
      while next < limit, !Self.blanks.contains(bytes[next]) {
        if bytes[next] == UInt8(ascii: "(") { depth += 1 }
        if bytes[next] == UInt8(ascii: ")") {
          if depth == 0, last != nil { return nil }
          depth -= 1
        }
        next += bytes[next] == UInt8(ascii: "\\") ? 2 : 1
      }
    }
    let begin = blanks(from: min(next, limit), before: limit)
    guard begin > next, let close = Self.closing[byte(begin)] else { return nil }
    var end = begin + 1
    while end < limit, bytes[end] != close { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < limit else { return nil }
    if let last {
      guard byte(blanks(from: end + 1, before: limit)) == last else { return nil }
    } else if !bytes[(end + 1)..<endOfLine(end)].allSatisfy(Self.blanks.contains) {
      return nil
    }
    return begin + 1..<end
  }

  private static let closing: [UInt8: UInt8] = [
    UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "'"): UInt8(ascii: "'"),
    UInt8(ascii: "("): UInt8(ascii: ")"),
  ]
  private static let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]

  private func blanks(from start: Int, before limit: Int) -> Int {
    var next = start
    while next < limit, Self.blanks.contains(bytes[next]) { next += 1 }
    return next
  }

  // MARK: Bytes

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  private func run(of mark: UInt8, from start: Int) -> Int {
    bytes[start...].prefix { $0 == mark }.count
  }

  private func starts(with text: StaticString, at index: Int) -> Bool {
    text.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  private mutating func tell(_ range: Range<Int>) {
    let text = CellText.written(String(decoding: bytes[range], as: UTF8.self))
    guard !text.isEmpty else { return }
    let scalars = text.unicodeScalars
    found.append(
      scalars.count <= Self.longestText
        ? text : String(scalars.prefix(Self.longestText - 1)) + "…")
  }
}
