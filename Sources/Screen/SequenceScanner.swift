/// Takes a text with control sequences apart.
struct SequenceScanner {
  enum Piece: Equatable {
    case text(Unicode.Scalar)
    /// `CSI … m`.
    case style([Int])
    /// Anything else that is no text.
    case other
  }

  private var rest: Substring.UnicodeScalarView

  init(_ text: String) { rest = text.unicodeScalars[...] }

  mutating func next() -> Piece? {
    guard let first = rest.popFirst() else { return nil }
    if first == "\u{1B}" { return sequence() }
    let isControl = first.value < 0x20 || (0x7F...0x9F).contains(first.value)
    return isControl ? .other : .text(first)
  }

  /// What follows an escape character.
  private mutating func sequence() -> Piece {
    guard let kind = rest.first else { return .other }
    if kind == "]" { return skippedString() }
    rest.removeFirst()
    guard kind == "[" else { return .other }
    let parameters = rest.prefix { (0x20...0x3F).contains($0.value) }
    rest.removeFirst(parameters.count)
    guard rest.popFirst() == "m" else { return .other }
    return .style(Self.numbers(parameters))
  }

  private static func numbers(_ parameters: Substring.UnicodeScalarView) -> [Int] {
    let parts = Substring(parameters).split(separator: ";", omittingEmptySubsequences: false)
    return parts.map { Int($0) ?? ($0.isEmpty ? 0 : -1) }
  }

  /// A string that the terminal would keep, a title or a link, to its end.
  private mutating func skippedString() -> Piece {
    while let scalar = rest.popFirst(), scalar != "\u{7}" {
      if scalar == "\u{1B}" {
        _ = rest.popFirst()
        break
      }
    }
    return .other
  }
}
