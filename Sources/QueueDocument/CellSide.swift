import TextWidth

/// The side of its column that a text keeps to, as the delimiter row says.
enum CellSide {
  case unsaid, left, right, middle

  init(isLeft: Bool, isRight: Bool) {
    switch (isLeft, isRight) {
    case (false, false): self = .unsaid
    case (true, false): self = .left
    case (false, true): self = .right
    case (true, true): self = .middle
    }
  }

  func pad(_ text: String, to width: Int) -> String {
    let missing = max(0, width - DisplayWidth.of(text))
    let before =
      switch self {
      case .unsaid, .left: 0
      case .right: missing
      case .middle: missing / 2
      }
    return String(repeating: " ", count: before) + text
      + String(repeating: " ", count: missing - before)
  }

  func delimiter(width: Int) -> String {
    switch self {
    case .unsaid: String(repeating: "-", count: width)
    case .left: ":" + String(repeating: "-", count: width - 1)
    case .right: String(repeating: "-", count: width - 1) + ":"
    case .middle: ":" + String(repeating: "-", count: width - 2) + ":"
    }
  }
}
