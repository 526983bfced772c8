import Reports

/// The clauses of a report by the words in them.
struct Statements {
  /// Where a clause stands.
  struct Place: Hashable {
    let sentence: Int
    let clause: Int
  }

  let sentences: [Sentence]
  /// What the report should tell of changes and checks, and does not.
  let untold: [CompactReport.Section]
  /// All clauses, in the order of the report.
  private(set) var places: [Place] = []
  /// Paths that the report names under `Files:`.
  private(set) var files: [Word] = []
  /// By key the numbers of the clauses that have it, in rising order.
  private var postings: [[Int32]]

  /// - Parameters:
  ///   - sentences: of the report.
  ///   - keyCount: keys from there on are of no criterion, and need not be looked for.
  ///   - words: what gave the keys.
  ///   - untold: sections of the report that tell nothing.
  init(
    _ sentences: [Sentence], keyCount: Int, words: WordReader, untold: [CompactReport.Section] = []
  ) {
    self.sentences = sentences
    self.untold = untold
    postings = Array(repeating: [], count: keyCount)
    var seen: Set<String> = []
    for (index, sentence) in sentences.enumerated() {
      if sentence.context == .files {
        files += sentence.words.filter { $0.place == .literal }.prefix(200 - min(200, files.count))
      }
      // What is said twice is looked at once.
      let isNew = seen.insert("\(sentence.context.rawValue)\(sentence.text)").inserted
      for clause in sentence.clauses.indices {
        places.append(Place(sentence: index, clause: clause))
        if isNew { post(sentence.clauses[clause], words) }
      }
    }
  }

  private mutating func post(_ clause: Clause, _ words: WordReader) {
    let number = Int32(places.count - 1)
    for (index, word) in clause.words.enumerated() {
      for key in word.meaning.keys + word.meaning.pairs { post(key, number) }
      // `로그인 화면` is found by `로그인화면`.
      if index + 1 < clause.words.count, word.isHangul,
        let key = words.knownKey(word.text + clause.words[index + 1].text)
      {
        post(key, number)
      }
    }
  }

  private mutating func post(_ key: Int, _ number: Int32) {
    guard key < postings.count, postings[key].last != number else { return }
    postings[key].append(number)
  }

  func clause(at place: Place) -> Clause { sentences[place.sentence].clauses[place.clause] }

  func sentence(at place: Place) -> Sentence { sentences[place.sentence] }

  /// For each clause how many words it has, where each word is one of several keys.
  func hits(of words: [[Int]]) -> [Int] {
    var hits = [Int](repeating: 0, count: places.count)
    var last = [Int](repeating: -1, count: places.count)
    for (index, keys) in words.enumerated() {
      for key in keys where key < postings.count {
        for number in postings[key] where last[Int(number)] != index {
          last[Int(number)] = index
          hits[Int(number)] += 1
        }
      }
    }
    return hits
  }

  /// Whether a statement that can cover a criterion has a word with one of `keys`.
  func canCover(_ keys: [Int]) -> Bool {
    keys.contains { key in
      key < postings.count
        && postings[key].contains { sentence(at: places[Int($0)]).context.canCover }
    }
  }
}
