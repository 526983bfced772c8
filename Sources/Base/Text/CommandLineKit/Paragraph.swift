/// Wraps a text into lines between its parts. A part that is too wide is wrapped between its words,
/// and a word that is too wide is split.
public struct Paragraph: Sendable {
  private let parts: [String]

  /// A text whose words are its parts.
  public init(_ text: String) { parts = Self.words(of: text) }

  /// A text whose parts have several words. Each part begins at a word that satisfies
  /// `isBeginning`.
  public init(_ text: String, partsBeginAt isBeginning: (String) -> Bool) {
    var parts: [String] = []
    for word in Self.words(of: text) {
      if parts.isEmpty || isBeginning(word) {
        parts.append(word)
      } else {
        parts[parts.count - 1] += " " + word
      }
    }
    self.parts = parts
  }

  /// - Parameter width: the largest number of columns in a line; at least 2, because some
  ///   characters take two columns.
  public func lines(width: Int) -> [String] {
    let width = max(width, 2)
    return Self.packed(parts, width) { part in
      Self.packed(Self.words(of: part), width) { Self.chopped($0, width: width) }
    }
  }

  private static func words(of text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }

  /// Puts as many pieces on each line as fit.
  private static func packed(
    _ pieces: [String], _ width: Int, _ broken: (String) -> [String]
  ) -> [String] {
    var lines: [String] = []
    var used = 0
    for piece in pieces {
      let needed = DisplayWidth.of(piece)
      if !lines.isEmpty, used + 1 + needed <= width {
        lines[lines.count - 1] += " " + piece
        used += 1 + needed
      } else if needed <= width {
        lines.append(piece)
        used = needed
      } else {
        lines += broken(piece)
        used = lines.last.map(DisplayWidth.of) ?? 0
      }
    }
    return lines
  }

  /// The text in pieces that fit, including blanks. An empty text gives one empty piece.
  ///
  /// - Parameters:
  ///   - text: a text of one line.
  ///   - width: the largest number of columns in a piece; at least 2.
  public static func chopped(_ text: String, width: Int) -> [String] {
    // Most texts have at most `width` bytes, and need not be measured.
    if text.utf8.count <= width { return [text] }
    var lines = [""]
    var used = 0
    for character in text {
      let needed = DisplayWidth.of(character)
      if used + needed > width {
        lines.append("")
        used = 0
      }
      lines[lines.count - 1].append(character)
      used += needed
    }
    return lines
  }
}
