/// A text whose parts look different.
public struct StyledText: Equatable, Sendable {
  /// A part of one look.
  public struct Run: Equatable, Sendable {
    public var text: String
    public var style: TextStyle

    public init(_ text: String, _ style: TextStyle = .plain) {
      self.text = text
      self.style = style
    }
  }

  public private(set) var runs: [Run] = []

  public init(_ text: String, _ style: TextStyle) { runs = [Run(text, style)] }

  /// Reads a text that says by `CSI m` how its parts look, as programs write it to a terminal.
  /// Other control characters, and what belongs to them, are left out.
  public init(_ text: String) {
    var style = TextStyle.plain
    self.init(text, &style)
  }

  /// The lines of such a text. How the end of one looks is how the next begins.
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
        style.take(numbers)
      case .other: break
      }
    }
    close(&kept, style)
  }

  private mutating func close(_ kept: inout String.UnicodeScalarView, _ style: TextStyle) {
    if !kept.isEmpty { runs.append(Run(String(kept), style)) }
    kept.removeAll()
  }

  /// Runs behind each other; neighbours of one look become one.
  init(joining parts: [Run]) {
    for part in parts {
      if runs.last?.style == part.style {
        runs[runs.count - 1].text += part.text
      } else {
        runs.append(part)
      }
    }
  }

  /// The text without its looks.
  public var plain: String { runs.map(\.text).joined() }
}
