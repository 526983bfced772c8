package import QueueDocument
package import QueueModel

/// Finds the version that an external save was edited from: the base of its merge.
///
/// The base is the version nearest to the save. Of equally near versions it is the oldest, so that
/// no change by a command counts as undone; of those with the same bytes it is the newest. Where
/// an earlier save was edited from that version, its author goes on in the same editor: then the
/// base is that save, and so on from there.
///
/// Source: `docs/queue-file.md`, "What changed outside".
package struct MergeBaseFinder<Failure: Error> {
  /// Calls `body` with the content of each version, oldest first, until it returns `false`.
  package typealias Visit = (_ body: (VersionContent) -> Bool) throws(Failure) -> Void

  private let writes: [RecordedWrite]
  private let last: VersionContent
  private let visit: Visit
  private let commandTexts: CommandTexts
  private let drift: VersionDrift
  /// The versions that were at the queue's path while the present branch was checked out.
  private let versionsOfBranch: Set<Int>
  /// By the sequence of a merged save: the version that its author loaded, which has no later
  /// write. A save that was edited from such a save has the version of that one.
  private let lastLoaded: [Int: Int]

  /// - Parameters:
  ///   - first: the sequence of the oldest version that can be loaded.
  ///   - writes: those that followed it, oldest first.
  ///   - head: what git had checked out at the last one. A version of another branch, which a
  ///     checkout replaced, is no base.
  ///   - last: the content of the last version.
  ///   - visit: loads the content of all versions, the first included.
  package init(
    first: Int, writes: [RecordedWrite], head: String?, last: VersionContent,
    visit: @escaping Visit
  ) {
    self.writes = writes
    self.last = last
    self.visit = visit
    commandTexts = CommandTexts(writes)
    drift = VersionDrift(writes, first: first)
    var versionsOfBranch: Set = [first]
    var before = first
    for write in writes {
      if write.head == head {
        versionsOfBranch.insert(write.sequence)
        // The version before it may be of another branch, and was there after the checkout too. A
        // save that was recorded without a merge followed from no known version.
        if !write.isExternalSave || write.mergeBase != nil { versionsOfBranch.insert(before) }
      }
      before = write.sequence
    }
    self.versionsOfBranch = versionsOfBranch
    var lastLoaded: [Int: Int] = [:]
    for write in writes {
      lastLoaded[write.sequence] = write.mergeBase.map { lastLoaded[$0] ?? $0 }
    }
    self.lastLoaded = lastLoaded
  }

  /// - Parameters:
  ///   - file: the one in which the save was found.
  ///   - isAtPath: whether that is the file at the queue's path. A file that a swap displaced does
  ///     not return there: one with its inode is another.
  package func base(
    of save: QueueDocument, in file: FileID, isAtPath: Bool
  ) throws(Failure) -> MergeBase? {
    if let continued = try continued(by: save, in: file, isAtPath) {
      return MergeBase(version: continued, nearestIfOther: nil)
    }
    let table = SavedTable(save, last: last.document)
    let nearest = try nearest(to: table)
    let latest = try latestSave(from: nearest, to: table)
    guard let version = try content(latest) else { return nil }
    return MergeBase(
      version: version, nearestIfOther: latest == nearest ? nil : try content(nearest))
  }

  /// The earlier save in the same file of which all bytes are still there: text was added at the
  /// file's end.
  private func continued(
    by save: QueueDocument, in file: FileID, _ isAtPath: Bool
  ) throws(Failure) -> VersionContent? {
    guard let index = writes.lastIndex(where: { $0.file == file }) else { return nil }
    let isDisplaced = writes[index...].contains { $0.displacedFile == file }
    guard writes[index].isExternalSave, !(isAtPath && isDisplaced),
      let version = try content(writes[index].sequence),
      save.rendered.starts(with: version.bytes)
    else { return nil }
    return version
  }

  /// The sequence of the nearest version.
  private func nearest(to save: SavedTable) throws(Failure) -> Int {
    let difference = last.document.map(save.differenceCount)
    let lastCells = distance(of: last, to: save)?.cells ?? .max
    var best: (version: VersionContent, distance: SaveDistance)?
    try visit { version in
      let bound = min(best?.distance.cells ?? .max, lastCells)
      if let difference, !save.isRenamed,
        !drift.mayBeNear(version.sequence, within: bound, differenceFromLast: difference)
      {
        return true
      }
      guard let distance = distance(of: version, to: save) else { return true }
      // Bytes that came back count from then on.
      let isBest = best.map {
        distance < $0.distance || distance == $0.distance && version.bytes == $0.version.bytes
      }
      if isBest ?? true { best = (version, distance) }
      return true
    }
    // Every editor can load the last version, whatever branch it is of.
    return best?.version.sequence ?? last.sequence
  }

  /// `nil` for a version of another branch, and for one that is no queue.
  private func distance(of version: VersionContent, to save: SavedTable) -> SaveDistance? {
    guard versionsOfBranch.contains(version.sequence), let document = version.document else {
      return nil
    }
    return save.distance(
      from: document, commandTexts, after: lastLoaded[version.sequence] ?? version.sequence)
  }

  /// The end of the chain of saves that begins at `nearest`, each edited from the one before it.
  private func latestSave(from nearest: Int, to save: SavedTable) throws(Failure) -> Int {
    var latest = nearest
    while true {
      var best: (sequence: Int, distance: SaveDistance)?
      for next in writes where next.mergeBase == latest {
        guard let version = try content(next.sequence),
          let distance = distance(of: version, to: save)
        else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (next.sequence, distance) }
      }
      guard let best else { return latest }
      latest = best.sequence
    }
  }

  private func content(_ sequence: Int) throws(Failure) -> VersionContent? {
    var found: VersionContent?
    try visit {
      if $0.sequence == sequence { found = $0 }
      return $0.sequence < sequence
    }
    return found
  }
}

/// The version that a save was edited from.
package struct MergeBase {
  package let version: VersionContent
  /// The version that the save is nearest to, where that is another one: then `version` is a save
  /// that was edited from it.
  package let nearestIfOther: VersionContent?
}

/// A write of the queue file, by a command or an external save, as a store's journal records it.
/// The version that it left is a `VersionContent` with the same sequence, which is loaded only
/// where the search needs it.
package struct RecordedWrite {
  package let sequence: Int
  /// Whether it was an external save; else it was a command.
  package let isExternalSave: Bool
  /// The rows and cells that it changed, and what a merge did to them.
  package let changes: [HistoryEntry]
  /// Of an external save that was merged: the sequence of the version that it was edited from.
  package let mergeBase: Int?
  /// What git had checked out at the time; `nil` outside of a repository.
  package let head: String?
  /// The file that was written.
  package let file: FileID
  /// The file that it moved away from the queue's path.
  package let displacedFile: FileID?

  package init(
    sequence: Int, isExternalSave: Bool, changes: [HistoryEntry], mergeBase: Int? = nil,
    head: String? = nil, file: FileID, displacedFile: FileID? = nil
  ) {
    self.sequence = sequence
    self.isExternalSave = isExternalSave
    self.changes = changes
    self.mergeBase = mergeBase
    self.head = head
    self.file = file
    self.displacedFile = displacedFile
  }
}

/// Identifies a file by device and inode.
package struct FileID: Equatable {
  private let device, inode: UInt64

  package init(device: UInt64, inode: UInt64) { (self.device, self.inode) = (device, inode) }
}

/// The bytes of one version of the queue file.
package struct VersionContent {
  package let sequence: Int
  package let bytes: [UInt8]

  package init(sequence: Int, bytes: [UInt8]) { (self.sequence, self.bytes) = (sequence, bytes) }

  /// The bytes parsed, anew at each call; `nil` where they are no queue.
  package var document: QueueDocument? { try? QueueDocument(QueueBytes(bytes)) }
}
