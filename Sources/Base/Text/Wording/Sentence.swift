/// The wording of a fact in English and Korean. Pipes, JSON, logs, notes and files get English.
/// Korean is only for terminals. A sentence is formed when it is shown, and is not stored with the
/// fact.
public struct Sentence: Sendable {
  public let english: String
  private let twin: @Sendable () -> String

  public init(_ english: String, _ korean: @autoclosure @escaping @Sendable () -> String) {
    (self.english, twin) = (english, korean)
  }

  /// A text that is the same in both languages: a person's text, another program's text, or a name.
  public init(same text: String) { self.init(text, text) }

  /// A suggestion such as `did you mean ORCH-12?`.
  public static func suggestion(_ nearest: String) -> Sentence {
    Sentence("did you mean \(nearest)?", "혹시 \(nearest)입니까?")
  }

  public var korean: String { twin() }

  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .english: english
    case .korean: korean
    }
  }

  /// The sentence with `transform` applied to both languages, for example to add text that is the
  /// same in both.
  public func map(_ transform: @escaping @Sendable (String) -> String) -> Sentence {
    Sentence(transform(english), transform(korean))
  }
}

extension [Sentence] {
  public func joined(separator: String) -> Sentence {
    Sentence(
      map(\.english).joined(separator: separator), map(\.korean).joined(separator: separator))
  }
}

extension DefaultStringInterpolation {
  @available(*, deprecated, message: "choose a language: .english, .korean or (language)")
  public mutating func appendInterpolation(_ sentence: Sentence) {
    appendLiteral(sentence.english)
  }
}

/// Sentences are compared by their English text, because the Korean text means the same.
extension Sentence: Equatable {
  public static func == (one: Sentence, other: Sentence) -> Bool { one.english == other.english }
}
