/// Texts as groff reads them. Source: groff(7), groff_char(7) and man-pages(7).
enum Roff {
  /// A line of text, which is never taken for a request.
  static func line(_ spans: [ManualPage.Span]) -> String {
    let line = spans.map(text).joined()
    return line.hasPrefix(".") || line.hasPrefix("\\(aq") ? "\\&\(line)" : line
  }

  /// One argument of a macro.
  static func argument(_ text: String) -> String { "\"\(escaped(text))\"" }

  private static func text(_ span: ManualPage.Span) -> String {
    switch span {
    case .plain(let text): escaped(text)
    case .literal(let text): "\\fB\(escaped(text))\\fR"
    case .variable(let text): "\\fI\(escaped(text))\\fR"
    }
  }

  /// Signs that groff acts on, or shows as a typographer would, stand for
  /// themselves: whoever copies them gets what they saw.
  static func escaped(_ text: String) -> String {
    text.map { character in
      switch character {
      case "\\": "\\(rs"
      case "-": "\\-"
      case "'": "\\(aq"
      case "`": "\\(ga"
      case "^": "\\(ha"
      case "~": "\\(ti"
      case "\"": "\\(dq"
      case "\u{A0}": "\\ "
      case "\n": " "
      default: String(character)
      }
    }.joined()
  }
}
