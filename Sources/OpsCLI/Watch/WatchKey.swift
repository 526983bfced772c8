import Screen

/// What a key means on the screen.
enum WatchKey: Equatable {
  case up, down, pageUp, pageDown, first, last
  case details, back, quit, help, redraw
  case act(RowAction)
  case yes, no

  /// `nil` for a key that means nothing.
  init?(_ key: Key) {
    switch key {
    case .up: self = .up
    case .down: self = .down
    case .pageUp: self = .pageUp
    case .pageDown: self = .pageDown
    case .home: self = .first
    case .end: self = .last
    case .enter: self = .details
    case .escape: self = .back
    case .control("L"): self = .redraw
    case .character(let character):
      guard let meaning = Self.meaning(of: character) else { return nil }
      self = meaning
    case .left, .right, .backspace, .control: return nil
    }
  }

  /// The letters that stand on the same keys of a Korean keyboard count, too: nobody should have
  /// to switch the keyboard to leave.
  private static func meaning(of character: Character) -> WatchKey? {
    switch character {
    case "q", "Q", "ㅂ", "ㅃ": .quit
    case "k", "K", "ㅏ": .up
    case "j", "J", "ㅓ": .down
    case " ": .pageDown
    case "r", "R", "ㄱ", "ㄲ": .act(.retry)
    case "c", "C", "ㅊ": .act(.cancel)
    case "y", "Y", "ㅛ": .yes
    case "n", "N", "ㅜ": .no
    case "?": .help
    default: nil
    }
  }
}
