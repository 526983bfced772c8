import TextWidth

/// A part of a line whose characters are all as wide as each other.
struct PicturePiece: Equatable {
  enum Kind: Equatable { case blank, narrow, wide }

  var text: String
  /// In columns.
  var width: Int
  let kind: Kind

  var isBlank: Bool { kind == .blank }

  /// A single blank stays within a narrow text; more of them are a gap, beyond which a text
  /// stands where it belongs, and so is one beside wide characters.
  static func pieces(of text: String) -> [PicturePiece] {
    var pieces: [PicturePiece] = []
    for character in text {
      let width = DisplayWidth.of(character)
      let kind: Kind = character == " " ? .blank : width > 1 ? .wide : .narrow
      if let last = pieces.last, last.kind == kind {
        pieces[pieces.count - 1].append(String(character), width)
      } else {
        pieces.append(PicturePiece(text: String(character), width: width, kind: kind))
      }
    }
    return pieces.reduce(into: []) { joined, piece in
      let count = joined.count
      if count > 1, piece.kind == .narrow, joined[count - 1].isSingleBlank,
        joined[count - 2].kind == .narrow
      {
        let blank = joined.removeLast()
        joined[count - 2].append(blank.text + piece.text, blank.width + piece.width)
      } else {
        joined.append(piece)
      }
    }
  }

  private var isSingleBlank: Bool { isBlank && width == 1 }

  private mutating func append(_ more: String, _ columns: Int) {
    text += more
    width += columns
  }
}
