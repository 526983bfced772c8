import Host
import QueueDocument
import QueueModel
import TableMerge

/// The versions of the file that can be rebuilt from the journal, oldest first: those of commands
/// and of external edits.
package struct VersionHistory {
  private let files: VersionFiles
  private let base: VersionContent
  /// The entries after `base`.
  let entries: ArraySlice<JournalEntry.Parsed>
  /// The last recorded version.
  let last: VersionContent

  /// - Returns: `nil` where the last version cannot be rebuilt: the journal or the files of
  ///   versions were deleted, or an older release wrote the last entry.
  init?(_ journal: borrowing Journal, _ files: VersionFiles) throws(SystemError) {
    try self.init(journal.entries(), files)
  }

  /// - Parameter entries: all of the journal.
  init?(_ entries: [JournalEntry.Parsed], _ files: VersionFiles) throws(SystemError) {
    self.files = files
    let entries = entries.withoutBeginnings
    for sequence in try files.sequences() {
      guard let start = try Self.start(at: sequence, of: entries, files),
        let last = try Self.replay(start.base, start.entries, files, { _ in true })
      else { continue }
      (base, self.entries, self.last) = (start.base, start.entries, last)
      return
    }
    return nil
  }

  /// The entry of the oldest version.
  var first: Int { base.sequence }

  /// Calls `visit` with each version, oldest first, until it returns `false`.
  func visit(_ visit: (VersionContent) -> Bool) throws(SystemError) {
    _ = try Self.replay(base, entries, files, visit)
  }

  /// The version of entry `sequence`.
  func version(_ sequence: Int) throws(SystemError) -> VersionContent? {
    var found: VersionContent?
    try visit {
      if $0.sequence == sequence { found = $0 }
      return $0.sequence < sequence
    }
    return found
  }

  /// Whether these bytes in generation `sequence` are recorded: as the version that its swap
  /// displaced, or as an external edit that was merged then or later.
  func recordsBytes(_ bytes: [UInt8], ofGeneration sequence: Int) throws(SystemError) -> Bool {
    let index = entries.firstIndex { $0.sequence == sequence || $0.partOf == sequence }
    guard let index else { return false }
    let saves = entries[index...].filter { $0.header.command == HistoryEntry.externalCommand }
    let candidates = Set([entries[index].sequence - 1] + saves.map(\.sequence))
    var isKnown = false
    try visit { version in
      if candidates.contains(version.sequence) { isKnown = version.bytes == bytes }
      return !isKnown
    }
    return isKnown
  }

  /// A version that has a file, and the entries after it; `nil` where one of these records no
  /// version.
  private static func start(
    at sequence: Int, of entries: [JournalEntry.Parsed], _ files: VersionFiles
  ) throws(SystemError) -> (base: VersionContent, entries: ArraySlice<JournalEntry.Parsed>)? {
    let start = entries.firstIndex { $0.sequence > sequence } ?? entries.endIndex
    let entry = entries[..<start].last
    guard entry?.sequence == sequence || entries.first?.sequence == sequence + 1,
      entries[start...].allSatisfy({ $0.version != nil }),
      let bytes = try files.bytes(of: sequence)
    else { return nil }
    return (VersionContent(sequence: sequence, bytes: bytes), entries[start...])
  }

  /// - Returns: the last version that was visited; `nil` where a patch does not fit.
  private static func replay(
    _ base: VersionContent, _ entries: ArraySlice<JournalEntry.Parsed>, _ files: VersionFiles,
    _ visit: (VersionContent) -> Bool
  ) throws(SystemError) -> VersionContent? {
    guard visit(base) else { return base }
    var (sequence, bytes) = (base.sequence, base.bytes)
    for entry in entries {
      switch entry.version {
      case .patch(let patch)?: guard patch.apply(to: &bytes) else { return nil }
      case .file?:
        guard let whole = try files.bytes(of: entry.sequence) else { return nil }
        bytes = whole
      case .unchanged?: break
      case nil: return nil
      }
      // The file of a rewrite in place may have its old size, and a save that is no queue any.
      let hasOwnSize = entry.inPlace == nil && entry.version != .unchanged
      guard !hasOwnSize || bytes.count == entry.written.identity.size else { return nil }
      sequence = entry.sequence
      guard visit(VersionContent(sequence: sequence, bytes: bytes)) else { break }
    }
    return VersionContent(sequence: sequence, bytes: bytes)
  }
}

extension [JournalEntry.Parsed] {
  /// The entries without those of a rewrite in place that began, where another records its
  /// completion.
  fileprivate var withoutBeginnings: [JournalEntry.Parsed] {
    indices.filter { $0 == endIndex - 1 || self[$0].sequence != self[$0 + 1].sequence }
      .map { self[$0] }
  }
}

extension VersionContent {
  func isSame(as other: QueueVersion) -> Bool {
    other.bytes.withBytes { $0.elementsEqual(bytes) }
  }
}

// The journal's entries as input of the search for a merge base.

extension MergeBaseFinder<SystemError> {
  /// - Parameter head: what git had checked out when the last entry was made.
  init(_ history: VersionHistory, head: String?) {
    self.init(
      first: history.first, writes: history.entries.map(RecordedWrite.init), head: head,
      last: history.last, visit: history.visit)
  }
}

extension RecordedWrite {
  fileprivate init(_ entry: JournalEntry.Parsed) {
    self.init(
      sequence: entry.sequence,
      isExternalSave: entry.header.command == HistoryEntry.externalCommand,
      changes: entry.historyEntries, mergeBase: entry.mergeBase, head: entry.head,
      file: entry.written.identity.fileID, displacedFile: entry.displaced?.fileID)
  }
}

extension FileIdentity {
  var fileID: FileID { FileID(device: device, inode: inode) }
}
