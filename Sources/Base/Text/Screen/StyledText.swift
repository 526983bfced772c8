/// A text whose parts have styles.
public struct StyledText: Equatable, Sendable {
  /// A part of one style.
  public struct Run: Equatable, Sendable {
    public var text: String
    public var style: TextStyle

    public init(_ text: String, _ style: TextStyle = .plain) {
      (self.text, self.style) = (text, style)
    }
  }

  public private(set) var runs: [Run] = []

  public init(_ text: String, _ style: TextStyle) { runs = [Run(text, style)] }

  /// Parses a text with `CSI m` sequences, which programs write to a terminal. Other control
  /// sequences are dropped.
  public init(_ text: String) {
    var style = TextStyle.plain
    self.init(text, &style)
  }

  /// The lines of a text with `CSI m` sequences. A style continues after the end of a line.
  public static func lines(of text: String) -> [StyledText] {
    var style = TextStyle.plain
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.map { StyledText(String($0), &style) }
  }

  private init(_ text: String, _ style: inout TextStyle) {
    var scanner = SequenceScanner(text)
    var kept = String.UnicodeScalarView()
    while let piece = scanner.next() {
      switch piece {
      case .text(let scalar): kept.append(scalar)
      case .style(let numbers):
        close(&kept, style)
        style.apply(numbers)
      case .other: break
      }
    }
    close(&kept, style)
  }

  private mutating func close(_ kept: inout String.UnicodeScalarView, _ style: TextStyle) {
    if !kept.isEmpty { runs.append(Run(String(kept), style)) }
    kept.removeAll()
  }

  /// Concatenates runs; neighbouring runs of the same style become one.
  init(joining parts: [Run]) {
    for part in parts {
      if runs.last?.style == part.style {
        runs[runs.count - 1].text += part.text
      } else {
        runs.append(part)
      }
    }
  }

  /// The text without styles.
  public var plain: String { runs.map(\.text).joined() }

  /// The text, cut with `…` at its end if it is wider than `width` columns.
  public func cut(to width: Int) -> StyledText {
    guard DisplayWidth.of(plain) > width else { return self }
    var parts: [Run] = []
    var room = width
    for run in runs {
      let needed = DisplayWidth.of(run.text)
      if needed < room {
        parts.append(run)
        room -= needed
      } else {
        // The added blanks force a cut even if the run fills the width exactly, because more text
        // follows.
        parts.append(Run(DisplayWidth.cut(run.text + "  ", to: room), run.style))
        break
      }
    }
    return StyledText(joining: parts)
  }
}

/// The colour and emphasis of a character on a terminal.
public struct TextStyle: Hashable, Sendable {
  /// The parameter of `CSI m` for the colour, 30 to 37 or 90 to 97; `nil` for the default colour.
  public var color: Int?
  public var emphasis: Emphasis

  public init(color: Int? = nil, _ emphasis: Emphasis = []) {
    (self.color, self.emphasis) = (color, emphasis)
  }

  public static let plain = TextStyle()

  public struct Emphasis: OptionSet, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    public static let bold = Emphasis(rawValue: 1)
    public static let dim = Emphasis(rawValue: 2)
    /// The colours of text and background are exchanged.
    public static let reversed = Emphasis(rawValue: 4)
  }

  /// The sequence that sets this style, whatever the previous style is.
  var sequence: String {
    let marks: [(Emphasis, Int)] = [(.bold, 1), (.dim, 2), (.reversed, 7)]
    let numbers =
      [0] + marks.filter { emphasis.contains($0.0) }.map(\.1) + [color].compactMap(\.self)
    return "\u{1B}[\(numbers.map(String.init).joined(separator: ";"))m"
  }

  /// Applies the parameters of one `CSI m`. Unknown parameters change nothing.
  mutating func apply(_ numbers: [Int]) {
    for number in numbers.isEmpty ? [0] : numbers {
      switch number {
      case 0: self = .plain
      case 1: emphasis.insert(.bold)
      case 2: emphasis.insert(.dim)
      case 7: emphasis.insert(.reversed)
      case 22: emphasis.subtract([.bold, .dim])
      case 27: emphasis.remove(.reversed)
      case 30...37, 90...97: color = number
      case 39: color = nil
      default: break
      }
    }
  }
}

/// Splits a text with control sequences into its parts.
struct SequenceScanner {
  enum Piece: Equatable {
    case text(Unicode.Scalar)
    /// A sequence `CSI … m`, which sets a style.
    case style([Int])
    /// Any other control character or sequence.
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

  /// Parses the rest of a sequence, after its escape character.
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

  /// Skips an operating system command, such as a title or a link, to its end.
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
