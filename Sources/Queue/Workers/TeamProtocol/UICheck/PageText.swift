/// The visible text of an HTML page: the text without tags, scripts and styles, and the attributes
/// that a person reads.
///
/// The parser is made for the output of a browser, which closes its quotes and its comments.
struct PageText {
  /// One line for each part that is set apart from its neighbours.
  var text: String { String(decoding: shown, as: UTF8.self) }

  private let html: [UInt8]
  private var position = 0
  private var shown: [UInt8] = []

  init(html: [UInt8]) {
    self.html = html
    while position < html.count { readPiece() }
  }

  private mutating func readPiece() {
    guard html[position] == UInt8(ascii: "<") else { return readText() }
    if html[position...].starts(with: "<!--".utf8) {
      position = end(of: "-->", from: position + 4)
    } else if let tag = HTMLTag(in: html, at: position) {
      position = tag.end
      show(tag)
    } else {
      // This less-than sign does not begin a tag.
      shown.append(html[position])
      position += 1
    }
  }

  private mutating func readText() {
    let end = html[position...].firstIndex(of: UInt8(ascii: "<")) ?? html.count
    shown += HTMLEntities.decoded(html[position..<end])
    position = end
  }

  private mutating func show(_ tag: HTMLTag) {
    if !tag.isInline { shown.append(10) }
    for value in tag.shownValues { shown += [10] + HTMLEntities.decoded(value[...]) + [10] }
    if !tag.isClosing, tag.holdsNoText {
      position = end(of: "</\(tag.name)", from: position)
      position = end(of: ">", from: position)
    }
  }

  /// The offset after the next `mark`, in any letter case; the end of the page if there is none.
  private func end(of mark: String, from start: Int) -> Int {
    let mark = Array(mark.utf8)
    var place = start
    while place + mark.count <= html.count {
      let isHere = mark.indices.allSatisfy { HTMLTag.lowered(html[place + $0]) == mark[$0] }
      if isHere { return place + mark.count }
      place += 1
    }
    return html.count
  }
}

/// One tag of a page, with the attributes that a person reads.
struct HTMLTag {
  /// In lower case.
  private(set) var name = ""
  let isClosing: Bool
  private(set) var end: Int
  private var attributes: [(name: String, value: [UInt8])] = []

  /// - Parameter start: the offset of a less-than sign; if no tag begins there, the result is
  ///   `nil`.
  init?(in html: [UInt8], at start: Int) {
    var place = start + 1
    isClosing = place < html.count && html[place] == UInt8(ascii: "/")
    if isClosing { place += 1 }
    guard place < html.count, Self.beginsTag(html[place]) else { return nil }
    end = place
    name = Self.text(readName(in: html))
    while let attribute = readAttribute(in: html) { attributes.append(attribute) }
    // The character that stopped the loop is the end of the tag or of the page.
    end = min(end + 1, html.count)
  }

  /// Whether the text on both sides of the tag is one word, as in `<b>H</b>ello`.
  var isInline: Bool { Self.inline.contains(name) }

  /// Whether the contents of the element are only for the browser.
  var holdsNoText: Bool { ["script", "style", "template", "noscript"].contains(name) }

  /// The values of attributes that are shown or read aloud.
  var shownValues: [[UInt8]] {
    let isHidden = attributes.contains {
      $0.name == "type" && $0.value.map(Self.lowered).elementsEqual("hidden".utf8)
    }
    return isHidden ? [] : attributes.filter { Self.readByPeople.contains($0.name) }.map(\.value)
  }

  static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  private mutating func readName(in html: [UInt8]) -> [UInt8] {
    let start = end
    while end < html.count, !Self.endsName(html[end]) { end += 1 }
    return html[start..<end].map(Self.lowered)
  }

  private mutating func readAttribute(in html: [UInt8]) -> (name: String, value: [UInt8])? {
    skip(in: html) { Self.isSpace($0) || $0 == UInt8(ascii: "/") }
    guard end < html.count, html[end] != UInt8(ascii: ">") else { return nil }
    // A misplaced sign counts as a name, so that each iteration consumes a byte.
    if Self.endsName(html[end]) { end += 1 }
    let name = Self.text(readName(in: html))
    skip(in: html, Self.isSpace)
    guard end < html.count, html[end] == UInt8(ascii: "=") else { return (name, []) }
    end += 1
    skip(in: html, Self.isSpace)
    return (name, readValue(in: html))
  }

  private mutating func readValue(in html: [UInt8]) -> [UInt8] {
    guard end < html.count else { return [] }
    let quote = html[end]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    if isQuoted { end += 1 }
    let start = end
    skip(in: html) {
      isQuoted ? $0 != quote : !Self.isSpace($0) && $0 != UInt8(ascii: ">")
    }
    defer { if isQuoted { end = min(end + 1, html.count) } }
    return Array(html[start..<end])
  }

  private mutating func skip(in html: [UInt8], _ isWanted: (UInt8) -> Bool) {
    while end < html.count, isWanted(html[end]) { end += 1 }
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private static func endsName(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
      || byte == UInt8(ascii: "=")
  }

  /// Whether the byte is a letter, or `!` or `?` for a declaration.
  private static func beginsTag(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowered(byte)) || byte == UInt8(ascii: "!")
      || byte == UInt8(ascii: "?")
  }

  private static let readByPeople: Set<String> = [
    "placeholder", "alt", "title", "aria-label", "value",
  ]

  /// Source: the HTML standard, "Text-level semantics", and two obsolete elements.
  private static let inline: Set<String> = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "ins", "del",
    "font", "tt",
  ]
}

/// Character references of HTML: the five that any text needs, the named reference that browsers
/// write for a space, and numeric references.
enum HTMLEntities {
  static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = bytes
    while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
      decoded += rest[..<start]
      rest = rest[start...]
      let name = rest.dropFirst().prefix(longest).prefix { $0 != UInt8(ascii: ";") }
      let end = name.endIndex
      if end < rest.endIndex, rest[end] == UInt8(ascii: ";"), let text = character(name) {
        decoded += text.utf8
        rest = rest[(end + 1)...]
      } else {
        decoded.append(UInt8(ascii: "&"))
        rest = rest.dropFirst()
      }
    }
    return decoded + rest
  }

  /// The maximum length of a numeric reference, which is the length of `#x10FFFF`.
  private static let longest = 8

  private static func character(_ name: ArraySlice<UInt8>) -> String? {
    let name = String(decoding: name, as: UTF8.self)
    guard name.hasPrefix("#") else { return named[name] }
    let digits = name.dropFirst()
    let isHexadecimal = digits.hasPrefix("x") || digits.hasPrefix("X")
    let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap(Unicode.Scalar.init).map { String($0) }
  }

  private static let named = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
  ]
}
