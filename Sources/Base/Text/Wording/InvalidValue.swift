/// The reason for which a text is refused as the value of an option or a field.
public struct InvalidValue: Error, Equatable, Sendable {
  /// The valid values; this text follows "invalid value 'x' for --y: ".
  public let reason: Sentence

  public init(_ reason: Sentence) { self.reason = reason }

  /// The value is not one of these words.
  public static func words(_ words: [String], nearest: String?) -> InvalidValue {
    let words = words.joined(separator: "|")
    let suggestion = nearest.map { Sentence.suggestion($0).map { "\($0) " } } ?? Sentence(same: "")
    return InvalidValue(
      Sentence("\(suggestion.english)use \(words)", "\(suggestion.korean)가능한 값: \(words)"))
  }

  public static func noWholeNumber(in range: ClosedRange<Int>) -> InvalidValue {
    let (least, most) = (range.lowerBound, range.upperBound)
    return InvalidValue(
      most == .max
        ? Sentence("use a whole number from \(least) on", "\(least) 이상의 정수를 쓰십시오")
        : Sentence(
          "use a whole number from \(least) to \(most)", "\(least)부터 \(most)까지의 정수를 쓰십시오"))
  }

  /// The value does not have this form. The text of `form` follows "it must be".
  public static func otherForm(_ form: Sentence) -> InvalidValue {
    InvalidValue(Sentence("it must be \(form.english)", "올바른 형식: \(form.korean)"))
  }
}

extension Sentence {
  /// The whole message: `invalid value 'x' for --y: use 1|2`.
  public static func invalidValue(_ text: String, for name: String, _ reason: Sentence) -> Sentence
  {
    Sentence(
      "invalid value '\(text)' for \(name): \(reason.english)",
      "\(name): 잘못된 값 '\(text)'. \(reason.korean)")
  }
}
