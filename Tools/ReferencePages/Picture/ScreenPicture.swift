import Screen
import TextWidth

/// A terminal's screen as a picture (SVG) whose text can be selected and searched.
///
/// Each piece of text says how wide it is, so that columns stand below each other whatever font
/// a reader has, also where some characters take two of them.
public struct ScreenPicture {
  private let lines: [StyledText]
  private let columns: Int
  private let title: String

  /// - Parameters:
  ///   - screen: the lines, with `CSI m` sequences for their looks.
  ///   - columns: how wide the terminal is; more where a line is wider.
  ///   - title: what the picture is, for who can't see it.
  public init(of screen: String, columns: Int, title: String) {
    lines = StyledText.lines(of: screen)
    self.columns = lines.map { DisplayWidth.of($0.plain) }.reduce(columns, max)
    self.title = title
  }

  // In pixels: a cell, the way from its top to the line on which letters stand, and the border.
  private static let cell = (width: 9, height: 20)
  private static let ascent = 15
  private static let border = 14

  public var svg: String {
    let width = columns * Self.cell.width + 2 * Self.border
    let height = lines.count * Self.cell.height + 2 * Self.border
    let drawn = lines.enumerated().flatMap { line($0.element, row: $0.offset) }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
      viewBox="0 0 \(width) \(height)" role="img">
      <title>\(title.xml)</title>
      <style>
      svg { font: 15px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", \
      monospace; white-space: pre; fill: \(ScreenColor.text) }
      </style>
      <rect width="\(width)" height="\(height)" rx="8" fill="\(ScreenColor.background)"/>

      """ + drawn.map { $0 + "\n" }.joined() + "</svg>\n"
  }

  /// Backgrounds come before the text that stands on them.
  private func line(_ line: StyledText, row: Int) -> [String] {
    var column = 0
    var drawn: [String] = []
    for run in line.runs {
      let look = PictureLook(run.style)
      let width = DisplayWidth.of(run.text)
      if let color = look.background { drawn.append(background(color, width, row, column)) }
      for piece in PicturePiece.pieces(of: run.text) {
        if !piece.isBlank { drawn.append(text(piece, look, row, column)) }
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

  private func text(
    _ piece: PicturePiece, _ look: PictureLook, _ row: Int, _ column: Int
  ) -> String {
    "<text x=\"\(x(column))\" y=\"\(y(row) + Self.ascent)\" "
      + "textLength=\"\(piece.width * Self.cell.width)\" lengthAdjust=\"spacingAndGlyphs\""
      + "\(look.attributes)>\(piece.text.xml)</text>"
  }
}

extension String {
  /// The text as XML has it.
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
