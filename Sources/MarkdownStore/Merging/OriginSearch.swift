import Host
import QueueDocument
import QueueModel

/// Finds the version that a save was edited from.
///
/// It is the nearest of all that could be loaded; of equally near ones the oldest, so that
/// nothing a command did is taken for undone, but of those with the same bytes the newest. If somebody saved on from there, it is that
/// save, for its author goes on in their own buffer, and so on.
///
/// Source: `docs/queue-file.md`, "What changed outside".
struct OriginSearch {
  private let history: VersionHistory
  private let writes: LaterWrites
  private let drift: VersionDrift
  /// The versions that stood at the path while this was checked out.
  private let ofBranch: Set<Int>
  /// The last entry that the author of a version can have seen: of a save, what its origin had.
  private let seen: [Int: Int]

  /// - Parameter head: what was checked out when the last entry was made. What was left on another
  ///   branch, and replaced by the checkout, is no origin.
  init(_ history: VersionHistory, head: String?) {
    self.history = history
    writes = LaterWrites(history.entries)
    drift = VersionDrift(history.entries, from: history.first)
    var ofBranch: Set = [history.first]
    var before = history.first
    for entry in history.entries {
      if entry.head == head {
        ofBranch.insert(entry.sequence)
        // What it was made from was left before the branch, and stood there all the same.
        let isTakenAsItIs =
          entry.history.command == HistoryEntry.externalCommand && entry.origin == nil
        if !isTakenAsItIs { ofBranch.insert(before) }
      }
      before = entry.sequence
    }
    self.ofBranch = ofBranch
    var seen: [Int: Int] = [:]
    for entry in history.entries {
      seen[entry.sequence] = entry.origin.map { seen[$0] ?? $0 }
    }
    self.seen = seen
  }

  /// What a save was edited from.
  struct Origin {
    let version: VersionHistory.Version
    /// The version that it is nearest to, where that is not the same: the origin is a save
    /// that was made from there.
    let nearest: VersionHistory.Version?
  }

  /// - Parameters:
  ///   - identity: of the file in which the save was found.
  ///   - isAtPath: whether that is the queue itself. A file that a swap displaced does not come
  ///     back there: one with its inode is another.
  func origin(
    of save: QueueDocument, in identity: FileIdentity, isAtPath: Bool
  ) throws(SystemError) -> Origin? {
    if let continued = try continued(by: save, in: identity, isAtPath) {
      return Origin(version: continued, nearest: nil)
    }
    let table = SavedTable(save)
    let nearest = try nearest(to: table)
    let last = try last(from: nearest, to: table)
    guard let version = try history.version(last) else { return nil }
    return Origin(version: version, nearest: last == nearest ? nil : try history.version(nearest))
  }

  /// The save that was in the same file, and of which all still is there: its author was not at
  /// the end.
  private func continued(
    by save: QueueDocument, in identity: FileIdentity, _ isAtPath: Bool
  ) throws(SystemError) -> VersionHistory.Version? {
    guard
      let index = history.entries.lastIndex(where: { $0.left.identity.isSameFile(as: identity) })
    else { return nil }
    let entry = history.entries[index]
    let isDisplaced = history.entries[index...].contains {
      $0.displaced?.isSameFile(as: identity) ?? false
    }
    guard entry.history.command == HistoryEntry.externalCommand, !(isAtPath && isDisplaced),
      let version = try history.version(entry.sequence),
      save.rendered.starts(with: version.bytes)
    else { return nil }
    return version
  }

  private func nearest(to save: SavedTable) throws(SystemError) -> Int {
    let farness = history.last.document.map(save.farness)
    let last = distance(of: history.last, to: save)?.cells ?? .max
    var best: (version: VersionHistory.Version, distance: SaveDistance)?
    try history.visit { version in
      let bound = min(best?.distance.cells ?? .max, last)
      if let farness, !drift.mayBeNear(version.sequence, within: bound, farness: farness) {
        return true
      }
      guard let distance = distance(of: version, to: save) else { return true }
      // What came back to be what it was before counts from then on.
      let isBest = best.map {
        distance < $0.distance || distance == $0.distance && version.bytes == $0.version.bytes
      }
      if isBest ?? true { best = (version, distance) }
      return true
    }
    // What orch left last could be loaded by anybody.
    return best?.version.sequence ?? history.last.sequence
  }

  /// `nil` for what was left on another branch, and what is no queue.
  private func distance(
    of version: VersionHistory.Version, to save: SavedTable
  ) -> SaveDistance? {
    guard ofBranch.contains(version.sequence), let document = version.document else {
      return nil
    }
    return save.distance(
      from: document, writes, after: seen[version.sequence] ?? version.sequence)
  }

  /// The last of the saves that were made from a version, one from the other.
  private func last(from nearest: Int, to save: SavedTable) throws(SystemError) -> Int {
    var last = nearest
    while true {
      var best: (sequence: Int, distance: SaveDistance)?
      for entry in history.entries where entry.origin == last {
        guard let version = try history.version(entry.sequence),
          let distance = distance(of: version, to: save)
        else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (entry.sequence, distance) }
      }
      guard let best else { return last }
      last = best.sequence
    }
  }
}
