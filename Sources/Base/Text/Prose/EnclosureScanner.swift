/// Finds quotations and parentheses, each on one line, in linear time. Open ones are on a stack,
/// and a line break empties the stack.
struct EnclosureScanner {
  private let scalars: [Unicode.Scalar]
  private let literals: [Span]
  private(set) var spans: [Span] = []
  private var open: [Opening] = []

  private struct Opening {
    let closer: Unicode.Scalar
    let kind: Span.Kind
    let start: Int
  }

  init(_ scalars: [Unicode.Scalar], skipping literals: [Span]) {
    self.scalars = scalars
    self.literals = literals
  }

  mutating func scan() {
    var skipped = literals[...]
    var index = 0
    while index < scalars.count {
      if let literal = skipped.first, literal.range.lowerBound <= index {
        index = max(index, literal.range.upperBound)
        skipped.removeFirst()
      } else {
        look(at: index)
        index += 1
      }
    }
  }

  private mutating func look(at index: Int) {
    let scalar = scalars[index]
    if scalar.isLineBreak {
      open = []
    } else if let place = open.lastIndex(where: { $0.closer == scalar }), mayClose(scalar, index) {
      spans.append(Span(open[place].kind, open[place].start..<index + 1))
      open.removeSubrange(place...)
    } else if let closer = Self.quotes[scalar], mayOpen(scalar, index) {
      begin(Opening(closer: closer, kind: .quote, start: index))
    } else if let closer = Self.brackets[scalar] {
      begin(Opening(closer: closer, kind: .parenthesis, start: index))
    }
  }

  /// The deepest nesting that is recognized; people do not nest more deeply.
  private static let deepest = 16

  private mutating func begin(_ opening: Opening) {
    if open.count < Self.deepest { open.append(opening) }
  }

  private static let quotes: [Unicode.Scalar: Unicode.Scalar] = [
    "\"": "\"", "'": "'", "\u{201C}": "\u{201D}", "\u{2018}": "\u{2019}", "\u{201E}": "\u{201C}",
    "\u{300C}": "\u{300D}", "\u{300E}": "\u{300F}", "\u{AB}": "\u{BB}", "\u{300A}": "\u{300B}",
    "\u{3008}": "\u{3009}",
  ]

  private static let brackets: [Unicode.Scalar: Unicode.Scalar] = [
    "(": ")", "[": "]", "\u{FF08}": "\u{FF09}", "\u{3010}": "\u{3011}", "\u{FF3B}": "\u{FF3D}",
  ]

  /// Whether a mark may open a quotation. An apostrophe in a word, as in `don't`, is not a
  /// quotation mark.
  private func mayOpen(_ scalar: Unicode.Scalar, _ index: Int) -> Bool {
    guard scalar == "'" || scalar == "\"" || scalar == "\u{2018}" else { return true }
    return index == 0 || !scalars[index - 1].isLatinOrDigit
  }

  private func mayClose(_ scalar: Unicode.Scalar, _ index: Int) -> Bool {
    guard scalar == "'" || scalar == "\u{2019}" else { return true }
    return index + 1 == scalars.count || !scalars[index + 1].isLatinOrDigit
  }
}
