/// Brings the forms of a Russian word together: cuts the endings of nouns, adjectives, verbs
/// and passive participles, so that `добавить`, `добавлена` and `добавил` are one.
enum RussianStem {
  /// The word itself first, then its stem, then the stems before a sound changed:
  /// `сокращено` belongs to `сократить`.
  static func keys(_ word: String) -> [String] {
    let stem = stem(word)
    let changed = changes.filter { stem.hasSuffix($0.0) }.map {
      String(stem.dropLast($0.0.count)) + $0.1
    }
    return [word, stem] + changed + imperfective(word, stem)
  }

  /// `обрабатывать` belongs to `обработать`.
  private static func imperfective(_ word: String, _ stem: String) -> [String] {
    guard word.has("ыва") || word.has("ива"), let place = stem.lastIndex(of: "а") else {
      return []
    }
    return [stem[..<place] + "о" + stem[stem.index(after: place)...]]
  }

  private static let changes = [
    ("щ", "т"), ("щ", "ст"), ("жд", "д"), ("ж", "з"), ("ж", "д"), ("ш", "с"), ("ч", "т"),
    ("вес", "вед"),
  ]

  static func stem(_ word: String) -> String {
    var stem = String(word.map { $0 == "ё" ? "е" : $0 })
    for suffix in ["ся", "сь"] where stem.hasSuffix(suffix) && stem.count > 5 {
      stem.removeLast(2)
      break
    }
    for suffix in endings where stem.hasSuffix(suffix) && stem.count - suffix.count >= 3 {
      stem.removeLast(suffix.count)
      break
    }
    return settled(stem)
  }

  /// Longest first.
  private static let endings: [String] = """
    ированиями ированию ирования ирование ированием ированы ирована ировано ирован ировать ировал ировали
    ировала ировались ируется ируются ирует ируют ованиями ованию ования ование ованием ованы ована овано ован
    овать овали овала овал уется уются ует уют
    ениями ениях ением ению ения ение ений ениям ленными ленного ленной ленные ленный ленная ленное
    ленную ленных ленным енными енного енной енные енный енная енное енную енных енным енном
    ены ена ено ен аниями ания ание ании анию анием аны ана ано ан анный анные анная
    ивать ывать ивает ывает ивают ывают ивали ывали ивался ывался ывается ивается ывал ивал
    ться иться аться еться ить ать еть ять уть нуть ыть оть ти
    ила ыла ила ило или ыло ыли ил ал ала ало али ел ела ело ели ял яла яли
    ает ают яет яют ит ят ет ут ют ишь ешь им ем аем уем
    ости остью ость ами ями ыми ими ого его ому ему ией иях иям ах ях ом ем ой ей ый ий ая яя ое ее ые ие
    ую юю ым им ых их ию ия ии ью ов ев ам ям ок ек а я о е ы и у ю ь й т
    """.split { $0 == " " || $0 == "\n" }.map(String.init).sorted { $0.count > $1.count }

  /// Without the л that follows a lip sound, without a fleeting vowel.
  private static func settled(_ stem: String) -> String {
    var letters = Array(stem)
    guard letters.count > 3, let last = letters.last else { return stem }
    let before = letters[letters.count - 2]
    if last == "л", "вбпмф".contains(before) { letters.removeLast() }
    if last == "к", !"аеиоуыэюя".contains(before) { letters.removeLast() }
    if last == "н", before == "е", letters.count > 5 { letters.removeLast(2) }
    return String(letters)
  }
}
