import Host
import QueueModel

/// The versions of the file that the journal can tell, oldest first: what each command left,
/// and what was saved between.
struct VersionHistory {
  /// One of them.
  struct Version {
    let sequence: Int
    /// The entry that left it; `nil` for the first, whose entry may have gone.
    let entry: JournalEntry.Parsed?
    let bytes: [UInt8]
  }

  private let kept: KeptVersions
  private let base: Version
  /// What followed.
  let entries: ArraySlice<JournalEntry.Parsed>
  /// What orch left last.
  let last: Version

  /// - Returns: `nil` where they are not known up to the last entry: the journal, or the
  ///   versions beside it, were removed, or an older orch wrote the last entry.
  init?(_ journal: borrowing Journal, _ kept: KeptVersions) throws(SystemError) {
    self.kept = kept
    let entries = try journal.entries()
    guard let start = try Self.start(of: entries, kept) else { return nil }
    (base, self.entries) = start
    guard let last = try Self.replay(base, self.entries, kept, { _ in true }) else { return nil }
    self.last = last
  }

  /// The number of the oldest of them.
  var first: Int { base.sequence }

  /// Calls `visit` with each version, oldest first, until it returns `false`.
  func visit(_ visit: (Version) -> Bool) throws(SystemError) {
    _ = try Self.replay(base, entries, kept, visit)
  }

  /// The version that entry `sequence` left.
  func version(_ sequence: Int) throws(SystemError) -> Version? {
    var found: Version?
    try visit {
      if $0.sequence == sequence { found = $0 }
      return $0.sequence < sequence
    }
    return found
  }

  /// The oldest version from which all that followed is known, and the entries behind it.
  private static func start(
    of entries: [JournalEntry.Parsed], _ kept: KeptVersions
  ) throws(SystemError) -> (Version, ArraySlice<JournalEntry.Parsed>)? {
    let told = entries.lastIndex { $0.version == nil }
    if told == nil, let first = entries.first,
      let bytes = try kept.bytes(of: first.sequence - 1)
    {
      return (Version(sequence: first.sequence - 1, entry: nil, bytes: bytes), entries[...])
    }
    for index in entries.indices[(told ?? 0)...]
    where entries[index].version == nil || entries[index].version == .kept {
      let entry = entries[index]
      guard let bytes = try kept.bytes(of: entry.sequence) else { continue }
      return (
        Version(sequence: entry.sequence, entry: entry, bytes: bytes), entries[(index + 1)...]
      )
    }
    return nil
  }

  /// - Returns: the last version that was visited; `nil` where one does not follow from the
  ///   one before it.
  private static func replay(
    _ base: Version, _ entries: ArraySlice<JournalEntry.Parsed>, _ kept: KeptVersions,
    _ visit: (Version) -> Bool
  ) throws(SystemError) -> Version? {
    guard visit(base) else { return base }
    var (sequence, bytes) = (base.sequence, base.bytes)
    var last = base.entry
    // A rewrite in place has a second line, which says that it ended.
    for entry in entries where entry.sequence > sequence {
      switch entry.version {
      case .patch(let patch)?: guard patch.apply(to: &bytes) else { return nil }
      case .kept?:
        guard let kept = try kept.bytes(of: entry.sequence) else { return nil }
        bytes = kept
      case .unchanged?: break
      case nil: return nil
      }
      let isOther = entry.inPlace != nil || entry.version == .unchanged
      guard isOther || bytes.count == entry.left.identity.size else { return nil }
      (sequence, last) = (entry.sequence, entry)
      guard visit(Version(sequence: sequence, entry: entry, bytes: bytes)) else { break }
    }
    return Version(sequence: sequence, entry: last, bytes: bytes)
  }
}
