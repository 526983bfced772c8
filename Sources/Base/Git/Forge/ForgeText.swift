import Host

/// Prepares for display the texts that others wrote on the forge.
enum ForgeText {
  /// The largest number of characters in a body, in a name, and in the path of a file.
  private static let (longestBody, longestName, longestPath) = (8_000, 200, 4_096)

  static func line(_ text: String) -> String { cut(oneLine(text), to: longestName) }

  static func path(_ text: String) -> String { cut(oneLine(text), to: longestPath) }

  static func body(_ text: String) -> String { cut(text, to: longestBody) }

  /// The output of a program, without colour sequences.
  static func log(_ text: String) -> String {
    String(String.UnicodeScalarView(visible(text.unicodeScalars)))
  }

  private static func cut(_ text: String, to longest: Int) -> String {
    let scalars = visible(text.unicodeScalars)
    let kept = String(String.UnicodeScalarView(scalars.prefix(longest)))
    return scalars.count > longest ? kept + "…" : kept
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// The text without control, invisible and bidirectional characters, and without colour sequences
  /// for terminals (ECMA-48, section 5.4).
  private static func visible(_ text: String.UnicodeScalarView) -> [Unicode.Scalar] {
    var kept: [Unicode.Scalar] = []
    var rest = text[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}", rest.first == "[" {
        rest.removeFirst()
        while let next = rest.popFirst(), (0x20...0x3F).contains(next.value) {}
      } else if isVisible(scalar) {
        kept.append(scalar)
      }
    }
    return kept
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x20...0x7E: return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return false
    default: return !scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  /// An address that can be opened; `nil` if it is not HTTPS, is too long, or has a blank or a
  /// hidden character.
  static func url(_ text: String?) -> String? {
    guard let text, text.hasPrefix("https://"), text.utf8.count <= 2_000,
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return text
  }

  /// The id of a commit; `nil` if the text is not an id.
  static func commit(_ text: String?) -> String? {
    guard let text, [40, 64].contains(text.utf8.count),
      text.utf8.allSatisfy("0123456789abcdef".utf8.contains)
    else { return nil }
    return text
  }
}

extension String {
  /// Whether the text contains these words, byte for byte.
  func holds(_ words: String) -> Bool {
    Array(utf8).firstOffset(of: Array(words.utf8), from: 0) != nil
  }
}
