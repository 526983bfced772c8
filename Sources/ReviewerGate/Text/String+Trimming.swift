import Prose

extension StringProtocol {
  /// Without blanks at its ends, and without what `isToGo` takes.
  func trimmed(_ isToGo: (Unicode.Scalar) -> Bool) -> String {
    let view = unicodeScalars
    func stays(_ scalar: Unicode.Scalar) -> Bool { !scalar.isBlank && !isToGo(scalar) }
    guard let first = view.firstIndex(where: stays), let last = view.lastIndex(where: stays) else {
      return ""
    }
    return String(String.UnicodeScalarView(view[first...last]))
  }

  var trimmed: String { trimmed { $0 == "\u{FEFF}" } }

  /// Without the marks of Markdown for bold, italics and code at its ends.
  var undecorated: String { trimmed { $0 == "*" || $0 == "_" || $0 == "`" } }

  /// The lines, whichever way they end. By bytes: "\r\n" is one `Character`.
  var reportLines: [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    var isAfterReturn = false
    for byte in utf8 {
      if byte == 10 || byte == 13 {
        if byte == 13 || !isAfterReturn {
          lines.append(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
        }
      } else {
        line.append(byte)
      }
      isAfterReturn = byte == 13
    }
    lines.append(String(decoding: line, as: UTF8.self))
    return lines
  }
}
