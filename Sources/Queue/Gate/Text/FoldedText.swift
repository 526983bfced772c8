import Text

/// A text folded for searching: in lower case, with full-width forms as ASCII and a run of blanks
/// as one space. A mask marks the parts that are not read as words.
struct FoldedText {
  private(set) var scalars: [Unicode.Scalar] = []
  /// For each scalar, whether it is masked: code, quotations, addresses, paths, and ranges that
  /// callers mask.
  private(set) var isMasked: [Bool] = []

  init(_ text: some StringProtocol, masksLiterals: Bool = true) {
    let text = MarkedText(text)
    var literal = [Bool](repeating: false, count: text.scalars.count)
    if masksLiterals {
      for span in text.spans where span.kind.isLiteral {
        for index in span.range { literal[index] = true }
      }
    }
    scalars.reserveCapacity(literal.count)
    isMasked.reserveCapacity(literal.count)
    for (scalar, isLiteral) in zip(text.scalars, literal) {
      let folded = scalar.isBlank ? " " : scalar.folded
      if folded == " ", scalars.last == " " { continue }
      scalars.append(folded)
      isMasked.append(isLiteral)
    }
  }

  mutating func mask(_ range: Range<Int>) {
    for index in range { isMasked[index] = true }
  }

  func string(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  /// Whether the text contains `part`, masked or not.
  func contains(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = part.first, part.count <= scalars.count else { return false }
    return (0...scalars.count - part.count).contains {
      scalars[$0] == first && scalars[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}

extension Span.Kind {
  fileprivate var isLiteral: Bool {
    switch self {
    case .fence, .code, .address, .path, .option, .quote: true
    case .parenthesis: false
    }
  }
}

extension Unicode.Scalar {
  /// The scalar in lower case, and as ASCII if it is a full-width form.
  var folded: Unicode.Scalar {
    switch value {
    case 0x41...0x5A: Unicode.Scalar(value + 32) ?? self
    case ..<0x80: self
    case 0x2019: "'"
    // Hangul and Han have no case.
    case 0x3001...0xD7FF: self
    case 0xFF01...0xFF5E: (Unicode.Scalar(value - 0xFEE0) ?? self).folded
    default: properties.lowercaseMapping.unicodeScalars.first ?? self
    }
  }

  /// A letter or digit of any script.
  var isWordPart: Bool {
    isASCII
      ? isLetterOrDigit || self == "_" : properties.isAlphabetic || properties.numericType != nil
  }
}

extension StringProtocol {
  /// The text without blanks and `isToGo` scalars at its ends.
  func trimmed(_ isToGo: (Unicode.Scalar) -> Bool) -> String {
    let view = unicodeScalars
    func stays(_ scalar: Unicode.Scalar) -> Bool { !scalar.isBlank && !isToGo(scalar) }
    guard let first = view.firstIndex(where: stays), let last = view.lastIndex(where: stays) else {
      return ""
    }
    return String(String.UnicodeScalarView(view[first...last]))
  }

  var trimmed: String { trimmed { $0 == "\u{FEFF}" } }

  /// The text without Markdown's marks for bold, italics and code at its ends.
  var undecorated: String { trimmed { $0 == "*" || $0 == "_" || $0 == "`" } }

  /// Whether the text contains `part`, which must not be empty. Decision 0042 gives the reason why
  /// this method does not use `contains`.
  func holds(_ part: String) -> Bool {
    let (text, part) = (Array(utf8), Array(part.utf8))
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains {
      text[$0] == part[0] && text[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
