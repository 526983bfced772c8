import Text

/// The meaning of a key.
enum WatchKey: Equatable {
  case move(Movement)
  case details, back, quit, help, redraw
  case read(RowText.Kind)
  case search, nextMatch, previousMatch
  case filter, nextStatus
  /// `answer` also approves, if the row awaits approval.
  case act(RowAction)
  case yes

  enum Movement { case up, down, pageUp, pageDown, first, last }

  /// `nil` for a key without a meaning.
  init?(_ key: Key) {
    switch key {
    case .up: self = .move(.up)
    case .down: self = .move(.down)
    case .pageUp: self = .move(.pageUp)
    case .pageDown: self = .move(.pageDown)
    case .home: self = .move(.first)
    case .end: self = .move(.last)
    case .enter: self = .details
    case .escape: self = .back
    case .control("L"): self = .redraw
    case .character(let character):
      guard let meaning = Self.meaning(of: character) else { return nil }
      self = meaning
    case .left, .right, .backspace, .delete, .control, .pasteBegin, .pasteEnd: return nil
    }
  }

  /// Accepts the letters on the same keys of a Korean keyboard, too, so that the input method
  /// need not be switched.
  private static func meaning(of character: Character) -> WatchKey? {
    switch character {
    case "q", "Q", "ㅂ", "ㅃ": .quit
    case "k", "K", "ㅏ": .move(.up)
    case "j", "J", "ㅓ": .move(.down)
    case " ": .move(.pageDown)
    case "e", "E", "ㄷ", "ㄸ": .read(.report)
    case "l", "L", "ㅣ": .read(.log)
    case "v", "V", "ㅍ": .read(.changes)
    case "f", "F", "ㄹ": .filter
    case "s", "S", "ㄴ": .nextStatus
    case "a", "A", "ㅁ": .act(.answer)
    case "d", "D", "ㅇ": .act(.reject)
    case "r", "R", "ㄱ", "ㄲ": .act(.retry)
    case "c", "C", "ㅊ": .act(.cancel)
    case "p", "P", "ㅔ", "ㅖ": .act(.replan)
    case "y", "Y", "ㅛ": .yes
    case "/": .search
    case "n", "ㅜ": .nextMatch
    case "N": .previousMatch
    case "?": .help
    default: nil
    }
  }

  /// Whether the key answers a question with no.
  var isNo: Bool { [.nextMatch, .previousMatch, .back, .quit].contains(self) }
}
