/// A part of a segment that has the form of control: a key, `=` or `:`, and a value.
struct TypedControl {
  let key: Notes.ControlKey
  let words: [Substring]
  let hasColon: Bool
  /// Whether a blank follows the sign.
  let hasBlank: Bool

  /// The beginnings of the parts of a segment: its start, and each key with `=` after a blank or
  /// after a sign that people write instead of ` / `.
  static func starts(in segment: String, _ keys: Notes.ControlKeys) -> [String.Index] {
    var starts = [segment.startIndex]
    var previous: Character = "x"
    for index in segment.indices {
      defer { previous = segment[index] }
      guard " /;,".contains(previous) else { continue }
      let word = segment[index...].prefix(longestWord).prefix { $0 != " " }
      if let control = TypedControl(word, keys), !control.hasColon { starts.append(index) }
    }
    return starts
  }

  /// Control that people write is never longer.
  private static let longestWord = 1024

  /// Whether a word is a name of two or more letters, `=` and a value.
  static func hasForm(_ word: Substring) -> Bool {
    let name = word.prefix { $0.isLetter || $0 == "_" || $0 == "-" }
    return name.count > 1 && word[name.endIndex...].first == "="
  }

  init?(_ text: Substring, _ keys: Notes.ControlKeys) {
    let name = text.prefix { $0.isLetter || $0 == "_" || $0 == "-" }
    let rest = text[name.endIndex...].drop { $0 == " " }
    guard let sign = rest.first, sign == "=" || sign == ":",
      let key = Notes.ControlKey(typed: String(name), isExact: sign == ":"), keys.contains(key)
    else { return nil }
    let value = rest.dropFirst()
    (self.key, hasColon) = (key, sign == ":")
    hasBlank = value.first == " "
    words = value.split(separator: " ")
    guard let word = words.first else { return nil }
    // With another value, a key that only orch writes is prose.
    let isControl = words.count == 1 && name == key.rawValue && !hasColon && key.allows(word)
    guard key.isTyped || isControl else { return nil }
  }

  /// The value without trailing punctuation.
  private var value: String { Self.value(of: words[...]) }

  private static func value(of words: ArraySlice<Substring>) -> String {
    var last = words.joined(separator: " ")[...]
    while let mark = last.last, ".,;!".contains(mark) { last.removeLast() }
    return String(last)
  }

  /// The presumed meaning: the correct form, the value to which a command sets the field, and the
  /// following words, which are prose.
  typealias Meant = (form: String, value: String?, rest: ArraySlice<Substring>)

  /// `nil` if the words are prose.
  ///
  /// - Parameters:
  ///   - isAlone: whether the segment has no other part.
  ///   - isRow: whether a row has the id.
  func meant(isAlone: Bool, _ isRow: (String) -> Bool) -> Meant? {
    let name = key.rawValue
    let isWord = words.count == 1
    func form(_ value: String) -> Meant { ("\(name)=\(value)", value, []) }
    switch key {
    case .approval:
      let first = words[0].lowercased().filter(\.isLetter)
      if let approval = Approval(rawValue: first) {
        return (approval.note, approval.rawValue, words.dropFirst())
      }
      let forms = Approval.allCases.map(\.note).joined(separator: " or ")
      return isWord || !hasColon ? (forms, nil, words.dropFirst()) : nil
    case .onFailure:
      if let policy = FailurePolicy(rawValue: value.lowercased()) { return form(policy.rawValue) }
      let forms = FailurePolicy.allCases.map(\.note).joined(separator: " or ")
      return isWord ? (forms, nil, []) : nil
    case .after:
      let named = isWord ? words[...] : words.prefix { Self.areIDs(Self.ids(of: $0), isRow) }
      let (ids, rest) = (Dependencies.ids(in: Self.value(of: named)), words[named.endIndex...])
      guard !ids.isEmpty, ids.allSatisfy(ItemID.isWellFormed),
        // `after=A is what I meant` is a sentence.
        rest.isEmpty || !isAlone || rest.first?.contains("=") ?? false
      else { return nil }
      let value = ids.joined(separator: ",")
      return ("\(name)=\(value)", value, rest)
    case .retryNotBefore:
      if isWord, Int(value) != nil { return form(value) }
      return isTime ? ("\(name)=SECONDS, counted since 1970", nil, wordsBehindTime) : nil
    case .notBefore:
      for count in [2, 1] where count <= words.count {
        let time = Self.value(of: words.prefix(count))
        guard let text = QueueItem.time(inWord: String(time.map { $0 == " " ? "T" : $0 })) else {
          continue
        }
        return (
          "\(name)=\(String(time.map { $0 == " " ? "T" : $0 }))", text, words.dropFirst(count)
        )
      }
      return isTime ? ("\(name)=YYYY-MM-DDTHH:MM", nil, wordsBehindTime) : nil
    case .labels, .touches:
      // After a colon, several words are a sentence.
      return isWord || !hasColon ? form(Dependencies.ids(in: value).joined(separator: ",")) : nil
    case .plan:
      guard isWord else { return nil }
      return PlanName.isWellFormed(value) ? form(value) : ("\(name)=NAME", nil, [])
    case .maxAttempts: return Int(value) == nil ? nil : form(value)
    case .idempotencyKey, .worker, .timeout, .repository, .reviewAttempts,
      .attemptsAllowed, .failure, .awaits, .question, .was, .twin, .brief, .afterPlan, .branch,
      .merged,
      .pullRequest, .ci, .source, .imported:
      return isWord ? form(value) : nil
    }
  }

  /// Whether the words may be a time. After a colon, several words must begin with a number, else
  /// they are a sentence.
  private var isTime: Bool {
    words.count == 1 || !hasColon || words[0].first?.isNumber ?? false
  }

  private var wordsBehindTime: ArraySlice<Substring> {
    words.dropFirst().drop { $0.first?.isNumber ?? false }
  }

  /// Whether the control decides when, or by whom, the row may be started.
  func holds(_ isRow: (String) -> Bool) -> Bool {
    if hasColon, !hasBlank { return false }
    switch key {
    case .approval, .retryNotBefore, .notBefore, .worker: return true
    case .after: return Self.areIDs(Self.ids(of: words[0]), isRow)
    case .touches, .maxAttempts, .idempotencyKey, .reviewAttempts, .attemptsAllowed, .failure,
      .awaits, .question, .timeout, .repository, .labels, .was, .twin, .brief, .plan, .afterPlan,
      .onFailure,
      .branch, .merged, .pullRequest, .ci, .source, .imported:
      return false
    }
  }

  private static func ids(of word: Substring) -> [String] {
    Dependencies.ids(in: value(of: [word]))
  }

  /// Whether each text is an id: the id of a row, or one that does not look like a word of a
  /// sentence.
  private static func areIDs(_ ids: [String], _ isRow: (String) -> Bool) -> Bool {
    ids.allSatisfy { id in
      let looksLikeID = id.contains(where: \.isNumber) || !id.contains(where: \.isLowercase)
      return ItemID.isWellFormed(id) && (looksLikeID || isRow(id))
    }
  }
}

extension Notes.ControlKey {
  /// The key that the writer meant: case is ignored, `-` counts as `_`, and one letter may be
  /// wrong.
  fileprivate init?(typed text: String, isExact: Bool) {
    if let key = Self(rawValue: text) {
      self = key
      return
    }
    if isExact { return nil }
    let name = text.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 }
    let keys = Self.allCases.map { ($0, Array($0.rawValue.unicodeScalars)) }
    let found =
      keys.first { $0.1 == name }
      // A short word, such as `pr`, would match too many others.
      ?? keys.first { $0.1.count >= 5 && $0.1.isOneLetterOff(name) }
    guard let found else { return nil }
    self = found.0
  }

  /// Whether people write the key. Only orch writes the other keys; with unexpected values they are
  /// prose.
  var isTyped: Bool {
    switch self {
    case .after, .touches, .maxAttempts, .idempotencyKey, .retryNotBefore, .notBefore, .worker,
      .timeout, .repository, .labels, .plan, .approval, .onFailure:
      true
    case .reviewAttempts, .attemptsAllowed, .failure, .awaits, .question, .was, .twin, .brief,
      .afterPlan, .branch, .merged, .pullRequest, .ci, .source, .imported:
      false
    }
  }
}

extension [Unicode.Scalar] {
  /// Whether one inserted, missing or different letter, or two exchanged letters, turn this word
  /// into the other.
  fileprivate func isOneLetterOff(_ other: [Unicode.Scalar]) -> Bool {
    guard abs(count - other.count) <= 1 else { return false }
    let start = zip(self, other).prefix { $0 == $1 }.count
    let (mine, theirs) = (dropFirst(start), other.dropFirst(start))
    if count != other.count {
      let (long, short) = count > other.count ? (mine, theirs) : (theirs, mine)
      return long.dropFirst().elementsEqual(short)
    }
    if mine.dropFirst().elementsEqual(theirs.dropFirst()) { return true }
    guard mine.count >= 2, theirs.count >= 2 else { return false }
    let swapped = [mine[mine.startIndex + 1], mine[mine.startIndex]]
    return theirs.prefix(2).elementsEqual(swapped)
      && mine.dropFirst(2).elementsEqual(theirs.dropFirst(2))
  }
}
