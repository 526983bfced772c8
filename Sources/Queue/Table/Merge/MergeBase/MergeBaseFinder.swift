package import Host
package import Model

/// Finds the version from which an external save was edited: the base of its merge.
///
/// The base is the version that is nearest to the save. Of equally near versions the oldest is
/// used, so that no change of a command counts as undone. Of versions with the same bytes the
/// newest is used. If an earlier save was edited from the nearest version, its author may have
/// continued in the same editor. In this case the base is that earlier save, or a save that was
/// edited from it in turn.
///
/// Source: `docs/queue-file.md`, "What changed outside".
package struct MergeBaseFinder {
  /// Loads the version with this sequence; `nil` if it can't be rebuilt. Loading versions one after
  /// the other, the oldest first, is cheap.
  package typealias Load = (_ sequence: Int) throws(SystemError) -> QueueVersion?

  private let writes: [RecordedWrite]
  private let last: QueueVersion
  private let load: Load
  private let first: Int
  private let commandTexts: CommandTexts
  /// The versions that were at the queue's path while the current branch was checked out.
  private let versionsOfBranch: Set<Int>
  /// For each merged save, by its sequence, the version that its author loaded. That version
  /// contains no later write. For a save that was edited from an earlier save, it is the version
  /// that the author of the earlier save loaded.
  private let lastLoaded: [Int: Int]

  /// - Parameters:
  ///   - first: the sequence of the oldest version that can be loaded.
  ///   - writes: the writes after that version, the oldest first.
  ///   - head: the branch or commit that git had checked out at the last write. A version of
  ///     another branch can't be the base, because a checkout has replaced it.
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
        // The version before this write may come from another branch, but was still at the path
        // after the checkout. For a save that was recorded without a merge, the version before it
        // is not known to have been there.
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
  ///   - isAtPath: whether `file` is the file at the queue's path. A file that a swap displaced
  ///     never returns to the path, so a file with the same inode at the path is another file.
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

  /// The earlier save in the same file, if the file still begins with all bytes of that save
  /// because text was only appended.
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

  /// The version that is nearest to a save, among some versions without an entry, which are newer
  /// than all others. If several are equally near, the first one. `nil` if the base of the save is
  /// nearer.
  package func nearest(
    of versions: [QueueVersion], to save: QueueDocument, than base: MergeBase
  ) -> QueueVersion? {
    let table = SavedTable(save, last: last.document)
    let (sequence, known) = base.nearestIfOther ?? (base.sequence, base.version)
    var best: (version: QueueVersion?, cells: Int) = (
      nil, distance(of: known, sequence, to: table)?.cells ?? .max
    )
    // The versions are visited in reverse order, so that the first of equally near versions is
    // kept.
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

  /// - Returns: `nil` if a version is nearer than its bound. That means that the records do not
  ///   match the contents of a version.
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
    // If no other version is possible, the last version is used, because any editor can load it,
    // whatever its branch is.
    guard let best else { return lastSequence }
    // If a later version has the same bytes, the later version is used.
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
      // The changes of a save that was recorded without a merge are not known.
      bounds += try sweep.bounds(checkedBy: load(write.sequence)?.document)
      let before = index == 0 ? first : writes[index - 1].sequence
      sweep = try VersionSweep(of: save, from: load(before)?.document, after: sweep)
    }
    bounds += try sweep.bounds(ending: first, checkedBy: load(first)?.document)
    return bounds.filter { versionsOfBranch.contains($0.sequence) }
  }

  /// The distance of a version; `nil` if the version is of another branch, or is not a queue.
  private func distance(
    of version: QueueVersion, _ sequence: Int, to save: SavedTable
  ) -> SaveDistance? {
    guard versionsOfBranch.contains(sequence), let document = version.document else { return nil }
    return save.distance(
      from: document, commandTexts, after: lastLoaded[sequence] ?? sequence)
  }

  /// The last save of the chain that begins at `nearest`. In the chain, each save was edited from
  /// the previous one.
  private func latestSave(from nearest: Int, to save: SavedTable) throws(SystemError) -> Int {
    var latest = nearest
    while true {
      var best: (sequence: Int, distance: SaveDistance)?
      for next in writes where next.mergeBase == latest && next.sequence > latest {
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
  /// The version to which the save is nearest, if it is not `version`. In this case `version` is a
  /// save that was edited from the nearest version.
  package let nearestIfOther: (sequence: Int, version: QueueVersion)?

  package init(
    sequence: Int, version: QueueVersion, nearestIfOther: (sequence: Int, version: QueueVersion)?
  ) {
    (self.sequence, self.version, self.nearestIfOther) = (sequence, version, nearestIfOther)
  }
}

/// A write of the queue file, by a command or an external save, from a store's journal. The
/// resulting version is loaded by its sequence, and only if the search needs it.
package struct RecordedWrite {
  package let sequence: Int
  /// Whether the write was an external save; otherwise a command wrote the file.
  package let isExternalSave: Bool
  /// The rows and cells that the write changed.
  package let changes: [RowChange]
  /// For an external save: the changes that its merge made to rows in addition to the edit.
  package let merges: [RowMerge]
  /// For a merged external save: the sequence of the version from which it was edited.
  package let mergeBase: Int?
  /// The branch or commit that git had checked out at that time; `nil` outside of a repository.
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
