import Prose

/// The opener "First" of a first step, which is no name: `First name`.
enum Opener {
  /// Where the text in `range` goes on behind it.
  static func end(in request: RequestText, _ range: Range<Int>) -> Int {
    let tokens = Tokenizer.tokens(
      request, range.lowerBound..<min(range.upperBound, range.lowerBound + 200))
    guard let first = tokens.first, ["first", "firstly"].contains(first.text), tokens.count > 1,
      !first.endsSentence
    else { return range.lowerBound }
    if tokens[1].text == "," {
      return request.trimmed(tokens[1].range.upperBound..<range.upperBound).lowerBound
    }
    let isVerb =
      switch EnglishPhrase.form(tokens[1...]) {
      case .certain: true
      case .likely: !EnglishWords.nounVerbs.contains(tokens[1].text)
      case .bare: tokens.count == 2 && !things.contains(tokens[1].text)
      case .none: false
      }
    return isVerb ? tokens[1].range.lowerBound : range.lowerBound
  }

  /// With "first" before them these are names, although they are verbs, too.
  private static let things: WordList = "name place draft time step page row line item number post"
}
