/// One place of a screen.
struct Cell: Equatable, Sendable {
  var glyph: Glyph
  var style: TextStyle

  enum Glyph: Equatable, Sendable {
    case character(Character)
    /// The second half of the character before, which takes two columns.
    case rest
  }

  static let blank = Cell(glyph: .character(" "), style: .plain)

  /// The character that stands here; none in the second half of one.
  var character: Character? {
    switch glyph {
    case .character(let character): character
    case .rest: nil
    }
  }
}
