/// Texts of YAML 1.2 on one line.
enum YAMLScalar {
  /// A text without quotes, up to a comment; `nil` if YAML gives it another meaning, such as a
  /// nested map or an anchor.
  static func plain(_ text: ArraySlice<UInt8>) -> String? {
    let end = text.indices.first {
      text[$0] == UInt8(ascii: "#") && ($0 == text.startIndex || text[$0 - 1].isBlank)
    }
    let value = text[..<(end ?? text.endIndex)].trimmed
    guard let first = value.first else { return "" }
    let second = value.dropFirst().first
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: "%"),
      UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "'"), UInt8(ascii: "\""),
      UInt8(ascii: "`"), UInt8(ascii: ","):
      return nil
    case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
      if second?.isBlank ?? true { return nil }
    default: break
    }
    let hasKey = value.indices.contains {
      value[$0] == UInt8(ascii: ":") && ($0 + 1 == value.endIndex || value[$0 + 1].isBlank)
    }
    return hasKey ? nil : value.text
  }

  /// A text in quotes. Only a comment may follow it.
  static func quoted(_ text: ArraySlice<UInt8>) -> String? {
    guard let (value, rest) = quotedPrefix(text), plain(rest)?.isEmpty ?? false else { return nil }
    return value
  }

  /// A list such as `[a, "b", 'c']`. Only a comment may follow it.
  static func list(_ text: ArraySlice<UInt8>) -> [String]? {
    var texts: [String] = []
    var rest = text.dropFirst().trimmed
    while let first = rest.first, first != UInt8(ascii: "]") {
      if first == UInt8(ascii: "'") || first == UInt8(ascii: "\"") {
        guard let (value, behind) = quotedPrefix(rest) else { return nil }
        texts.append(value)
        rest = behind.trimmed
      } else {
        let item = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "]") }
        guard let value = plain(item), !value.isEmpty, value.utf8.count == item.trimmed.count else {
          return nil
        }
        texts.append(value)
        rest = rest[item.endIndex...]
      }
      if rest.first == UInt8(ascii: ",") {
        rest = rest.dropFirst().trimmed
      } else if rest.first != UInt8(ascii: "]") {
        return nil
      }
    }
    guard !rest.isEmpty, plain(rest.dropFirst())?.isEmpty ?? false else { return nil }
    return texts
  }

  private static func quotedPrefix(
    _ text: ArraySlice<UInt8>
  ) -> (value: String, rest: ArraySlice<UInt8>)? {
    text.first == UInt8(ascii: "'")
      ? singleQuoted(text.dropFirst()) : doubleQuoted(text.dropFirst())
  }

  /// A text in single quotes, in which two quotes represent one.
  private static func singleQuoted(
    _ text: ArraySlice<UInt8>
  ) -> (value: String, rest: ArraySlice<UInt8>)? {
    var value: [UInt8] = []
    var rest = text
    while let end = rest.firstIndex(of: UInt8(ascii: "'")) {
      value += rest[..<end]
      rest = rest[(end + 1)...]
      guard rest.first == UInt8(ascii: "'") else { return (value[...].text, rest) }
      value.append(UInt8(ascii: "'"))
      rest = rest.dropFirst()
    }
    return nil
  }

  private static func doubleQuoted(
    _ text: ArraySlice<UInt8>
  ) -> (value: String, rest: ArraySlice<UInt8>)? {
    var value: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "\""): return (value[...].text, text[(index + 1)...])
      case UInt8(ascii: "\\"):
        guard let (scalar, end) = escape(text[(index + 1)...]) else { return nil }
        value += Array(String(scalar).utf8)
        index = end
      case let byte:
        value.append(byte)
        index += 1
      }
    }
    return nil
  }

  /// The character of an escape after a backslash, as in YAML 1.2, section 5.7. As in JSON, a
  /// surrogate pair is accepted, too.
  private static func escape(
    _ text: ArraySlice<UInt8>
  ) -> (scalar: UnicodeScalar, end: Int)? {
    guard let letter = text.first else { return nil }
    let end = text.startIndex + 1
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: " "):
      return (UnicodeScalar(letter), end)
    case UInt8(ascii: "n"): return ("\n", end)
    case UInt8(ascii: "t"): return ("\t", end)
    case UInt8(ascii: "r"): return ("\r", end)
    case UInt8(ascii: "0"): return ("\0", end)
    case UInt8(ascii: "b"): return ("\u{8}", end)
    case UInt8(ascii: "e"): return ("\u{1B}", end)
    case UInt8(ascii: "f"): return ("\u{C}", end)
    case UInt8(ascii: "_"): return ("\u{A0}", end)
    case UInt8(ascii: "x"): return scalar(text[end...], digits: 2)
    case UInt8(ascii: "U"): return scalar(text[end...], digits: 8)
    case UInt8(ascii: "u"):
      if let found = scalar(text[end...], digits: 4) { return found }
      guard let high = number(text[end...], digits: 4), 0xD800..<0xDC00 ~= high,
        let low = text[(end + 4)...].rest(behind: "\\u").flatMap({ number($0, digits: 4) }),
        0xDC00..<0xE000 ~= low,
        let scalar = UnicodeScalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { return nil }
      return (scalar, end + 10)
    default: return nil
    }
  }

  private static func scalar(
    _ text: ArraySlice<UInt8>, digits: Int
  ) -> (scalar: UnicodeScalar, end: Int)? {
    number(text, digits: digits).flatMap { UnicodeScalar($0) }.map {
      ($0, text.startIndex + digits)
    }
  }

  private static func number(_ text: ArraySlice<UInt8>, digits: Int) -> UInt32? {
    let digitsText = text.prefix(digits)
    guard digitsText.count == digits, digitsText.allSatisfy({ $0.isDigit || $0.isLetter }) else {
      return nil
    }
    return UInt32(digitsText.text, radix: 16)
  }
}

/// A block of text after `|`, which keeps line breaks, or after `>`, which folds them.
struct YAMLBlock {
  private let isFolded: Bool
  /// The columns before the text; `nil` if the first line decides.
  private let indent: Int?

  /// - Parameter header: a header such as `>`, `|-` or `>2+`, and a comment. Line breaks at the end
  ///   of the text are dropped, whatever the header asks for.
  init?(header: ArraySlice<UInt8>, indent: Int) {
    isFolded = header.first == UInt8(ascii: ">")
    var digit: Int?
    let word = header.dropFirst().prefix { !$0.isBlank }
    guard word.count <= 2, YAMLScalar.plain(header[word.endIndex...])?.isEmpty ?? false else {
      return nil
    }
    for byte in word {
      if byte.isDigit, byte > UInt8(ascii: "0"), digit == nil {
        digit = Int(byte - UInt8(ascii: "0"))
      } else if byte != UInt8(ascii: "-"), byte != UInt8(ascii: "+") {
        return nil
      }
    }
    self.indent = digit.map { indent + $0 }
  }

  func text(of lines: ArraySlice<SourceLine>) -> String {
    let columns = indent ?? lines.first { !$0.isBlank }?.indent ?? 0
    var text = ""
    var blanks = 0
    var wasIndented = false
    for line in lines {
      if line.isBlank {
        blanks += 1
        continue
      }
      let isIndented = line.indent > columns
      if text.isEmpty {
        text = String(repeating: "\n", count: blanks)
      } else if !isFolded || isIndented || wasIndented {
        text += String(repeating: "\n", count: blanks + 1)
      } else {
        text += blanks == 0 ? " " : String(repeating: "\n", count: blanks)
      }
      text += line.text(behind: columns)
      blanks = 0
      wasIndented = isIndented
    }
    return text
  }
}
