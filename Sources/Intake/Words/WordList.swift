import Prose

/// A set of words, written as a text with blanks between them.
struct WordList: ExpressibleByStringLiteral, Sendable {
  private let words: Set<String>
  /// The lengths that words have, in scalars, the longest first.
  private let lengths: [Int]
  /// What words begin and end with: most texts are seen to hold none by one scalar.
  private let firsts: Set<Unicode.Scalar>
  private let lasts: Set<Unicode.Scalar>

  init(stringLiteral text: String) {
    words = Set(text.split { $0 == " " || $0 == "\n" }.map(String.init))
    lengths = Set(words.map(\.unicodeScalars.count)).sorted(by: >)
    firsts = Set(words.compactMap(\.unicodeScalars.first))
    lasts = Set(words.compactMap(\.unicodeScalars.last))
  }

  func contains(_ word: String) -> Bool { words.contains(word) }

  /// Whether `text` begins with one of the words.
  func begins(_ text: String) -> Bool { prefix(of: text.unicodeScalars) != nil }

  /// Whether `text` ends with one of the words.
  func ends(_ text: String) -> Bool { suffix(of: text.unicodeScalars) != nil }

  /// The longest of the words that `text` ends with; gives its length in scalars.
  func suffix(of text: some BidirectionalCollection<Unicode.Scalar>) -> Int? {
    guard let last = text.last, lasts.contains(last) else { return nil }
    let end = Array(text.suffix(lengths.first ?? 0))
    return lengths.first { $0 <= end.count && words.contains(String(end.suffix($0))) }
  }

  /// The longest of the words that `text` begins with; gives its length in scalars.
  func prefix(of text: some Collection<Unicode.Scalar>) -> Int? {
    guard let first = text.first, firsts.contains(first) else { return nil }
    let start = Array(text.prefix(lengths.first ?? 0))
    return lengths.first { $0 <= start.count && words.contains(String(start.prefix($0))) }
  }
}
