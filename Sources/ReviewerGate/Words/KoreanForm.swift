/// What a Korean word is, without its particles and endings, and what those say.
struct KoreanForm {
  /// The word itself first, then its stems.
  private(set) var keys: [String]
  private(set) var roles: Roles = []
  private let scalars: [Unicode.Scalar]

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    keys = [String(scalars: scalars[...])]
    let verb = verbalNoun() ?? nativeVerb()
    if let verb { readEnding(scalars[verb...]) }
    if verb == nil || roles.isEmpty { stripParticle() }
    // 검색용 API, 건별 로그
    if let last = scalars.last, last == "용" || last == "별", scalars.count > 2 {
      add(scalars.dropLast())
    }
    readDenial()
  }

  var scalarsOfWord: [Unicode.Scalar] { scalars }

  mutating func insert(_ more: Roles) { roles.formUnion(more) }

  private mutating func add(_ key: ArraySlice<Unicode.Scalar>) {
    let key = String(scalars: key)
    if !key.isEmpty, !keys.contains(key) { keys.append(key) }
  }

  /// The noun before 하다, 되다, 시키다; gives where the ending begins.
  private mutating func verbalNoun() -> Int? {
    guard scalars.count > 2 else { return nil }
    for place in 2..<scalars.count where KoreanEndings.verbalizers.contains(scalars[place]) {
      let rest = scalars[(place + 1)...]
      if scalars[place] == "시", !rest.starts(with: ["키"]), !rest.starts(with: ["켰"]) { continue }
      guard rest.allSatisfy(KoreanEndings.syllables.contains) else { continue }
      // 내려받다 is a verb of its own.
      if scalars[place] == "받", KoreanVerbs.shared.stem(of: scalars[...])?.count == place + 1 {
        return nil
      }
      add(scalars[..<place])
      return place
    }
    return nil
  }

  private mutating func nativeVerb() -> Int? {
    if let stem = Korean.irregular[keys[0]] {
      keys.append(stem)
      return scalars.count - 1
    }
    guard let verb = KoreanVerbs.shared.stem(of: scalars[...]) else { return nil }
    guard scalars.count > 1 || verb.stem.unicodeScalars.count > 1 else { return nil }
    // A single syllable begins many a noun: the ending has to show that it is a verb.
    let isShort = verb.stem.unicodeScalars.count == 1
    if isShort, !Self.endsAsVerb(scalars) { return nil }
    if !keys.contains(verb.stem) { keys.append(verb.stem) }
    return verb.count - 1
  }

  private static func endsAsVerb(_ word: [Unicode.Scalar]) -> Bool {
    let text = String(scalars: word[...])
    let endings = [
      "다", "요", "고", "며", "지만", "아", "어", "도록", "는", "음", "면", "서", "은", "던", "게", "지", "며", "여",
      "기", "나", "데",
    ]
    return endings.contains { text.hasSuffix($0) }
      || (word.last.flatMap(Syllable.init)?.tail == Syllable.Tail.n)
  }

  private mutating func stripParticle() {
    for particle in KoreanEndings.particles where scalars.count > particle.count {
      guard scalars.suffix(particle.count).elementsEqual(particle) else { continue }
      add(scalars.dropLast(particle.count))
      readParticle(particle)
      // `들` of the plural, or one more particle.
      let rest = scalars.dropLast(particle.count)
      if rest.count > 2, rest.last == "들" { add(rest.dropLast()) }
      return
    }
  }

  private mutating func readParticle(_ particle: [Unicode.Scalar]) {
    if let last = particle.last, "은는이가".unicodeScalars.contains(last), particle.count == 1 {
      roles.insert(.subject)
    }
    if particle.contains("만"), !particle.starts(with: ["이", "지"]), !particle.starts(with: ["입"]) {
      roles.insert(.only)
    }
    if particle.elementsEqual(["이", "며"]) || particle.elementsEqual(["이", "고"]) {
      roles.insert(.connective)
    }
    if particle.starts(with: ["이", "지"]) { roles.formUnion([.connective, .contrast]) }
  }
}
