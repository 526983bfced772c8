/// What is said of a fact, in the languages of the programs. English is what goes to pipes, JSON,
/// logs, notes and files; the Korean twin is made only for a terminal in Korean. A sentence is made
/// where it is said, and kept in no fact.
public struct Sentence: Sendable {
  public let english: String
  private let twin: (@Sendable () -> String)?

  public init(_ english: String, _ korean: @autoclosure @escaping @Sendable () -> String) {
    (self.english, twin) = (english, korean)
  }

  /// A text that is the same in both languages.
  public init(same text: String) { (english, twin) = (text, nil) }

  public var korean: String { twin?() ?? english }
}

/// The twin says the same: sentences are equal by their English.
extension Sentence: Equatable {
  public static func == (one: Sentence, other: Sentence) -> Bool { one.english == other.english }
}
