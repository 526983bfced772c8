import Prose

/// What the words of all languages do, by their stems.
struct Lexicon: Sendable {
  /// What is known of one word or stem.
  struct Entry: Sendable, Equatable {
    var roles: Roles = []
    /// What it means first of all.
    var concept: String? { concepts.first }
    /// All that it may mean: 바꾸 changes, and replaces.
    var concepts: [String] = []
  }

  /// Words of languages that are written with blanks.
  private(set) var entries: [String: Entry] = [:]
  /// Phrases by their first word, the longest first.
  private(set) var phrases: [String: [[String]]] = [:]
  /// Words of languages without blanks, by their first character, the longest first.
  private(set) var unspaced: [Unicode.Scalar: [[Unicode.Scalar]]] = [:]

  /// What these mean is judged by what they do, not word for word.
  static let generic: Set = ["make", "update", "fix", "handle", "remove", "verify", "run", "done"]

  static let shared = Lexicon()

  private init() {
    add(English.groups) { EnglishStem.keys($0).last ?? $0 }
    add(Korean.groups) { $0 }
    add(Russian.groups) { RussianStem.stem($0) }
    add(Japanese.groups + Chinese.groups) { $0 }
    add(Synonyms.groups) { Self.stem($0) }
    for group in Japanese.groups + Chinese.groups + Synonyms.groups {
      for word in group.words where Self.isUnspaced(word) {
        addUnspaced(Array(word.unicodeScalars))
      }
    }
    for first in unspaced.keys { unspaced[first]?.sort { $0.count > $1.count } }
    for first in phrases.keys { phrases[first]?.sort { $0.count > $1.count } }
  }

  /// By its script, for groups of several languages.
  private static func stem(_ word: String) -> String {
    guard let first = word.unicodeScalars.first else { return word }
    if first.isCyrillic { return RussianStem.stem(word) }
    return first.isLatinWord ? EnglishStem.keys(word).last ?? word : word
  }

  private static func isUnspaced(_ word: String) -> Bool {
    word.unicodeScalars.first.map { !$0.isHangul && !$0.isCyrillic && !$0.isLatinWord } ?? false
  }

  /// What the first of `keys` that is known does; the first of them is the word itself.
  ///
  /// English function words have no other forms: `notes` is no form of `not`.
  func entry(for keys: [String], isLatin: Bool = true) -> Entry? {
    for (index, key) in keys.enumerated() {
      guard let entry = entries[key] else { continue }
      if index == 0 || !isLatin || !entry.roles.contains(.function) { return entry }
    }
    return nil
  }

  private mutating func add(_ groups: [WordGroup], stem: (String) -> String) {
    for group in groups {
      for word in group.words {
        for form in Self.forms(of: word, group) {
          addPhrase(form)
          merge(form, group)
        }
        merge(word, group)
        // `добавлю` is a plan, and `добавил` with the same stem is none.
        if group.roles.contains(.planned) { continue }
        let stem = stem(word)
        if stem != word { merge(stem, group) }
      }
    }
  }

  private mutating func merge(_ word: String, _ group: WordGroup) {
    entries[word, default: Entry()].roles.formUnion(group.roles)
    if let concept = group.concept, !(entries[word]?.concepts.contains(concept) ?? true) {
      entries[word]?.concepts.append(concept)
    }
  }

  /// A phrase of several words, and the forms of the verb that it begins with: `cleaned_up`.
  private static func forms(of phrase: String, _ group: WordGroup) -> [String] {
    guard let mark = phrase.firstIndex(of: "_") else { return [] }
    guard phrase.utf8.allSatisfy({ $0 < 0x80 }), group.roles.isDisjoint(with: .function),
      !group.roles.isDisjoint(with: Word.deeds.union([.undone, .attempt]))
    else { return [phrase] }
    let (verb, rest) = (String(phrase[..<mark]), String(phrase[mark...]))
    let past = verb.hasSuffix("e") ? verb + "d" : verb + "ed"
    let irregular = English.irregular.filter { $0.value == verb }.map(\.key)
    return ([verb, past, verb + "s", verb + "ing"] + irregular).map { $0 + rest }
  }

  private mutating func addPhrase(_ phrase: String) {
    let words = phrase.split(separator: "_").map(String.init)
    guard let first = words.first else { return }
    phrases[first, default: []].append(words)
  }

  private mutating func addUnspaced(_ word: [Unicode.Scalar]) {
    guard let first = word.first, !(unspaced[first] ?? []).contains(word) else { return }
    unspaced[first, default: []].append(word)
  }
}
