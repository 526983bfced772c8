/// The clauses of a report by the words in them.
struct Statements {
  /// Where a clause stands.
  struct Place: Hashable {
    let sentence: Int
    let clause: Int
  }

  let sentences: [Sentence]
  private var postings: [Int: [Place]] = [:]
  /// Paths that the report names under `Files:`.
  private(set) var files: [Word] = []

  init(_ sentences: [Sentence]) {
    self.sentences = sentences
    var seen: Set<String> = []
    for (index, sentence) in sentences.enumerated() {
      if sentence.context == .files { files += sentence.words }
      // What is said twice is looked at once.
      guard seen.insert("\(sentence.context)\(sentence.text)").inserted else { continue }
      for clause in sentence.clauses.indices { post(Place(sentence: index, clause: clause)) }
    }
  }

  private mutating func post(_ place: Place) {
    for word in clause(at: place).words {
      for key in word.meaning.keys + word.meaning.pairs
      where postings[key]?.last != place { postings[key, default: []].append(place) }
    }
  }

  func clause(at place: Place) -> Clause { sentences[place.sentence].clauses[place.clause] }

  func sentence(at place: Place) -> Sentence { sentences[place.sentence] }

  /// Where a word of a criterion stands.
  func places(of word: Word) -> [Place] {
    var places: Set<Place> = []
    for key in word.meaning.keys + word.meaning.pairs { places.formUnion(postings[key] ?? []) }
    return Array(places)
  }
}
