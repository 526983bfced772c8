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
}
