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

  /// Whether `part`, which is not empty, stands anywhere in it. Decision 0042 says why it is not
  /// `contains`.
  func holds(_ part: String) -> Bool {
    let (text, part) = (Array(utf8), Array(part.utf8))
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains {
      text[$0] == part[0] && text[$0..<$0 + part.count].elementsEqual(part)
    }
  }

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
