import Text

struct PhraseList {
  private struct Phrase {
    let scalars: [Unicode.Scalar]
    /// Whether the phrase is a prefix: `fail*` also finds *failing*.
    let mayGoOn: Bool
  }

  /// The phrases by their first scalar, the longest first.
  private var phrases: [Unicode.Scalar: [Phrase]] = [:]
  /// Whether a phrase must end at the end of a word in every script. If not, only phrases in
  /// scripts with spaces must end there: 완료 is found in 완료했습니다.
  private let wholeWords: Bool

  /// - Parameter text: the phrases in lower case, separated by commas.
  init(_ text: String, wholeWords: Bool = false) {
    self.wholeWords = wholeWords
    for part in text.split(separator: ",") {
      var scalars = Array(part.trimmed.unicodeScalars)
      let mayGoOn = scalars.last == "*"
      if mayGoOn { scalars.removeLast() }
      guard let first = scalars.first else { continue }
      phrases[first, default: []].append(Phrase(scalars: scalars, mayGoOn: mayGoOn))
    }
    for first in phrases.keys { phrases[first]?.sort { $0.scalars.count > $1.scalars.count } }
  }

  /// The end of the longest phrase that begins at `index`; `nil` if there is none.
  func end(of text: [Unicode.Scalar], at index: Int) -> Int? {
    guard index < text.count, let phrases = phrases[text[index]] else { return nil }
    for phrase in phrases {
      let end = index + phrase.scalars.count
      if end <= text.count, text[index..<end].elementsEqual(phrase.scalars),
        phrase.mayGoOn || isEnd(end, of: text)
      {
        return end
      }
    }
    return nil
  }

  /// The ranges of all phrases that are outside masked text.
  func places(in text: FoldedText) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var index = 0
    while index < text.scalars.count {
      if !text.isMasked[index], isStart(index, of: text.scalars),
        let end = end(of: text.scalars, at: index)
      {
        places.append(index..<end)
        index = end
      } else {
        index += 1
      }
    }
    return places
  }

  /// The places of phrases that the other text does not contain.
  func places(in text: FoldedText, unlessIn other: FoldedText) -> [Range<Int>] {
    places(in: text).filter { !other.contains(text.scalars[$0]) }
  }

  private func isStart(_ index: Int, of text: [Unicode.Scalar]) -> Bool {
    index == 0 || !text[index].isSpaced || !text[index - 1].isSpaced
  }

  private func isEnd(_ end: Int, of text: [Unicode.Scalar]) -> Bool {
    if end == text.count { return true }
    if wholeWords { return !text[end].isWordPart || !text[end - 1].isWordPart }
    return !text[end - 1].isSpaced || !text[end].isSpaced
  }
}

extension Unicode.Scalar {
  /// A digit, or a letter of a script that puts spaces between words.
  fileprivate var isSpaced: Bool { isLatinOrDigit || self == "_" }
}
