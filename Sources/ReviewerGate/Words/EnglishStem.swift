/// Brings the forms of an English word together: a light stemmer after Porter's, that also
/// takes nouns made from verbs back to them.
enum EnglishStem {
  /// The word itself first, then what stands for all its forms.
  static func keys(_ word: String) -> [String] {
    var keys = [word]
    for stem in stems(of: English.irregular[word] ?? prefixed(word) ?? word)
    where !keys.contains(stem) {
      keys.append(stem)
    }
    if let base = English.irregular[word], !keys.contains(base) { keys.append(base) }
    return keys
  }

  /// `redrew` belongs to `redraw`, `overrode` to `override`.
  private static func prefixed(_ word: String) -> String? {
    for prefix in ["re", "un", "over", "out", "mis"] where word.hasPrefix(prefix) {
      let rest = String(word.dropFirst(prefix.count))
      if rest.utf8.count > 2, let base = English.irregular[rest], base != rest {
        return prefix + base
      }
    }
    return nil
  }

  private static func stems(of word: String) -> [String] {
    guard word.utf8.count > 3 || word == "use", word.utf8.allSatisfy({ $0 < 0x80 }) else {
      return [word]
    }
    let singular = English.irregular[withoutPlural(word)] ?? withoutPlural(word)
    let verb = withoutTense(singular)
    // British spelling: `cancelled` and `canceled`.
    let single = verb.hasSuffix("ll") && verb.utf8.count > 5 ? [String(verb.dropLast())] : []
    return nominalStems(of: verb) + single + [trimmed(verb)]
  }

  private static func withoutPlural(_ word: String) -> String {
    if word.hasSuffix("ies"), word.utf8.count > 4 { return String(word.dropLast(3)) + "y" }
    for suffix in ["sses", "shes", "ches", "xes", "zes"] where word.hasSuffix(suffix) {
      return String(word.dropLast(2))
    }
    if word.hasSuffix("s"), !word.hasSuffix("ss"), !word.hasSuffix("us"), !word.hasSuffix("is") {
      return String(word.dropLast())
    }
    return word
  }

  private static func withoutTense(_ word: String) -> String {
    if word.hasSuffix("ied"), word.utf8.count > 4 { return String(word.dropLast(3)) + "y" }
    for suffix in ["ing", "ed"] where word.hasSuffix(suffix) {
      let rest = String(word.dropLast(suffix.count))
      guard rest.utf8.count > 2 || rest.utf8.count == 2 && suffix == "ed",
        rest.contains(where: { "aeiouy".contains($0) })
      else { return word }
      return English.irregular[rest] ?? undoubled(rest)
    }
    return word
  }

  /// `stopp` from `stopped`; `pass` and `add` keep both.
  private static func undoubled(_ word: String) -> String {
    let ending = word.suffix(2)
    guard ending.count == 2, ending.first == ending.last, let last = word.last,
      !"slzaeiou".contains(last), word.utf8.count > 3
    else { return word }
    return String(word.dropLast())
  }

  /// Verbs behind nouns: `migrat` and `document`.
  private static func nominalStems(of word: String) -> [String] {
    for (suffix, replacement) in nominal where word.hasSuffix(suffix) {
      let rest = word.dropLast(suffix.count)
      guard rest.utf8.count > 2 else { continue }
      return replacement.map { trimmed(rest + $0) }
    }
    return []
  }

  private static let nominal: [(String, [String])] = [
    ("ification", ["ify"]), ("ization", ["iz"]), ("isation", ["is"]), ("ation", ["", "at"]),
    ("ition", ["it"]), ("ction", ["ct"]), ("tion", ["t"]), ("ssion", ["ss"]), ("sion", ["d"]),
    ("ment", [""]), ("able", [""]), ("ible", [""]), ("ally", [""]), ("ly", [""]), ("ness", [""]),
  ]

  /// Without a silent e, and with i for y: `validate` and `validat`, `verify` and `verifi`.
  private static func trimmed(_ word: String) -> String {
    guard word.utf8.count > 2 else { return word }
    if word.hasSuffix("e") { return spelled(String(word.dropLast())) }
    if word.hasSuffix("y") { return String(word.dropLast()) + "i" }
    return spelled(word)
  }

  /// One spelling for two: `standardise` and `colour`.
  private static func spelled(_ word: String) -> String {
    guard word.utf8.count > 4 else { return word }
    if word.hasSuffix("is") { return word.dropLast(2) + "iz" }
    if word.hasSuffix("our") { return word.dropLast(3) + "or" }
    return word
  }
}
