import Screen

/// The colours of the picture: dark, as most terminals are.
enum ScreenColor {
  static let background = "#16181d"
  static let text = "#d6d9e0"

  /// Those of `CSI 30 m` to `CSI 37 m`.
  private static let basic = [
    "#5c6370", "#ef6f6c", "#7fc97a", "#e3b341", "#6cb2f7", "#c792ea", "#5fcfcf", "#d6d9e0",
  ]
  /// Those of `CSI 90 m` to `CSI 97 m`.
  private static let bright = [
    "#8b929f", "#ff8f8c", "#9fe39a", "#f5cf6b", "#93c8ff", "#dcb2ff", "#84e6e6", "#ffffff",
  ]

  /// - Parameter number: as `TextStyle` has it.
  static func of(_ number: Int?) -> String? {
    switch number {
    case .some(let number) where (30...37).contains(number): basic[number - 30]
    case .some(let number) where (90...97).contains(number): bright[number - 90]
    case .some, nil: nil
    }
  }
}

/// A look as SVG tells it.
struct PictureLook {
  /// What is drawn below the text; `nil` for the picture's own.
  let background: String?
  /// What the text's element says besides its place.
  let attributes: String

  init(_ style: TextStyle) {
    let color = ScreenColor.of(style.color)
    let isReversed = style.emphasis.contains(.reversed)
    background = isReversed ? color ?? ScreenColor.text : nil
    let fill = isReversed ? ScreenColor.background : color
    attributes =
      (fill.map { " fill=\"\($0)\"" } ?? "")
      + (style.emphasis.contains(.bold) ? " font-weight=\"700\"" : "")
      + (style.emphasis.contains(.dim) ? " opacity=\"0.6\"" : "")
  }
}
