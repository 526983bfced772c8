/// Rules for Korean sentences.
///
/// Ids, options, commands, statuses and file names are not translated. Sentences are worded so that
/// no particle depends on the last letter of a name ("ORCH-1: …"). If a particle does depend on it,
/// `with` chooses the particle.
public enum Korean {}

extension Korean {

  /// A particle whose form depends on whether the word before it ends in a consonant.
  public enum Particle {
    case topic, object
  }

  /// The text with its particle: `ORCH-1은`, `ORCH-2는`.
  ///
  /// Digits and letters are treated as they are read aloud in Korean (1 is 일, L is 엘). How words of
  /// other languages are read is not known, so a name in lower case may get the wrong particle.
  public static func with(_ text: String, _ particle: Particle) -> String {
    switch particle {
    case .topic: text + (endsInConsonant(text) ? "은" : "는")
    case .object: text + (endsInConsonant(text) ? "을" : "를")
    }
  }

  private static func endsInConsonant(_ text: String) -> Bool {
    guard let last = text.unicodeScalars.last else { return false }
    return switch last {
    case "가"..."힣": (last.value - 0xAC00) % 28 != 0
    case "0", "1", "3", "6", "7", "8", "L", "l", "M", "m", "N", "n", "R", "r": true
    default: false
    }
  }
}
