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
  /// The presumed values of the fields, or of those that hold the row back; empty if one of them is
  /// not clear.
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
    let holds = parts.contains(where: \.holds)
    let meant = parts.filter { holds ? $0.holds : $0.form != nil }.map { part in
      part.key.flatMap { EditableField(rawValue: $0.rawValue) }.flatMap { field in
        part.value.map { (field, $0) }
      }
    }
    let texts = meant.compactMap(\.self)
    return NearMissNote(
      segment: segment,
      form: parts.flatMap { [$0.form ?? $0.text, $0.rest] }.filter { !$0.isEmpty }
        .joined(separator: " / "),
      holds: holds,
      texts: texts.count == meant.count ? Dictionary(texts) { $1 } : [:])
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
