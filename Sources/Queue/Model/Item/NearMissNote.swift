/// A segment of the notes that was meant as control but that no rule reads: `approval=yes`,
/// `after=A B`, `Approval=start`. Source: `docs/storage.md`, "Notes".
public struct NearMissNote: Equatable, Sendable {
  /// The segment as written.
  public let segment: String
  /// The correct form of what was meant: `after=A,B`, `approval=start or approval=done`.
  public let form: String
  /// Whether the row waits until the segment is corrected, because its presumed meaning decides
  /// whether the row may start.
  public let holds: Bool
  /// The presumed values of the fields that hold the row back; empty if one of them is not clear.
  public let texts: [EditableField: String]

  public init(
    segment: String, form: String, holds: Bool, texts: [EditableField: String] = [:]
  ) {
    (self.segment, self.form, self.holds, self.texts) = (segment, form, holds, texts)
  }
}

extension QueueItem {
  /// The first segment of the notes that holds the row back; `nil` if there is none.
  func nearMiss(_ policy: Policy, isRow: (String) -> Bool) -> NearMissNote? {
    unreadableStart ?? notes.nearMisses(policy.controlKeys, isRow: isRow).first(where: \.holds)
  }

  /// Looks up the other rows in `table`.
  func nearMiss(_ policy: Policy, in table: some QueueTable) -> NearMissNote? {
    nearMiss(policy) { Self.isRow($0, in: table) }
  }
}

extension QueueItem {
  /// Removes the near misses of these keys.
  mutating func dropNearMisses(
    of keys: Set<Notes.ControlKey>, _ policy: Policy, in table: some QueueTable
  ) {
    let isInNotes = after == notes.after
    notes.dropNearMisses(of: keys, policy.controlKeys) { Self.isRow($0, in: table) }
    if isInNotes { after = notes.after }
  }

  /// The keys of near misses that hold the row back.
  func keysOfNearMisses(
    _ policy: Policy, in table: some QueueTable
  ) -> Set<Notes.ControlKey> {
    notes.keysOfNearMisses(policy.controlKeys) { Self.isRow($0, in: table) }
  }

  /// An id counts even if its row is malformed.
  private static func isRow(_ id: String, in table: some QueueTable) -> Bool {
    do { return try table.status(of: id) != nil } catch { return true }
  }
}

extension Notes {
  /// The segments that were meant as control but are not, in their order.
  ///
  /// - Parameters:
  ///   - keys: the keys that are control in the queue.
  ///   - isRow: whether a row has the id.
  package func nearMisses(_ keys: ControlKeys, isRow: (String) -> Bool) -> [NearMissNote] {
    guard mayHaveNearMiss else { return [] }
    return Notes.segments(of: text).compactMap { segment in
      GeneratedNote.isGenerated(segment) ? nil : Notes.nearMiss(segment, keys, isRow: isRow)
    }
  }

  static func nearMiss(
    _ segment: String, _ keys: ControlKeys, isRow: (String) -> Bool
  ) -> NearMissNote? {
    guard let parts = typedParts(of: segment, keys, isRow) else { return nil }
    let held = parts.filter(\.holds).map { part in
      part.key.flatMap { EditableField(rawValue: $0.rawValue) }.flatMap { field in
        part.value.map { (field, $0) }
      }
    }
    let texts = held.compactMap(\.self)
    return NearMissNote(
      segment: segment,
      form: parts.flatMap { [$0.form ?? $0.text, $0.rest] }.filter { !$0.isEmpty }
        .joined(separator: " / "),
      holds: !held.isEmpty,
      texts: texts.count == held.count ? Dictionary(texts) { $1 } : [:])
  }

  /// The keys of near misses that hold the row back.
  func keysOfNearMisses(_ keys: ControlKeys, isRow: (String) -> Bool) -> Set<ControlKey> {
    guard mayHaveNearMiss else { return [] }
    return Set(
      segments.flatMap { segment in
        GeneratedNote.isGenerated(segment)
          ? [] : Notes.typedParts(of: segment, keys, isRow)?.filter(\.holds) ?? []
      }.compactMap(\.key))
  }

  /// Removes the near misses of these keys. The rest of each segment stays; each remaining part
  /// becomes a separate segment.
  mutating func dropNearMisses(
    of dropped: Set<ControlKey>, _ keys: ControlKeys, isRow: (String) -> Bool
  ) {
    guard mayHaveNearMiss else { return }
    replaceSegments { segment in
      guard !GeneratedNote.isGenerated(segment),
        let parts = Notes.typedParts(of: segment, keys, isRow)
      else { return segment }
      func isDropped(_ part: TypedPart) -> Bool {
        part.form != nil && part.key.map(dropped.contains) ?? false
      }
      guard parts.contains(where: isDropped) else { return segment }
      return parts.map { isDropped($0) ? $0.rest : $0.text }.filter { !$0.isEmpty }
        .joined(separator: " / ")
    }
  }

  /// The parts of a segment that was meant as control but that no rule reads; `nil` for any other
  /// segment.
  private static func typedParts(
    of segment: String, _ keys: ControlKeys, _ isRow: (String) -> Bool
  ) -> [TypedPart]? {
    if isValid(segment, keys) { return nil }
    let mark = UInt8(ascii: "`")
    let isQuotation = segment.utf8.first == mark && segment.utf8.last == mark
    let typed = CellText.folded(segment)
    var (parts, isFound): ([TypedPart], Bool) = ([], false)
    // Between unusual blanks or full-width signs the segment may contain several segments.
    for text in isQuotation ? [typed] : segments(of: typed) {
      let found = TypedPart.all(in: text, keys, isRow)
      if found.allSatisfy({ $0.form != nil }) || found.contains(where: \.holds) { isFound = true }
      parts += found
    }
    return isFound ? parts : nil
  }

  /// Whether a rule reads the segment with this value.
  private static func isValid(_ segment: String, _ keys: ControlKeys) -> Bool {
    guard let (key, value) = control(segment, keys) else { return false }
    // `after=A, approval=start` has the form of a single value.
    if value.contains("="), key.isTyped, key != .idempotencyKey,
      TypedControl.starts(in: segment, keys).count > 1
    {
      return false
    }
    return key != .retryNotBefore || Int(value) != nil
  }
}

/// A part of a segment: something meant as control, or prose beside it.
private struct TypedPart {
  /// The part as written.
  let text: String
  /// `nil` if the part does not begin with a key of the queue.
  let key: Notes.ControlKey?
  /// The correct form; `nil` for prose.
  let form: String?
  /// The value to which a command sets the field; `nil` if it is not clear.
  let value: String?
  /// The words after the value, which are prose.
  let rest: String
  /// Whether the part decides when, or by whom, the row may be started.
  let holds: Bool

  init(_ text: Substring, _ control: TypedControl?, isAlone: Bool, _ isRow: (String) -> Bool) {
    let meant = control?.meant(isAlone: isAlone, isRow)
    self.text = String(text)
    key = control?.key
    (form, value) = (meant?.form, meant?.value)
    rest = meant?.rest.joined(separator: " ") ?? ""
    holds = meant != nil && control?.holds(isRow) ?? false
  }

  /// The parts of a segment, each of which begins with a key. Words such as `owner=ann`, which is
  /// not a key, may come first. A segment that begins otherwise is one part of prose.
  static func all(
    in segment: String, _ keys: Notes.ControlKeys, _ isRow: (String) -> Bool
  ) -> [TypedPart] {
    let starts = TypedControl.starts(in: segment, keys)
    let ends = starts.dropFirst() + [segment.endIndex]
    let parts = zip(starts, ends).map { start, end in
      var text = segment[start..<end]
      // The separator before the next part.
      while end < segment.endIndex, let last = text.last, " /;,".contains(last) {
        text.removeLast()
      }
      return (text: text, control: TypedControl(text, keys))
    }
    let isProse =
      parts[0].control == nil
      && !parts[0].text.split(separator: " ").allSatisfy(TypedControl.hasForm)
    if isProse { return [TypedPart(segment[...], nil, isAlone: true, isRow)] }
    return parts.map { TypedPart($0.text, $0.control, isAlone: parts.count == 1, isRow) }
  }
}

/// A part of a segment that has the form of control: a key, `=` or `:`, and a value.
private struct TypedControl {
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
