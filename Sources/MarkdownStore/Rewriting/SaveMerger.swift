import Host
import QueueDocument
import QueueModel
import TableMerge

/// Merges external saves into the queue, one after the other.
struct SaveMerger {
  /// The queue with the saves that were merged so far.
  private(set) var queue: QueueVersion
  private(set) var edits: [ExternalEdit] = []
  private let finder: MergeBaseFinder<SystemError>

  /// Merges saves into the last recorded version.
  ///
  /// - Parameters:
  ///   - queue: that version.
  ///   - saves: in any order.
  ///   - present: the file at the queue's path; the other saves are displaced ones.
  ///   - history: the versions that `saves` may have been edited from.
  ///   - head: what git had checked out when the last entry was made.
  init(
    _ queue: QueueVersion, merging saves: [QueueFile], at present: FileIdentity,
    _ history: VersionHistory, head: String?
  ) throws(SystemError) {
    self.queue = queue
    finder = MergeBaseFinder(history, head: head)
    for save in saves.sorted(by: { $0.identity.modified < $1.identity.modified }) {
      try merge(save, isAtPath: save.identity == present)
    }
  }

  /// Merges the next save. One without a base changes nothing, but is recorded as a version.
  ///
  /// - Parameter isAtPath: whether it is the file at the queue's path, and not a displaced one.
  private mutating func merge(_ file: QueueFile, isAtPath: Bool) throws(SystemError) {
    guard let save = try? file.document.get(), let present = try? queue.document.get() else {
      return
    }
    var edit = ExternalEdit(file: file)
    defer { edits.append(edit) }
    guard let base = try finder.base(of: save, in: file.identity.fileID, isAtPath: isAtPath),
      let baseDocument = base.version.document
    else { return }
    // A merge of branches may have given rows other ids.
    let merged = QueueDocument.merge(
      base: save.renaming(baseDocument), save: save, queue: save.renaming(present))
    let result = QueueVersion(merged.bytes)
    guard let document = try? result.document.get() else { return }
    queue = result
    edit.mergeBase = base.version.sequence
    edit.merges = merged.rows
    if let before = base.nearestIfOther?.document {
      // The base is an earlier save. What this one reverts of it may be intended, or its author
      // had not loaded that save.
      edit.merges.add(save.revertedRows(of: baseDocument, before: before))
    }
    // Of rows that share an id it is unknown which became which.
    let ambiguous = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    edit.changes = document.changes(since: present).filter { !ambiguous.contains($0.id) }
  }
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
