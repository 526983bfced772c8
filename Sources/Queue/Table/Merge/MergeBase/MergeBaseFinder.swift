package import Host
package import Model

/// Finds the version from which an external save was edited: the base of its merge.
///
/// The base is the version nearest to the save. Of equally near versions it is the oldest, so that
/// no change by a command counts as undone; of versions with the same bytes it is the newest. If an
/// earlier save was edited from that version, its author may have continued in the same editor:
/// then the base is that save, and so on from there.
///
/// Source: `docs/queue-file.md`, "What changed outside".
package struct MergeBaseFinder {
  /// Loads the version with this sequence; `nil` if it can't be rebuilt. Loading versions one after
  /// the other, oldest first, is cheap.
  package typealias Load = (_ sequence: Int) throws(SystemError) -> QueueVersion?

  private let writes: [RecordedWrite]
  private let last: QueueVersion
  private let load: Load
  private let first: Int
  private let commandTexts: CommandTexts
  /// The versions that were at the queue's path while the current branch was checked out.
  private let versionsOfBranch: Set<Int>
  /// By the sequence of a merged save: the version that its author loaded, which contains no later
  /// write. For a save that was edited from such a save, it is the version of that save.
  private let lastLoaded: [Int: Int]

  /// - Parameters:
  ///   - first: the sequence of the oldest version that can be loaded.
  ///   - writes: the writes after that version, oldest first.
  ///   - head: what git had checked out at the last write. A version of another branch, which a
  ///     checkout replaced, can't be the base.
  ///   - last: the last version.
  ///   - load: loads a version, including the first one.
  package init(
    first: Int, writes: [RecordedWrite], head: String?, last: QueueVersion, load: @escaping Load
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
        // The previous version may come from another branch, and was still there after the
        // checkout. A save that was recorded without a merge did not follow from any known version.
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
  ///   - save: the save.
  ///   - file: the file in which the save was found.
  ///   - isAtPath: whether that is the file at the queue's path. A file that a swap displaced does
  ///     not return to the path: a file there with the same inode is a different one.
  package func base(
    of save: QueueDocument, in file: FileIdentity, isAtPath: Bool
  ) throws(SystemError) -> MergeBase? {
    if let continued = try continued(by: save, in: file, isAtPath) { return continued }
    let table = SavedTable(save, last: last.document)
    let nearest = try nearest(to: table)
    let latest = try latestSave(from: nearest, to: table)
    guard let version = try load(latest) else { return nil }
    let other = latest == nearest ? nil : try load(nearest)
    return MergeBase(
      sequence: latest, version: version, nearestIfOther: other.map { (nearest, $0) })
  }

  /// The earlier save in the same file whose bytes are all unchanged, because text was only
  /// appended to the file.
  private func continued(
    by save: QueueDocument, in file: FileIdentity, _ isAtPath: Bool
  ) throws(SystemError) -> MergeBase? {
    guard let index = writes.lastIndex(where: { $0.file.isSameFile(as: file) }) else { return nil }
    let isDisplaced = writes[index...].contains { $0.displacedFile?.isSameFile(as: file) ?? false }
    let sequence = writes[index].sequence
    guard writes[index].isExternalSave, !(isAtPath && isDisplaced),
      let version = try load(sequence),
      save.bytes.withBytes({ saved in version.bytes.withBytes { saved.starts(with: $0) } })
    else { return nil }
    return MergeBase(sequence: sequence, version: version, nearestIfOther: nil)
  }

  /// The nearest to a save of some versions without an entry, which are newer than all others; the
  /// first one if several are equally near; `nil` if the base of the save is nearer.
  package func nearest(
    of versions: [QueueVersion], to save: QueueDocument, than base: MergeBase
  ) -> QueueVersion? {
    let table = SavedTable(save, last: last.document)
    let (sequence, known) = base.nearestIfOther ?? (base.sequence, base.version)
    var best: (version: QueueVersion?, cells: Int) = (
      nil, distance(of: known, sequence, to: table)?.cells ?? .max
    )
    // In reverse order, so that the first of equally near versions remains.
    for version in versions.reversed() {
      guard let document = version.document else { continue }
      let cells = table.distance(from: document, commandTexts, after: .max).cells
      if cells <= best.cells { best = (version, cells) }
    }
    return best.version
  }

  private var lastSequence: Int { writes.last?.sequence ?? first }

  private func nearest(to save: SavedTable) throws(SystemError) -> Int {
    guard let document = last.document, !save.isRenamed,
      let found = try nearest(to: save, within: bounds(for: save.document, from: document))
    else { return try nearestOfAll(to: save) }
    return found
  }

  /// - Returns: `nil` if a version is nearer than its bound, because then the records do not match
  ///   the contents of some version.
  private func nearest(
    to save: SavedTable, within bounds: [VersionBound]
  ) throws(SystemError) -> Int? {
    var best: (version: QueueVersion, distance: SaveDistance, bound: VersionBound)?
    // Versions of one epoch have the same lines outside the table.
    var lines: [Int: Int] = [:]
    for bound in bounds.sorted() {
      if let best {
        if bound.least.cells > best.distance.cells { break }
        var least = bound.least
        least.lines = lines[bound.epoch] ?? 0
        if (best.distance, best.bound.sequence) < (least, bound.sequence) { continue }
      }
      guard let version = try load(bound.sequence),
        let distance = distance(of: version, bound.sequence, to: save)
      else { continue }
      if distance.cells < bound.least.cells { return nil }
      lines[bound.epoch] = distance.lines
      let isBest = best.map { (distance, bound.sequence) < ($0.distance, $0.bound.sequence) }
      if isBest ?? true { best = (version, distance, bound) }
    }
    // Any editor can load the last version, whatever its branch.
    guard let best else { return lastSequence }
    // If the same bytes returned later, the later version counts.
    let later = bounds.filter { bound in
      bound.sequence > best.bound.sequence && bound.mayHaveBytes(of: best.bound)
        && bound.least <= best.distance
    }
    for bound in later.sorted(by: { $0.sequence > $1.sequence }) {
      if let later = try load(bound.sequence), later.isSame(as: best.version) {
        return bound.sequence
      }
    }
    return best.bound.sequence
  }

  private func nearestOfAll(to save: SavedTable) throws(SystemError) -> Int {
    var best: (sequence: Int, version: QueueVersion, distance: SaveDistance)?
    for sequence in [first] + writes.map(\.sequence) where versionsOfBranch.contains(sequence) {
      guard let version = try load(sequence),
        let distance = distance(of: version, sequence, to: save)
      else { continue }
      let isBest = best.map {
        distance < $0.distance || distance == $0.distance && version.isSame(as: $0.version)
      }
      if isBest ?? true { best = (sequence, version, distance) }
    }
    return best?.sequence ?? lastSequence
  }

  /// The bounds of the versions of the branch.
  private func bounds(
    for save: QueueDocument, from last: QueueDocument
  ) throws(SystemError) -> [VersionBound] {
    var bounds: [VersionBound] = []
    var sweep = VersionSweep(of: save, from: last)
    for index in writes.indices.reversed() {
      let write = writes[index]
      sweep.revert(write)
      guard write.isExternalSave, write.mergeBase == nil else { continue }
      // The changes of such a save are not recorded.
      bounds += try sweep.bounds(checkedBy: load(write.sequence)?.document)
      let before = index == 0 ? first : writes[index - 1].sequence
      sweep = try VersionSweep(of: save, from: load(before)?.document, after: sweep)
    }
    bounds += try sweep.bounds(ending: first, checkedBy: load(first)?.document)
    return bounds.filter { versionsOfBranch.contains($0.sequence) }
  }

  /// `nil` for a version of another branch, and for one that is not a queue.
  private func distance(
    of version: QueueVersion, _ sequence: Int, to save: SavedTable
  ) -> SaveDistance? {
    guard versionsOfBranch.contains(sequence), let document = version.document else { return nil }
    return save.distance(
      from: document, commandTexts, after: lastLoaded[sequence] ?? sequence)
  }

  /// The end of the chain of saves that begins at `nearest`, each edited from the previous one.
  private func latestSave(from nearest: Int, to save: SavedTable) throws(SystemError) -> Int {
    var latest = nearest
    while true {
      var best: (sequence: Int, distance: SaveDistance)?
      for next in writes where next.mergeBase == latest {
        guard let version = try load(next.sequence),
          let distance = distance(of: version, next.sequence, to: save)
        else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (next.sequence, distance) }
      }
      guard let best else { return latest }
      latest = best.sequence
    }
  }
}

/// The version from which a save was edited.
package struct MergeBase {
  package let sequence: Int
  package let version: QueueVersion
  /// The version to which the save is nearest, if that is a different one. Then `version` is a save
  /// that was edited from it.
  package let nearestIfOther: (sequence: Int, version: QueueVersion)?

  package init(
    sequence: Int, version: QueueVersion, nearestIfOther: (sequence: Int, version: QueueVersion)?
  ) {
    (self.sequence, self.version, self.nearestIfOther) = (sequence, version, nearestIfOther)
  }
}

/// A write of the queue file, by a command or an external save, as a store's journal records it.
/// The resulting version is loaded by its sequence, and only if the search needs it.
package struct RecordedWrite {
  package let sequence: Int
  /// Whether it was an external save; otherwise it was a command.
  package let isExternalSave: Bool
  /// The rows and cells that the write changed.
  package let changes: [RowChange]
  /// For an external save: what its merge did to rows in addition to applying the edit.
  package let merges: [RowMerge]
  /// For a merged external save: the sequence of the version from which it was edited.
  package let mergeBase: Int?
  /// What git had checked out at that time; `nil` outside of a repository.
  package let head: String?
  /// The file that was written.
  package let file: FileIdentity
  /// The file that the write moved away from the queue's path.
  package let displacedFile: FileIdentity?
  /// Whether the write left the lines outside the table unchanged.
  package let keepsLines: Bool

  package init(
    sequence: Int, isExternalSave: Bool, changes: [RowChange], merges: [RowMerge] = [],
    mergeBase: Int? = nil, head: String? = nil, file: FileIdentity,
    displacedFile: FileIdentity? = nil, keepsLines: Bool
  ) {
    self.sequence = sequence
    self.isExternalSave = isExternalSave
    (self.changes, self.merges) = (changes, merges)
    self.mergeBase = mergeBase
    self.head = head
    self.file = file
    self.displacedFile = displacedFile
    self.keepsLines = keepsLines
  }
}
