import Host
import QueueDocument
import QueueModel
import TableMerge

/// The queue as it was found: the file at its path, and what that means after the journal's last
/// entry. Commands plan on it, and readers show it.
///
/// Source: `docs/queue-file.md`, "What changed outside".
struct FoundVersion {
  enum Meaning {
    /// There is no external edit: the file is as the last entry left it, or the first one, or was
    /// changed and is no queue, which stays as it is.
    case noEdit
    /// The file came with another branch, and replaces the queue.
    case otherBranch
    /// The file is a save, and the versions from which it may have been edited are gone.
    case unknown
    /// The save that a swap displaced is no queue, and goes back to the path as it was saved. The
    /// recorded version stays what it was before.
    case malformed
    /// External edits were found, and merged.
    case merged
  }

  /// The file at the queue's path.
  let file: QueueFile
  private(set) var meaning = Meaning.noEdit
  /// The version that the journal's last entry recorded; `nil` where there is no such entry, and for
  /// a changed file that is not merged: one that came with another branch or is no queue, or beside
  /// which a save is none, or whose earlier versions are gone.
  private(set) var last: QueueVersion?
  /// The external edits since then, oldest first.
  private(set) var externalEdits: [ExternalEdit] = []
  /// What has to be written to the path: the merge of all of them, or the save that is no queue, as
  /// it was saved. `nil` where the file there already has those bytes; `findQueue` sets it all the
  /// same where they have to be written again, with the attributes of the displaced save.
  var merged: QueueVersion?

  /// What a command is planned on.
  var queue: QueueVersion { merged ?? file.version }
  /// Whether the last external edit is the file at the path, and is the queue without a merge.
  var endsAtPath: Bool { merged == nil && externalEdits.last?.file.identity == file.identity }

  /// A file without external edits.
  init(_ file: QueueFile, last: QueueVersion?) { (self.file, self.last) = (file, last) }

  /// Finds out what a file means, and merges the saves.
  ///
  /// - Parameters:
  ///   - file: the one at the queue's path.
  ///   - displaced: the saves in files that swaps displaced, in any order.
  ///   - entry: the journal's last entry.
  ///   - history: the versions from which saves may have been edited; `nil` where they are gone.
  ///   - head: what git has checked out.
  init(
    _ file: QueueFile, _ displaced: [QueueFile] = [], after entry: JournalEntry.Parsed,
    _ history: VersionHistory?, head: String?
  ) throws(SystemError) {
    // A copy has the same bytes and another identity.
    let isOwn = entry.identity == file.identity || history?.last.isSame(as: file.version) ?? false
    self.init(file, last: isOwn ? file.version : nil)
    let saves = isOwn ? displaced : displaced + [file]
    if saves.isEmpty || file.version.document == nil { return }
    if !isOwn, entry.head != head {
      take(file, .otherBranch)
    } else if let malformed = saves.first(where: { $0.version.document == nil }) {
      take(malformed, .malformed)
      merged = malformed.version
    } else if let history {
      try merge(saves, history, head: entry.head)
    } else if !isOwn {
      take(file, .unknown)
    }
  }

  private mutating func take(_ file: QueueFile, _ meaning: Meaning) {
    externalEdits = [ExternalEdit(file: file)]
    self.meaning = meaning
  }

  // MARK: Merge

  private mutating func merge(
    _ saves: [QueueFile], _ history: VersionHistory, head: String?
  ) throws(SystemError) {
    meaning = .merged
    let finder = MergeBaseFinder(history, head: head)
    var queue = last ?? history.last
    last = queue
    for save in saves.sorted(by: { $0.identity.modified < $1.identity.modified }) {
      try merge(save, into: &queue, finder)
    }
    merged = queue.isSame(as: file.version) ? nil : queue
  }

  /// Merges the next save. One without a base changes nothing, but is recorded as a version.
  private mutating func merge(
    _ file: QueueFile, into queue: inout QueueVersion, _ finder: MergeBaseFinder
  ) throws(SystemError) {
    guard let save = file.version.document, let present = queue.document else { return }
    var edit = ExternalEdit(file: file)
    defer { externalEdits.append(edit) }
    let isAtPath = file.identity == self.file.identity
    guard let base = try finder.base(of: save, in: file.identity, isAtPath: isAtPath),
      let baseDocument = base.version.document
    else { return }
    // A merge of branches may have given rows other ids.
    let merged = QueueDocument.merge(
      base: save.renaming(baseDocument), save: save, queue: save.renaming(present))
    guard let document = merged.version.document else { return }
    queue = merged.version
    edit.mergeBase = base.sequence
    edit.merges = merged.rows
    if let before = base.nearestIfOther?.version.document {
      // The base is an earlier save. What this one reverts of it may be intended, or its author
      // had not loaded that save.
      edit.merges.add(save.revertedRows(of: baseDocument, before: before))
    }
    // Of rows that share an id it is unknown which became which.
    let ambiguous = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    edit.changes = document.changes(since: present).filter { !ambiguous.contains($0.id) }
  }
}

/// A save by another program, and what its merge did.
struct ExternalEdit {
  let file: QueueFile
  /// The entry of the version that the save was edited from; `nil` where that is unknown, or
  /// another branch was checked out: then the save replaces the queue without a merge.
  var mergeBase: Int?
  /// What the save changed in the queue.
  var changes: [RowChange] = []
  /// Conflicts, and cells and rows that the merge put back.
  var merges: [RowMerge] = []
}

extension [RowMerge] {
  /// Adds the merges of other rows, and further lost cells of the same rows.
  fileprivate mutating func add(_ merges: [RowMerge]) {
    for merge in merges {
      if let index = firstIndex(where: { $0.id == merge.id && merge.fate == .merged }) {
        self[index].lost += merge.lost
      } else {
        append(merge)
      }
    }
  }
}
