import Prose

/// Takes lines apart into words. What one word means is worked out once and kept, for a report
/// has the same words again and again.
final class WordReader {
  private var meanings: [String: Meaning] = [:]
  private var literals: [String: Meaning] = [:]
  private var numbers: [String: Int] = [:]
  private var prefixLengths: Set<Int> = []
  let lexicon = Lexicon.shared

  func words(of line: String) -> [Word] {
    var scanner = WordScanner(MarkedText(line), reader: self)
    scanner.scan()
    return PhraseJoiner(reader: self).join(scanner.words)
  }

  /// The number that stands for a form, a stem or a concept.
  func key(_ text: String) -> Int {
    if let number = numbers[text] { return number }
    numbers[text] = numbers.count
    return numbers.count - 1
  }

  /// How many keys there are so far.
  var keyCount: Int { numbers.count }

  /// The number of a form that was read before.
  func knownKey(_ text: String) -> Int? { numbers[text] }

  func meaning(of text: String, script: Script) -> Meaning {
    if let known = meanings[text] { return known }
    var meaning = work(out: text, script)
    for length in prefixLengths {
      if let key = knownKey("^" + text.prefix(length)) { meaning.keys.append(key) }
    }
    meanings[text] = meaning
    return meaning
  }

  /// The number that stands for all words which begin with `text`.
  func keyOfPrefix(_ text: String) -> Int {
    prefixLengths.insert(text.count)
    // Words that were read before may begin like this one.
    meanings = [:]
    return key("^" + text)
  }

  private func work(out text: String, _ script: Script) -> Meaning {
    switch script {
    case .number: number(text)
    case .latin: meaning(EnglishStem.keys(text), roles: [], number: English.numbers[text])
    case .cyrillic:
      meaning(RussianStem.keys(text), roles: [], number: Russian.numbers[text])
    case .hangul: korean(text)
    case .unspaced: meaning([text], roles: [], number: nil)
    case .characters: characters(text)
    }
  }

  private func meaning(_ keys: [String], roles: Roles, number: Double?) -> Meaning {
    let entry = lexicon.entry(for: keys, isLatin: keys[0].utf8.allSatisfy { $0 < 0x80 })
    var numbers = keys.map(key) + conceptKeys(entry)
    if let number { numbers.append(key("#\(number)")) }
    return Meaning(
      keys: numbers, stemCount: keys.count, roles: roles.union(entry?.roles ?? []),
      concept: entry?.concept, number: number
    )
  }

  /// The numbers that stand for what a word means, but for what is judged by what it does.
  func conceptKeys(_ entry: Lexicon.Entry?) -> [Int] {
    (entry?.concepts ?? []).filter { !Lexicon.generic.contains($0) }.map { key("=" + $0) }
  }

  private func korean(_ text: String) -> Meaning {
    let form = KoreanForm(Array(text.unicodeScalars))
    var meaning = meaning(form.keys, roles: form.roles, number: Korean.numbers[text])
    let isParty = form.keys.contains { key in Korean.parties.contains { key.hasSuffix($0) } }
    if isParty { meaning.roles.insert(.party) }
    return meaning
  }

  private func number(_ text: String) -> Meaning {
    let value = Double(text.filter { $0 != "," }) ?? 0
    return Meaning(keys: [key("#\(value)")], roles: [], concept: nil, number: value)
  }

  private func characters(_ text: String) -> Meaning {
    var meaning = meaning([text], roles: [], number: nil)
    let run = Array(text.unicodeScalars)
    meaning.characters = run
    meaning.pairs = zip(run, run.dropFirst()).map { key("~\($0)\($1)") }
    return meaning
  }

  /// A word that stands for itself, without any role: found as a whole and by its parts.
  func literal(_ whole: String) -> Meaning {
    if let known = literals[whole] { return known }
    // `--dry-run` is also told of as `dry-run`.
    var keys = [String(whole.lowercased().drop { $0 == "-" })]
    let parts = whole.identifierParts
    for part in parts.prefix(24) {
      keys += EnglishStem.keys(part)
      if let number = Double(part) { keys.append("#\(number)") }
    }
    var meaning = Meaning(keys: keys.map(key), roles: [], concept: nil, number: nil)
    meaning.hidden = hidden(in: parts)
    literals[whole] = meaning
    return meaning
  }

  private func hidden(in parts: [String]) -> Hidden? {
    for part in parts {
      let roles = lexicon.entry(for: EnglishStem.keys(part))?.roles ?? []
      if roles.contains(.blocked) { return Hidden(text: part, kind: .block) }
      if !roles.isDisjoint(with: [.failure, .trouble]) {
        return Hidden(text: part, kind: .failure)
      }
    }
    return nil
  }
}

/// By what rules a word is read.
enum Script: Equatable {
  case number
  case latin
  case cyrillic
  case hangul
  /// A known word of a text without blanks.
  case unspaced
  /// Chinese characters or Katakana that are no known word.
  case characters
}
