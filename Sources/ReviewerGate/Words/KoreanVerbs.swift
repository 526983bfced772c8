/// The beginnings that verbs without 하다 have in their forms, with the stem of each: 고쳤, 고치.
struct KoreanVerbs: Sendable {
  private let stems: [String: String]
  private let longest: Int

  static let shared = KoreanVerbs(
    Korean.verbs.split { $0 == " " || $0 == "\n" }.map(String.init), irregular: Korean.irregular)

  private init(_ verbs: [String], irregular: [String: String]) {
    var stems = irregular
    for verb in verbs {
      for form in Self.forms(of: verb) where stems[form] == nil { stems[form] = verb }
    }
    self.stems = stems
    longest = stems.keys.map(\.unicodeScalars.count).max() ?? 0
  }

  /// The stem of a verb that `word` is a form of, and how many syllables of it the form takes.
  func stem(of word: ArraySlice<Unicode.Scalar>) -> (stem: String, count: Int)? {
    for count in stride(from: min(longest, word.count), to: 0, by: -1) {
      guard let stem = stems[String(scalars: word.prefix(count))] else { continue }
      if word.dropFirst(count).allSatisfy(KoreanEndings.syllables.contains) { return (stem, count) }
    }
    return nil
  }

  private static func forms(of verb: String) -> [String] {
    let scalars = Array(verb.unicodeScalars)
    guard let last = scalars.last, let syllable = Syllable(last) else { return [verb] }
    let front = String(scalars: scalars.dropLast())
    return [verb] + endings(of: syllable).compactMap { $0 }.map { front + String($0) }
  }

  private static func endings(of last: Syllable) -> [Unicode.Scalar?] {
    typealias Tail = Syllable.Tail
    if last.tail == Tail.l { return [Tail.n, Tail.b, Tail.none].map { last.with(tail: $0) } }
    guard last.tail == Tail.none else { return [] }
    let plain = [Tail.n, Tail.l, Tail.m, Tail.b].map { last.with(tail: $0) }
    guard let vowel = last.contracted else { return plain }
    return plain + [Tail.none, Tail.ss].map { last.with(vowel: vowel, tail: $0) }
  }
}
