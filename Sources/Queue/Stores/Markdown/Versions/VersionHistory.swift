import Host
import Model
import Table

/// The versions of the file that can be rebuilt from the journal, the oldest first. They come from
/// commands and from external edits.
package final class VersionHistory {
  private let files: VersionFiles
  /// The numbers of the entries whose versions have files, in order, beginning with `first`.
  private let sequencesOfFiles: [Int]
  /// The number of the entry with the oldest version.
  let first: Int
  /// The entries after `first`.
  let entries: ArraySlice<JournalEntry.Parsed>
  let last: QueueVersion
  /// The version that was loaded last, and the index of the entry after it.
  private var loaded: (sequence: Int, version: QueueVersion, next: Int)?

  /// - Returns: `nil` if the last version can't be rebuilt. That is so if the journal or the files
  ///   of versions were deleted, or an older release wrote the last entry.
  convenience init?(_ journal: borrowing Journal, _ files: VersionFiles) throws(SystemError) {
    try self.init(journal.entries(), files)
  }

  /// - Parameter entries: all entries of the journal.
  init?(_ entries: [JournalEntry.Parsed], _ files: VersionFiles) throws(SystemError) {
    let entries = entries.withoutBeginnings
    let known = entries.lastIndex { !$0.hasVersion }.map { $0 + 1 } ?? 0
    let sequences = try files.sequences().filter { sequence in
      let start = entries.place(after: sequence)
      let isRecorded = start > 0 && entries[start - 1].sequence == sequence
      return start >= known && (isRecorded || entries.first?.sequence == sequence + 1)
    }
    // The newest file is tried first, because from it the fewest patches lead to the last version.
    for index in sequences.indices.reversed() {
      let start = entries.place(after: sequences[index])
      guard let bytes = try files.bytes(of: sequences[index]),
        let last = try entries[start...].applied(to: bytes, files)
      else { continue }
      (self.files, first) = (files, sequences[0])
      sequencesOfFiles = sequences
      self.entries = entries[entries.place(after: first)...]
      self.last = QueueVersion(QueueBytes(last))
      return
    }
    return nil
  }

  /// The version of entry `sequence`; `nil` if there is none, or a patch that leads to it does not
  /// fit. If versions are loaded one after the other, the oldest first, each takes only one patch.
  func version(_ sequence: Int) throws(SystemError) -> QueueVersion? {
    if sequence == entries.last?.sequence ?? first { return last }
    if let loaded, loaded.sequence == sequence { return loaded.version }
    let end = entries.place(after: sequence)
    guard sequence == first || end > entries.startIndex && entries[end - 1].sequence == sequence,
      let file = sequencesOfFiles.last(where: { $0 <= sequence })
    else { return nil }
    let (start, bytes): (Int, [UInt8]?)
    if let loaded, file <= loaded.sequence, loaded.sequence <= sequence {
      (start, bytes) = (loaded.next, loaded.version.bytes.array)
    } else {
      (start, bytes) = (entries.place(after: file), try files.bytes(of: file))
    }
    guard let bytes, let changed = try entries[start..<end].applied(to: bytes, files) else {
      return nil
    }
    let version = QueueVersion(QueueBytes(changed))
    loaded = (sequence, version, end)
    return version
  }

  /// As `version`, but a save that a full disk cut has its end, as in its merge.
  func wholeVersion(_ sequence: Int) throws(SystemError) -> QueueVersion? {
    guard let version = try version(sequence) else { return nil }
    // A journal may name any number.
    guard version.mayBeCut, let entry = entries.last(where: { $0.sequence == sequence }),
      let earlier = entry.mergeBase, earlier < sequence,
      let base = try wholeVersion(earlier)?.document
    else { return version }
    return version.withEnd(of: base) ?? version
  }

  /// Whether the journal has this version of generation `sequence`: as the version that the
  /// generation's swap displaced, or as an external edit that was merged then or later.
  func records(_ version: QueueVersion, ofGeneration sequence: Int) throws(SystemError) -> Bool {
    let index = entries.firstIndex { $0.sequence == sequence || $0.partOf == sequence }
    guard let index else { return false }
    let saves = entries[index...].filter { $0.command == HistoryEntry.externalCommand }
    for candidate in [entries[index].sequence - 1] + saves.map(\.sequence) {
      if try self.version(candidate)?.isSame(as: version) ?? false { return true }
    }
    return false
  }
}

extension ArraySlice<JournalEntry.Parsed> {
  /// The index of the first entry after entry `sequence`. The entries are in order.
  fileprivate func place(after sequence: Int) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Applies the patches of these entries to the version before them; `nil` if a patch does not
  /// fit.
  fileprivate func applied(
    to bytes: consuming [UInt8], _ files: VersionFiles
  ) throws(SystemError) -> [UInt8]? {
    for entry in self {
      let version = entry.version
      switch version {
      case .patch(let patch)?: guard patch.apply(to: &bytes) else { return nil }
      case .file?:
        guard let whole = try files.bytes(of: entry.sequence) else { return nil }
        bytes = whole
      case .unchanged?: break
      case nil: return nil
      }
      // The size is not checked in two cases: during a rewrite in place the file may still have its
      // old size, and a save that is not a queue may have any size.
      let hasOwnSize = entry.inPlace == nil && version != .unchanged
      guard !hasOwnSize || bytes.count == entry.identity.size else { return nil }
    }
    return bytes
  }
}

extension [JournalEntry.Parsed] {
  /// The entries, without those that begin a rewrite in place, if another entry records its
  /// completion.
  fileprivate var withoutBeginnings: [JournalEntry.Parsed] {
    indices.filter { $0 == endIndex - 1 || self[$0].sequence != self[$0 + 1].sequence }
      .map { self[$0] }
  }

  fileprivate func place(after sequence: Int) -> Int { self[...].place(after: sequence) }
}

// The journal's entries as input of the search for a merge base.

extension VersionHistory {
  /// Whether another branch than `branch` was checked out at one of the entries.
  func hasOtherBranches(than branch: String?) -> Bool { entries.contains { $0.branch != branch } }

  func has(_ version: QueueVersion) throws(SystemError) -> Bool {
    for sequence in [first] + entries.map(\.sequence) {
      if try self.version(sequence)?.hasLines(of: version) ?? false { return true }
    }
    return false
  }
}

extension MergeBaseFinder {
  /// - Parameters:
  ///   - history: the versions.
  ///   - branch: the branch that git had checked out when the last entry was made.
  ///   - isTracked: whether git tracks the file, so that a checkout replaces it. If not, the
  ///     versions do not belong to branches.
  init(_ history: VersionHistory, branch: String?, isTracked: Bool = true) {
    self.init(
      first: history.first,
      writes: history.entries.map { RecordedWrite($0, head: isTracked ? $0.branch : nil) },
      head: isTracked ? branch : nil, last: history.last, load: history.wholeVersion)
  }
}

extension RecordedWrite {
  fileprivate init(_ entry: JournalEntry.Parsed, head: String?) {
    self.init(
      sequence: entry.sequence,
      isExternalSave: entry.command == HistoryEntry.externalCommand,
      changes: entry.rows(), merges: entry.merges, mergeBase: entry.mergeBase, head: head,
      file: entry.identity, displacedFile: entry.displaced, keepsLines: entry.keepsLines)
  }
}
