import Host
import QueueDocument
import QueueModel
import TableMerge

/// Merges saves into the queue, one after the other.
struct SaveMerger {
  /// The queue with the saves that were taken.
  private(set) var queue: QueueVersion
  private(set) var saves: [ExternalEdit] = []
  private let finder: MergeBaseFinder<SystemError>

  init(_ queue: QueueVersion, finder: MergeBaseFinder<SystemError>) {
    self.queue = queue
    self.finder = finder
  }

  /// Merges the next one. A save without a base changes nothing, and is kept as a version.
  ///
  /// - Parameter isAtPath: whether it is the queue itself, and no file that was displaced.
  mutating func take(_ file: QueueFile, isAtPath: Bool) throws(SystemError) {
    guard let theirs = try? file.document.get(), let ours = try? queue.document.get() else {
      return
    }
    var save = ExternalEdit(file: file)
    guard let base = try finder.base(of: theirs, in: file.identity.fileID, isAtPath: isAtPath),
      let origin = base.version.document
    else {
      saves.append(save)
      return
    }
    let merged = QueueDocument.merge(origin: origin, theirs: theirs, ours: ours)
    let result = QueueVersion(merged.bytes)
    guard let document = try? result.document.get() else {
      saves.append(save)
      return
    }
    queue = result
    save.origin = base.version.sequence
    save.merges = merged.rows
    if let before = base.nearest?.document {
      // It may be the author's own doing, or somebody else who had not seen that save.
      save.merges.add(theirs.takenBack(of: origin, before: before))
    }
    // Of an id that stands in several rows nobody can tell which became which.
    let doubtful = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    save.changes = document.changes(since: ours)
      .filter { !doubtful.contains($0.id) }
    saves.append(save)
  }
}

extension [RowMerge] {
  /// Adds what is told of other rows, or more of the same.
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
