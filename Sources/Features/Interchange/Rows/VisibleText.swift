import Model

/// A text of another tool without characters that hide parts of the text from people.
struct VisibleText {
  /// The text, with line feeds as line breaks.
  let text: String
  /// Whether hidden characters were removed.
  let hidSomething: Bool

  init(_ foreign: String) {
    // Most texts contain only these bytes, and this check is much faster.
    if foreign.utf8.allSatisfy({ (0x20..<0x7F).contains($0) || $0 == 0x0A }) {
      (text, hidSomething) = (foreign, false)
      return
    }
    var scalars = String.UnicodeScalarView()
    var isAfterReturn = false
    var removed = false
    for scalar in foreign.unicodeScalars {
      switch scalar {
      case "\n" where isAfterReturn: break
      case "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": scalars.append("\n")
      case "\t": scalars.append(scalar)
      case _ where scalar.isDeceptive: removed = true
      default: scalars.append(scalar)
      }
      isAfterReturn = scalar == "\r"
    }
    (text, hidSomething) = (String(scalars), removed)
  }
}
