// The approvals of a row. `approval=start` stays in the notes; whether the work may begin depends
// on the digest in `approved (ann@host, 2026-01-31 18:00, 3f2a9c81d0e49b7715c06a2de8f4b139)`. The
// digests of 1.0 have 12 digits.

extension QueueItem {
  /// When a person must approve the row next; `nil` if never, or not after its start was approved.
  public internal(set) var approval: Approval? {
    get {
      let approval = noteOfApproval
      return approval == .start && !approvedDigests.isEmpty ? approvalAfterStart : approval
    }
    set {
      // A person must decide again, even if something was approved before.
      if newValue == .start { notes.removeApprovals() }
      if newValue != noteOfApproval { notes.set(.approval, newValue?.rawValue) }
    }
  }

  /// The last value in the notes, which stays after the start was approved.
  var noteOfApproval: Approval? { notes.value(of: .approval).flatMap(Approval.init) }

  /// The values in the notes. There are two if the start of a row with `approval=done` was held.
  var notesOfApproval: [String] {
    if noteOfApproval == nil { return [] }
    return notes.segments.compactMap { Notes.control($0, .all) }
      .filter { $0.key == .approval }.map(\.value)
  }

  /// The approval that the row needs after that of its start.
  var approvalAfterStart: Approval? {
    notesOfApproval.contains(Approval.done.rawValue) ? .done : nil
  }

  /// Whether the work may begin only with a person's approval, given or not.
  public var asksForStart: Bool { noteOfApproval == .start }

  /// The digests of the approved contents, the last one last.
  public var approvedDigests: [String] {
    notes.hasApprovals ? notes.segments.compactMap { Notes.digest(ofApproval: $0, .approved) } : []
  }

  /// The digest of the content that was approved last and has changed since; `nil` if there is
  /// none.
  public var withdrawnDigest: String? {
    guard notes.hasApprovals else { return nil }
    return notes.segments.compactMap { Notes.digest(ofApproval: $0, .withdrawn) }.last
  }

  /// The digest of the content that was approved last, whether it has changed since or not.
  public var lastApprovedDigest: String? { approvedDigests.last ?? withdrawnDigest }

  /// Whether the current content of the row is approved.
  ///
  /// - Parameter table: has the rows for which the row waits.
  func isApproved(_ contents: ContentReader?, in table: some QueueTable) throws -> Bool {
    let digests = approvedDigests
    guard !digests.isEmpty, let contents else { return false }
    func isNamed(_ item: QueueItem) -> Bool {
      digests.contains { contents.isNamed(item, .start, $0) }
    }
    if isNamed(self) { return true }
    return try withFormerIDs(in: table).map(isNamed) ?? false
  }

  /// The row as it was before a merge of branches gave rows for which it waits other ids; `nil` if
  /// no merge did.
  package func withFormerIDs(in table: some QueueTable) throws -> QueueItem? {
    var former = self
    former.after = try after.map { id in
      // An unreadable row keeps its id.
      do { return try table.item(id)?.notes.formerIDs.last ?? id } catch is Refusal { return id }
    }
    return former.after == after ? nil : former
  }
}

extension Notes {
  enum ApprovalNote: String, CaseIterable {
    case approved = "approved ("
    /// The content has changed since the approval.
    case withdrawn = "approved earlier ("
    /// A person approved the content elsewhere, which git brought and which does not count here.
    case elsewhere = "approved elsewhere ("
  }

  /// Whether any segment may be the note of an approval.
  fileprivate var hasApprovals: Bool { Self.mayHaveApprovals(text) }

  static func mayHaveApprovals(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in
      let word = Array("approved ".utf8)
      return bytes.count > word.count
        && (0...(bytes.count - word.count)).contains { start in
          bytes[start] == word[0] && bytes[start..<(start + word.count)].elementsEqual(word)
        }
    } ?? true
  }

  /// The digest in the note of an approval; `nil` for another note, or if the note has no digest.
  static func digest(ofApproval segment: some StringProtocol, _ note: ApprovalNote) -> String? {
    guard segment.utf8.starts(with: note.rawValue.utf8) else { return nil }
    return [DecidedContent.digits, DecidedContent.olderDigits].lazy.compactMap { count in
      let end = Array(segment.utf8).suffix(count + 3)
      let digits = end.dropFirst(2).dropLast()
      guard end.starts(with: ", ".utf8), end.last == UInt8(ascii: ")"), digits.count == count,
        digits.allSatisfy("0123456789abcdef".utf8.contains)
      else { return nil }
      return String(decoding: digits, as: UTF8.self)
    }.first
  }

  /// The note of an approval that counts, without its digest; `nil` for another note.
  static func signature(ofApproval segment: String) -> Substring? {
    digest(ofApproval: segment, .approved).map { segment.dropLast($0.utf8.count + 1) }
  }

  /// Whether a segment is the note of an approval with a digest.
  static func isApproval(_ segment: some StringProtocol) -> Bool {
    ApprovalNote.allCases.contains { digest(ofApproval: segment, $0) != nil }
  }

  /// Appends the note of an approval.
  ///
  /// - Parameters:
  ///   - signature: who approved, and when: `(ann@host, 2026-01-31 18:00)`.
  ///   - digest: the digest of the approved content; `nil` if unknown.
  mutating func approve(_ signature: String, _ digest: String?) {
    guard let digest else {
      return append("\(ApprovalNote.approved.rawValue)\(signature.dropFirst())")
    }
    appendApproval(
      "\(ApprovalNote.approved.rawValue)\(signature.dropFirst().dropLast()), \(digest))")
  }

  /// Removes the notes of all approvals, before other content is to be approved.
  mutating func removeApprovals() { removeSegments { Self.isApproval($0) } }

  /// Marks the approvals as outdated, because the content has changed.
  mutating func withdrawApprovals() {
    replaceApprovals { $0.replacing(.approved, by: .withdrawn) }
  }

  /// The note of an approval that does not count here; any other segment unchanged.
  static func asApprovalElsewhere(_ segment: String) -> String {
    digest(ofApproval: segment, .approved) == nil
      ? segment : segment.replacing(.approved, by: .elsewhere)
  }

  /// Replaces the digest in an approval after a change of the content that does not end the
  /// approval.
  mutating func renewApproval(of digest: String, for other: String) {
    replaceApprovals { segment in
      guard Self.digest(ofApproval: segment, .approved) == digest else { return segment }
      return "\(segment.dropLast(digest.utf8.count + 1))\(other))"
    }
  }

  /// Each note keeps its position, because the last note says why a row stopped.
  private mutating func replaceApprovals(_ body: (String) -> String) {
    replaceSegments { Self.digest(ofApproval: $0, .approved) == nil ? $0 : body($0) }
  }
}

extension String {
  fileprivate func replacing(_ note: Notes.ApprovalNote, by other: Notes.ApprovalNote) -> String {
    other.rawValue + dropFirst(note.rawValue.utf8.count)
  }
}
