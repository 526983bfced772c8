import Prose

/// A text as words are looked for in it: in lower case, full-width forms as those of ASCII, a run of
/// blanks as one space; with a mask over what is not to be read as words.
struct FoldedText {
  private(set) var scalars: [Unicode.Scalar] = []
  /// Whether the scalar stands in code, a quotation, an address or a path, or was masked since.
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

  /// Whether `part` stands anywhere in it, masked or not.
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
  /// In lower case, and of ASCII where it is a full-width form of that.
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
