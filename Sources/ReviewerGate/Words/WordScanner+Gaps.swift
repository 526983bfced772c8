import Prose

// What stands between two words.

extension WordScanner {
  func gapMark(at index: Int) -> Word.Gap {
    switch text.scalars[index] {
    case "\u{FF0C}": .clause
    case ",", "\u{3001}", "\u{B7}", "\u{30FB}": .comma
    case ":", "\u{FF1A}", "=": .colon
    case "\u{2014}", "\u{2013}", "\u{2192}", ">": .dash
    case "-": isBlank(index - 1) ? .dash : .blank
    case "/": .slash
    case "\u{3002}", "\u{FF01}", "\u{FF1F}", "\u{FF1B}", ";": .stop
    case ".", "!", "?": endsSentence(index) ? .stop : .blank
    default: .blank
    }
  }

  private func isBlank(_ index: Int) -> Bool { index < 0 || text.scalars[index].isBlank }

  private func endsSentence(_ index: Int) -> Bool {
    guard places[index] != .quote else { return false }
    guard index + 1 < text.scalars.count else { return true }
    let next = text.scalars[index + 1]
    return !next.isLetterOrDigit
  }
}

extension Word.Gap {
  /// The stronger of two marks that stand side by side.
  func followed(by other: Word.Gap) -> Word.Gap {
    rank >= other.rank ? self : other
  }

  private var rank: Int {
    switch self {
    case .none: 0
    case .blank: 1
    case .slash: 2
    case .comma: 3
    case .colon: 4
    case .clause: 5
    case .dash: 6
    case .stop: 7
    }
  }
}
