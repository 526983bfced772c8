import Prose

/// What a criterion, or one clause of it, asks for.
struct Requirement {
  let clause: Clause
  /// The places of the words that a statement has to have.
  private(set) var essential: [Int]
  /// For each of them the keys by which a clause with it is found.
  private(set) var keys: [[Int]]
  /// By place the keys of the word written as one with a neighbour.
  let pairs: [Int: [Int]]
  /// What is to be done, where that is a word any such deed satisfies: 추가, add.
  private(set) var deed: Deed?
  /// What that word means.
  let deedConcept: String?
  /// The limit that a result has to keep, `under 200 ms`.
  let limit: Limit?
  /// Whether it asks for a result: tests pass, it builds.
  let isOutcome: Bool
  /// Whether it asks for all of something, or a number of things.
  let asksForAll: Bool
  /// Whether it repeats the start of a task.
  private(set) var isSubject = false
  /// How many it asks for.
  let count: Double?

  init(_ clause: Clause, words reader: WordReader) {
    self.clause = clause
    let words = clause.words
    let content = words.indices.filter {
      (words[$0].isContent || words[$0].number != nil) && !words[$0].isObligation
    }
    let deedPlace = Self.deedPlace(words, content)
    let countPlace = Self.countPlace(words)
    deed = deedPlace.flatMap { Deed(words[$0]) }
    deedConcept = deedPlace.flatMap { words[$0].concept }
    limit = Limit(of: words)
    count = countPlace.flatMap { words[$0].number }
    asksForAll = countPlace != nil || clause.has(.all)
    isOutcome = limit != nil || Self.asksForResult(clause, deed)
    let optional = Set([deedPlace, countPlace].compactMap { $0 }).union(limit?.places ?? [])
    let (limit, isFix) = (limit, deed == .fix && content.count > 2)
    essential = Self.oneOfEach(
      content.filter {
        !optional.contains($0) && Self.isEssential(words, $0, hasLimit: limit != nil, isFix: isFix)
      }, of: words)
    let pairs = Self.pairs(of: essential, in: words, reader)
    self.pairs = pairs
    keys = essential.map {
      words[$0].meaning.keys + words[$0].meaning.pairs + (pairs[$0] ?? [])
    }
  }

  /// What is longer than any sentence repeats itself; each word is looked for once.
  private static func oneOfEach(_ places: [Int], of words: [Word]) -> [Int] {
    guard places.count > 60 else { return places }
    var seen: Set<[Int]> = []
    return places.filter { seen.insert(words[$0].meaning.keys).inserted }
  }

  /// The same as a part of a task, whose words a sentence may have in several clauses.
  ///
  /// - Parameter things: of a phase of a task, what anything may be reported about.
  func ofSubject(_ things: [Int]?) -> Requirement {
    var requirement = self
    requirement.isSubject = true
    guard let things else { return requirement }
    requirement.keys = zip(essential, keys).filter { things.contains($0.0) }.map(\.1)
    requirement.essential = things
    requirement.deed = .any
    return requirement
  }

  /// Tests pass, it builds, no warnings.
  private static func asksForResult(_ clause: Clause, _ deed: Deed?) -> Bool {
    let states = clause.words.contains {
      !$0.roles.isDisjoint(with: [.pass, .works]) && !isBareDeed($0)
    }
    if states && deed == nil || !clause.absent.isEmpty { return true }
    return clause.has(.check) && clause.words.contains { $0.text == "builds" }
  }

  /// 이력 저장: what is to be done, and not that it works.
  private static func isBareDeed(_ word: Word) -> Bool {
    word.isHangul && word.concept == "save" && !word.isVerbForm
  }

  /// The first content word, as in English, or the last one, as in Korean.
  private static func deedPlace(_ words: [Word], _ content: [Int]) -> Int? {
    guard let first = content.first, let last = content.last else { return nil }
    if Deed(words[last]) != nil, !words[last].isLatin, !words[last].isCyrillic { return last }
    if Deed(words[first]) != nil, content.count > 1 || Deed(words[first]) == .make {
      return words[first].isHangul ? nil : first
    }
    if words[last].isUnspaced || words[first].isUnspaced {
      return content.first { words[$0].isUnspaced && words[$0].concept == "make" }
    }
    guard words[last].isLatin || words[last].isCyrillic else { return nil }
    // `redirect fixed`, and not `a denied badge`.
    return content.first { place in
      Deed(words[place]) != nil && words[place].isPast
        && !(place + 1 < words.count && words[place + 1].isContent
          && words[place + 1].gap == .blank)
    }
  }

  /// `12 help pages`, 화면 5개: how many things, and not a value.
  private static func countPlace(_ words: [Word]) -> Int? {
    words.indices.first { place in
      guard words[place].number != nil, place + 1 < words.count else { return false }
      let next = words[place + 1]
      if next.roles.contains(.unit) || next.gap.isStrong { return false }
      if next.roles.contains(.counter) { return true }
      guard next.isLatin, next.gap == .blank, !next.roles.contains(.function) else { return false }
      return words[(place + 1)...].prefix(3).contains { $0.text.hasSuffix("s") && $0.isContent }
    }
  }
}
