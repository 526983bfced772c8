/// A line of a file, in UTF-8 without its line end.
struct SourceLine {
  /// The line number, from 1.
  let number: Int
  let bytes: ArraySlice<UInt8>
  /// The columns before the first non-blank byte. A tab extends to the next multiple of four.
  let indent: Int
  /// The bytes from the first non-blank one to the last one.
  let content: ArraySlice<UInt8>

  init(number: Int, _ bytes: ArraySlice<UInt8>) {
    self.number = number
    self.bytes = bytes
    content = bytes.trimmed
    indent = Self.columns(of: bytes[bytes.startIndex..<content.startIndex])
  }

  var isBlank: Bool { content.isEmpty }

  private static func columns(of blanks: ArraySlice<UInt8>) -> Int {
    blanks.reduce(0) { $1 == UInt8(ascii: "\t") ? ($0 / 4 + 1) * 4 : $0 + 1 }
  }

  /// The text without up to this many columns of blanks. If a tab extends beyond them, its other
  /// columns are kept as blanks.
  func text(behind columns: Int) -> String {
    var column = 0
    var index = bytes.startIndex
    while index < content.startIndex, column < columns {
      column = bytes[index] == UInt8(ascii: "\t") ? (column / 4 + 1) * 4 : column + 1
      index += 1
    }
    let blanks = String(repeating: " ", count: max(0, column - columns))
    return blanks + String(decoding: bytes[index...], as: UTF8.self)
  }
}

extension ForeignFile {
  /// The lines, without a byte order mark. A line that is not UTF-8 is reported and left out.
  func lines(tellingTo losses: inout [ForeignLoss]) -> [SourceLine] {
    var lines: [SourceLine] = []
    var start = bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let hasReturn = end > start && bytes[end - 1] == UInt8(ascii: "\r")
      let line = bytes[start..<(hasReturn ? end - 1 : end)]
      number += 1
      if (try? UTF8Span(validating: line.span)) == nil {
        losses.append(ForeignLoss(.unread(.notUTF8), at: place(number)))
      } else {
        lines.append(SourceLine(number: number, line))
      }
      start = end + 1
    }
    return lines
  }

  var contents: ArraySlice<UInt8> {
    bytes.starts(with: Self.byteOrderMark) ? bytes[Self.byteOrderMark.count...] : bytes[...]
  }

  /// The text in UTF-8, decoded from UTF-16 if necessary (spreadsheets write that); `nil` if it is
  /// neither.
  var textOfAnyWidth: ArraySlice<UInt8>? {
    let isLittle = bytes.starts(with: [0xFF, 0xFE])
    guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else {
      return String(validating: contents, as: UTF8.self) == nil ? nil : contents
    }
    guard bytes.count.isMultiple(of: 2) else { return nil }
    let units = stride(from: 2, to: bytes.count, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    return String(validating: units, as: UTF16.self).map { ArraySlice($0.utf8) }
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  func place(_ line: Int? = nil) -> ForeignPlace { ForeignPlace(file: path, line: line) }

  private var components: [Substring] {
    (path ?? "").split { $0 == "/" }.filter { $0 != "." && $0 != ".." }
  }

  var name: String? { components.last.map { String($0) } }

  /// The folders of the path, the innermost last, or the folder that contains the file.
  var folders: [String] {
    let named = components.dropLast().map { String($0) }
    return named.isEmpty ? [folder].compactMap(\.self) : named
  }
}

extension ArraySlice<UInt8> {
  /// The bytes without spaces and tabs at both ends.
  var trimmed: ArraySlice<UInt8> {
    guard let start = firstIndex(where: { !$0.isBlank }),
      let end = lastIndex(where: { !$0.isBlank })
    else { return self[endIndex...] }
    return self[start...end]
  }

  var text: String { String(decoding: self, as: UTF8.self) }

  /// The rest after a text in ASCII; `nil` if the bytes do not begin with the text.
  func rest(behind text: StaticString) -> ArraySlice<UInt8>? {
    text.withUTF8Buffer { starts(with: $0) ? self[(startIndex + $0.count)...] : nil }
  }

  /// The first index of a text in ASCII.
  func firstIndex(of text: StaticString, from start: Int? = nil) -> Int? {
    text.withUTF8Buffer { wanted in
      guard let first = wanted.first else { return nil }
      var index = start ?? startIndex
      while let found = self[index...].firstIndex(of: first) {
        if self[found...].starts(with: wanted) { return found }
        index = found + 1
      }
      return nil
    }
  }
}

extension UInt8 {
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
  var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
  var isLetter: Bool { UInt8(ascii: "a")...UInt8(ascii: "z") ~= self | 0x20 }
}
