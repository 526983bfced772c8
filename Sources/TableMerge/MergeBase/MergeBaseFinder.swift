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
  /// The content of the version with this sequence; `nil` where it cannot be rebuilt. To load one
  /// version after the other, oldest first, is cheap.
  package typealias Load = (_ sequence: Int) throws(Failure) -> VersionContent?

  private let writes: [RecordedWrite]
  private let last: VersionContent
  private let load: Load
  private let first: Int
  private let commandTexts: CommandTexts
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
  ///   - load: loads the content of a version, also of the first.
  package init(
    first: Int, writes: [RecordedWrite], head: String?, last: VersionContent,
    load: @escaping Load
  ) {
    self.writes = writes
    self.last = last
    self.load = load
    self.first = first
    commandTexts = CommandTexts(writes)
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
    guard let version = try load(latest) else { return nil }
    return MergeBase(version: version, nearestIfOther: latest == nearest ? nil : try load(nearest))
  }

  /// The earlier save in the same file of which all bytes are still there: text was added at the
  /// file's end.
  private func continued(
    by save: QueueDocument, in file: FileID, _ isAtPath: Bool
  ) throws(Failure) -> VersionContent? {
    guard let index = writes.lastIndex(where: { $0.file == file }) else { return nil }
    let isDisplaced = writes[index...].contains { $0.displacedFile == file }
    guard writes[index].isExternalSave, !(isAtPath && isDisplaced),
      let version = try load(writes[index].sequence),
      save.rendered.starts(with: version.bytes)
    else { return nil }
    return version
  }

  /// The sequence of the nearest version.
  private func nearest(to save: SavedTable) throws(Failure) -> Int {
    guard let document = last.document, !save.isRenamed,
      let found = try nearest(to: save, within: bounds(for: save.document, from: document))
    else { return try nearestOfAll(to: save) }
    return found
  }

  /// - Returns: `nil` where a version is nearer than its bound: what is recorded of some version is
  ///   not what it has.
  private func nearest(
    to save: SavedTable, within bounds: [VersionBound]
  ) throws(Failure) -> Int? {
    var best: (version: VersionContent, distance: SaveDistance, bound: VersionBound)?
    // Versions of one epoch have the same lines outside of the table.
    var lines: [Int: Int] = [:]
    for bound in bounds.sorted() {
      if let best {
        if bound.cells > best.distance.cells { break }
        let least = bound.distance(lines: lines[bound.epoch] ?? 0)
        if (best.distance, best.version.sequence) < (least, bound.sequence) { continue }
      }
      guard let version = try load(bound.sequence), let distance = distance(of: version, to: save)
      else { continue }
      if distance.cells < bound.cells { return nil }
      lines[bound.epoch] = distance.lines
      let isBest = best.map { (distance, version.sequence) < ($0.distance, $0.version.sequence) }
      if isBest ?? true { best = (version, distance, bound) }
    }
    // Every editor can load the last version, whatever branch it is of.
    guard let best else { return last.sequence }
    // Bytes that came back count from then on.
    let later = bounds.filter { bound in
      bound.sequence > best.version.sequence && bound.mayHaveBytes(of: best.bound)
        && bound.distance(lines: 0) <= best.distance
    }
    for bound in later.sorted(by: { $0.sequence > $1.sequence }) {
      if try load(bound.sequence)?.bytes == best.version.bytes { return bound.sequence }
    }
    return best.version.sequence
  }

  private func nearestOfAll(to save: SavedTable) throws(Failure) -> Int {
    var best: (version: VersionContent, distance: SaveDistance)?
    for sequence in [first] + writes.map(\.sequence) where versionsOfBranch.contains(sequence) {
      guard let version = try load(sequence), let distance = distance(of: version, to: save) else {
        continue
      }
      let isBest = best.map {
        distance < $0.distance || distance == $0.distance && version.bytes == $0.version.bytes
      }
      if isBest ?? true { best = (version, distance) }
    }
    return best?.version.sequence ?? last.sequence
  }

  /// How near the versions of the branch may be.
  private func bounds(
    for save: QueueDocument, from last: QueueDocument
  ) throws(Failure) -> [VersionBound] {
    var bounds: [VersionBound] = []
    var sweep = VersionSweep(of: save, from: last)
    for index in writes.indices.reversed() {
      let write = writes[index]
      sweep.revert(write)
      guard write.isExternalSave, write.mergeBase == nil else { continue }
      // What it changed is not recorded.
      bounds += try sweep.bounds(checkedBy: load(write.sequence)?.document)
      let before = index == 0 ? first : writes[index - 1].sequence
      sweep = try VersionSweep(of: save, from: load(before)?.document, after: sweep)
    }
    bounds += try sweep.bounds(ending: first, checkedBy: load(first)?.document)
    return bounds.filter { versionsOfBranch.contains($0.sequence) }
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
        guard let version = try load(next.sequence),
          let distance = distance(of: version, to: save)
        else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (next.sequence, distance) }
      }
      guard let best else { return latest }
      latest = best.sequence
    }
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
  package let changes: [RecordedChange]
  /// Of an external save that was merged: the sequence of the version that it was edited from.
  package let mergeBase: Int?
  /// What git had checked out at the time; `nil` outside of a repository.
  package let head: String?
  /// The file that was written.
  package let file: FileID
  /// The file that it moved away from the queue's path.
  package let displacedFile: FileID?
  /// Whether it left the lines outside of the table as they were.
  package let keepsLines: Bool

  package init(
    sequence: Int, isExternalSave: Bool, changes: [RecordedChange], mergeBase: Int? = nil,
    head: String? = nil, file: FileID, displacedFile: FileID? = nil, keepsLines: Bool
  ) {
    self.sequence = sequence
    self.isExternalSave = isExternalSave
    self.changes = changes
    self.mergeBase = mergeBase
    self.head = head
    self.file = file
    self.displacedFile = displacedFile
    self.keepsLines = keepsLines
  }
}

/// What a write did to a row.
package struct RecordedChange {
  /// A cell that it changed; `-` for an empty one, `nil` where there was no row.
  package struct Cell {
    package let column: String
    package let before, after: String?

    package init(column: String, before: String?, after: String?) {
      (self.column, self.before, self.after) = (column, before, after)
    }
  }

  package let id: String
  package let cells: [Cell]
  /// What the merge of an external save did to the row, beside applying the edit.
  package let merge: RowMerge?

  package init(id: String, cells: [Cell], merge: RowMerge?) {
    (self.id, self.cells, self.merge) = (id, cells, merge)
  }

  /// - Returns: `nil` for an entry of no row.
  package init?(_ entry: HistoryEntry) {
    guard let id = entry.id else { return nil }
    let names = Set(entry.before.keys).union(entry.after.keys)
    self.init(
      id: id,
      cells: names.map { Cell(column: $0, before: entry.before[$0], after: entry.after[$0]) },
      merge: entry.merge)
  }

  private func cell(_ column: Column) -> Cell? { cells.first { $0.column == column.name } }

  func text(of column: Column) -> String? { cell(column)?.after }

  /// Whether it added the row.
  var isAddition: Bool { cell(.id).map { $0.before == nil && $0.after != nil } ?? false }
  /// Whether it removed the row.
  var isRemoval: Bool { cell(.id).map { $0.before != nil && $0.after == nil } ?? false }
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
