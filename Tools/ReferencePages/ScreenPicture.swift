import Text

/// A terminal's screen as a picture (SVG) whose text can be selected and searched.
///
/// Each piece of text has an explicit width, so that columns are aligned with any font, even if
/// some characters are two columns wide.
struct ScreenPicture {
  private let lines: [StyledText]
  private let columns: Int
  private let title: String

  /// - Parameters:
  ///   - screen: the lines, with `CSI m` sequences for their styles.
  ///   - columns: the width of the terminal; a wider line makes the picture wider.
  ///   - title: the picture's alternative text.
  init(of screen: String, columns: Int, title: String) {
    lines = StyledText.lines(of: screen)
    self.columns = lines.map { DisplayWidth.of($0.plain) }.reduce(columns, max)
    self.title = title
  }

  // Sizes in pixels: a cell, the distance from its top to the baseline, and the border.
  private static let cell = (width: 9, height: 20)
  private static let ascent = 15
  private static let border = 14

  var svg: String {
    let width = columns * Self.cell.width + 2 * Self.border
    let height = lines.count * Self.cell.height + 2 * Self.border
    let drawn = lines.enumerated().flatMap { line($0.element, row: $0.offset) }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img">
      <title>\(title.xml)</title>
      <style>
      svg { font: 15px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", \
      monospace; white-space: pre; fill: \(Color.text) }
      </style>
      <rect width="\(width)" height="\(height)" rx="8" fill="\(Color.background)"/>

      """ + drawn.map { $0 + "\n" }.joined() + "</svg>\n"
  }

  /// Backgrounds are drawn before the text on them.
  private func line(_ line: StyledText, row: Int) -> [String] {
    var column = 0
    var drawn: [String] = []
    for run in line.runs {
      let look = Look(run.style)
      let width = DisplayWidth.of(run.text)
      if let color = look.background { drawn.append(background(color, width, row, column)) }
      for piece in Piece.pieces(of: run.text) {
        if piece.kind != .blank { drawn.append(text(piece, look, row, column)) }
        column += piece.width
      }
    }
    return drawn
  }

  private func x(_ column: Int) -> Int { Self.border + column * Self.cell.width }
  private func y(_ row: Int) -> Int { Self.border + row * Self.cell.height }

  private func background(_ color: String, _ width: Int, _ row: Int, _ column: Int) -> String {
    "<rect x=\"\(x(column))\" y=\"\(y(row))\" width=\"\(width * Self.cell.width)\" "
      + "height=\"\(Self.cell.height)\" fill=\"\(color)\"/>"
  }

  private func text(_ piece: Piece, _ look: Look, _ row: Int, _ column: Int) -> String {
    "<text x=\"\(x(column))\" y=\"\(y(row) + Self.ascent)\" "
      + "textLength=\"\(piece.width * Self.cell.width)\" lengthAdjust=\"spacingAndGlyphs\""
      + "\(look.attributes)>\(piece.text.xml)</text>"
  }
}

/// A part of a line whose characters all have the same width.
private struct Piece: Equatable {
  enum Kind: Equatable { case blank, narrow, wide }

  var text: String
  /// The width in columns.
  var width: Int
  let kind: Kind

  /// A single blank between narrow texts joins them. Other blanks divide pieces, so that the text
  /// after them gets its own position.
  static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    for character in text {
      let width = DisplayWidth.of(character)
      let kind: Kind = character == " " ? .blank : width > 1 ? .wide : .narrow
      if let last = pieces.last, last.kind == kind {
        pieces[pieces.count - 1].append(String(character), width)
      } else {
        pieces.append(Piece(text: String(character), width: width, kind: kind))
      }
    }
    return pieces.reduce(into: []) { joined, piece in
      let blank = joined.count - 1
      if blank > 0, piece.kind == .narrow, joined[blank].kind == .blank, joined[blank].width == 1,
        joined[blank - 1].kind == .narrow
      {
        joined.removeLast()
        joined[blank - 1].append(" " + piece.text, 1 + piece.width)
      } else {
        joined.append(piece)
      }
    }
  }

  private mutating func append(_ more: String, _ columns: Int) {
    text += more
    width += columns
  }
}

/// A text style in SVG.
private struct Look {
  /// The colour below the text; `nil` for the picture's background.
  let background: String?
  /// The attributes of the text element.
  let attributes: String

  init(_ style: TextStyle) {
    let color = Color.of(style.color)
    let isReversed = style.emphasis.contains(.reversed)
    background = isReversed ? color ?? Color.text : nil
    let fill = isReversed ? Color.background : color
    attributes =
      (fill.map { " fill=\"\($0)\"" } ?? "")
      + (style.emphasis.contains(.bold) ? " font-weight=\"700\"" : "")
      + (style.emphasis.contains(.dim) ? " opacity=\"0.6\"" : "")
  }
}

/// The colours of the picture. It is dark, like most terminals.
private enum Color {
  static let background = "#16181d"
  static let text = "#d6d9e0"

  /// The colours of `CSI 30 m` to `CSI 37 m`.
  private static let basic = [
    "#5c6370", "#ef6f6c", "#7fc97a", "#e3b341", "#6cb2f7", "#c792ea", "#5fcfcf", "#d6d9e0",
  ]
  /// The colours of `CSI 90 m` to `CSI 97 m`.
  private static let bright = [
    "#8b929f", "#ff8f8c", "#9fe39a", "#f5cf6b", "#93c8ff", "#dcb2ff", "#84e6e6", "#ffffff",
  ]

  /// - Parameter number: the number in the `CSI m` sequence, as in `TextStyle`.
  static func of(_ number: Int?) -> String? {
    switch number {
    case .some(30...37): number.map { basic[$0 - 30] }
    case .some(90...97): number.map { bright[$0 - 90] }
    case .some, nil: nil
    }
  }
}

extension String {
  /// The text escaped for XML.
  fileprivate var xml: String {
    reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      default: text.append(character)
      }
    }
  }
}
