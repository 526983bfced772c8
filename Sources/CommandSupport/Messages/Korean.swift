/// What the programs say in Korean on a terminal: a twin of each function of `English`.
///
/// Ids, options, commands, statuses and file names stay as they are. Sentences are formed so that
/// no particle depends on the end of a name ("ORCH-1: …"); where one does, `with` chooses it.
enum Korean {}

extension Korean {
  /// A particle whose form depends on whether the word before it ends in a consonant.
  enum Particle {
    case topic, subject, object, direction
  }

  /// The text with its particle: `ORCH-1은`, `ORCH-2는`.
  ///
  /// Digits and letters count as they are read in Korean (1 is 일, L is 엘); words of other
  /// languages are not read, so that a name of lower case letters may get the other form.
  static func with(_ text: String, _ particle: Particle) -> String {
    let end = Ending(of: text)
    return switch particle {
    case .topic: text + (end == .vowel ? "는" : "은")
    case .subject: text + (end == .vowel ? "가" : "이")
    case .object: text + (end == .vowel ? "를" : "을")
    case .direction: text + (end == .consonant ? "으로" : "로")
    }
  }

  private enum Ending {
    case vowel, consonant
    /// The consonant ㄹ, after which 로 stands, as after a vowel.
    case rieul

    init(of text: String) {
      guard let last = text.unicodeScalars.last else {
        self = .vowel
        return
      }
      switch last {
      case "가"..."힣":
        let final = (last.value - 0xAC00) % 28
        self = final == 0 ? .vowel : final == 8 ? .rieul : .consonant
      case "1", "7", "8", "L", "l", "R", "r": self = .rieul
      case "0", "3", "6", "M", "m", "N", "n": self = .consonant
      default: self = .vowel
      }
    }
  }
}
