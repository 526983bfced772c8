/// A segment of the notes that was meant as control, and that no rule reads: `approval=yes`,
/// `after=A B`, `Approval=start`. Source: `docs/storage.md`, "Notes".
public struct NearMissNote: Equatable, Sendable {
  /// As it is written.
  public let segment: String
  /// What was meant, in the right form: `after=A,B`, `approval=start or approval=done`.
  public let form: String
  /// Whether the row waits until the segment is mended: what it may have meant decides whether the
  /// row may start.
  public let holds: Bool

  public init(segment: String, form: String, holds: Bool) {
    (self.segment, self.form, self.holds) = (segment, form, holds)
  }
}

extension QueueItem {
  /// The first segment of the notes that holds the row back; `nil` for none.
  func nearMiss(_ policy: Policy, isRow: (String) -> Bool) -> NearMissNote? {
    notes.nearMisses(policy.controlKeys, isRow: isRow).first(where: \.holds)
  }

  /// The same, where the other rows are those of a table.
  func nearMiss(_ policy: Policy, in table: some QueueTable) -> NearMissNote? {
    nearMiss(policy) { id in
      // A malformed row has the id, too.
      do { return try table.status(of: id) != nil } catch { return true }
    }
  }
}

extension Notes {
  /// The segments that were meant as control, in their order.
  ///
  /// - Parameters:
  ///   - keys: those that are control in the queue.
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
    if isValid(segment, keys) { return nil }
    var (forms, isFound, holds): ([String], Bool, Bool) = ([], false, false)
    let isQuotation = segment.hasPrefix("`") && segment.hasSuffix("`")
    let typed = CellText.folded(segment)
    // Between other blanks, or full-width signs, several may stand.
    for text in isQuotation ? [typed] : segments(of: typed) {
      if let found = form(of: text, keys, isRow) {
        (isFound, holds) = (true, holds || found.holds)
        forms.append(found.form)
      } else {
        forms.append(text)
      }
    }
    return isFound
      ? NearMissNote(segment: segment, form: forms.joined(separator: " / "), holds: holds) : nil
  }

  /// The right form of a segment that was meant as control, and whether it holds the row back; `nil`
  /// for prose.
  private static func form(
    of segment: String, _ keys: ControlKeys, _ isRow: (String) -> Bool
  ) -> (form: String, holds: Bool)? {
    guard let parts = TypedControl.all(in: segment, keys) else { return nil }
    var (forms, holds): ([String], Bool) = ([], false)
    for part in parts {
      guard let form = part.form(isRow) else { return nil }
      forms.append(form)
      holds = holds || part.holds(isRow)
    }
    return (forms.joined(separator: " / "), holds)
  }

  /// Whether a rule reads the segment, with its value.
  private static func isValid(_ segment: String, _ keys: ControlKeys) -> Bool {
    guard let (key, value) = control(segment, keys) else { return false }
    return key != .retryNotBefore || Int(value) != nil
  }
}

/// A part of a segment that has the form of control: a key, `=` or `:`, and a value.
private struct TypedControl {
  let key: Notes.ControlKey
  /// The words of the value.
  let words: [Substring]
  let hasColon: Bool
  /// Whether a blank stands behind the sign.
  let hasBlank: Bool

  /// The parts of a segment, which all of it is: one, or several with a blank for ` / `; `nil` for
  /// prose.
  static func all(in segment: String, _ keys: Notes.ControlKeys) -> [TypedControl]? {
    let words = segment.split(separator: " ")
    var starts = words.indices.dropFirst().filter {
      words[$0].contains("=") && TypedControl(words[$0], keys) != nil
    }
    starts.insert(0, at: 0)
    // A blank may stand in front of the sign of the first one alone.
    var parts: [TypedControl] = []
    for (place, start) in starts.enumerated() {
      let end = place + 1 < starts.count ? words[starts[place + 1]].startIndex : segment.endIndex
      guard let part = TypedControl(segment[words[start].startIndex..<end], keys) else {
        return nil
      }
      parts.append(part)
    }
    return parts
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
    // What only orch writes is prose with another value.
    let isControl = words.count == 1 && name == key.rawValue && !hasColon && key.allows(word)
    guard key.isTyped || isControl else { return nil }
  }

  /// The value without the punctuation of a sentence behind it.
  private var value: String {
    var last = words.joined(separator: " ")[...]
    while let mark = last.last, ".,;!".contains(mark) { last.removeLast() }
    return String(last)
  }

  private var ids: [String] { Dependencies.ids(in: value) }

  /// The right form; `nil` where the words are prose.
  func form(_ isRow: (String) -> Bool) -> String? {
    let name = key.rawValue
    let isWord = words.count == 1
    switch key {
    case .approval:
      let first = words[0].lowercased().filter(\.isLetter)
      if let approval = Approval(rawValue: first) { return approval.note }
      return isWord ? Approval.allCases.map(\.note).joined(separator: " or ") : nil
    case .onFailure:
      if let policy = FailurePolicy(rawValue: value.lowercased()) { return policy.note }
      return isWord ? FailurePolicy.allCases.map(\.note).joined(separator: " or ") : nil
    case .after:
      guard !ids.isEmpty, ids.allSatisfy(ItemID.isWellFormed), isWord || areIDs(isRow) else {
        return nil
      }
      return "\(name)=\(ids.joined(separator: ","))"
    case .retryNotBefore:
      if Int(value) != nil { return "\(name)=\(value)" }
      let isTime = words[0].first?.isNumber ?? false
      return isWord || isTime ? "\(name)=SECONDS, counted since 1970" : nil
    case .notBefore:
      let isTime = words[0].first?.isNumber ?? false
      let time = words.joined(separator: "T")
      if words.count < 3, QueueItem.time(inWord: time) != nil { return "\(name)=\(time)" }
      return isWord || isTime ? "\(name)=YYYY-MM-DDTHH:MM" : nil
    case .labels, .touches:
      // Behind a colon several words are a sentence.
      return isWord || !hasColon ? "\(name)=\(ids.joined(separator: ","))" : nil
    case .plan:
      guard isWord else { return nil }
      return PlanName.isWellFormed(value) ? "\(name)=\(value)" : "\(name)=NAME"
    case .maxAttempts: return Int(value).map { "\(name)=\($0)" }
    case .idempotencyKey, .worker, .timeout, .repository, .reviewAttempts,
      .attemptsAllowed, .failure, .awaits, .question, .was, .twin, .brief, .afterPlan, .branch,
      .merged,
      .pullRequest, .ci, .source, .imported:
      return isWord ? "\(name)=\(value)" : nil
    }
  }

  /// Whether it says that the row may not start yet, or by whom.
  func holds(_ isRow: (String) -> Bool) -> Bool {
    if hasColon, !hasBlank { return false }
    switch key {
    case .approval, .retryNotBefore, .notBefore, .worker: return true
    case .after: return areIDs(isRow)
    case .touches, .maxAttempts, .idempotencyKey, .reviewAttempts, .attemptsAllowed, .failure,
      .awaits, .question, .timeout, .repository, .labels, .was, .twin, .brief, .plan, .afterPlan,
      .onFailure,
      .branch, .merged, .pullRequest, .ci, .source, .imported:
      return false
    }
  }

  /// Whether each word is an id: that of a row, or one that no word of a sentence looks like.
  private func areIDs(_ isRow: (String) -> Bool) -> Bool {
    ids.allSatisfy { id in
      let looksLikeID = id.contains(where: \.isNumber) || !id.contains(where: \.isLowercase)
      return looksLikeID && ItemID.isWellFormed(id) || isRow(id)
    }
  }
}

extension Notes.ControlKey {
  /// The key that the writer of this meant: in any case, with `-` for `_`, or one letter off.
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
      // Of a short word, such as `pr`, one letter is too much.
      ?? keys.first { $0.1.count >= 5 && $0.1.isOneLetterOff(name) }
    guard let found else { return nil }
    self = found.0
  }

  /// Whether people write it: the others only orch does, and with other values they are prose.
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
  /// Whether a letter more, less or other, or two that changed places, make the other word of it.
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
