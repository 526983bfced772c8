import Host
import QueueDocument
import QueueModel

/// Finds the version that a save was edited from.
///
/// It is the nearest of all that could be loaded; of equally near ones the oldest, so that
/// nothing a command did is taken for undone. If somebody saved on from there, it is that
/// save, for its author goes on in their own buffer, and so on.
///
/// Source: `docs/queue-file.md`, "What changed outside".
struct OriginSearch {
  private let history: VersionHistory
  private let writes: LaterWrites
  private let head: String?

  /// - Parameter head: what is checked out. What was left on another branch is no origin.
  init(_ history: VersionHistory, head: String?) {
    self.history = history
    self.head = head
    writes = LaterWrites(history.entries)
  }

  private struct Candidate {
    let sequence: Int
    /// The last entry that its author can have seen.
    let seen: Int
    /// For a save, the version that it was edited from.
    let origin: Int?
    let distance: SaveDistance
  }

  /// What a save was edited from.
  struct Origin {
    let version: VersionHistory.Version
    /// The version that it is nearest to, where that is not the same: the origin is a save
    /// that was made from there.
    let nearest: VersionHistory.Version?
  }

  /// - Parameter identity: of the file in which the save was found.
  func origin(
    of save: QueueDocument, in identity: FileIdentity
  ) throws(SystemError) -> Origin? {
    let bytes = save.rendered
    var candidates: [Candidate] = []
    var continued: Int?
    var seen: [Int: Int] = [:]
    let table = SavedTable(save)
    try history.visit { version in
      seen[version.sequence] = version.entry?.origin.flatMap { seen[$0] } ?? version.sequence
      // In the same file, and all that was there still is: it was added to.
      if let entry = version.entry, entry.left.identity.isSameFile(as: identity) {
        continued = bytes.starts(with: version.bytes) ? version.sequence : nil
      }
      guard version.entry.map({ $0.head == head }) ?? true,
        let document = try? QueueDocument(QueueBytes(version.bytes))
      else { return true }
      let last = seen[version.sequence] ?? version.sequence
      candidates.append(
        Candidate(
          sequence: version.sequence, seen: last, origin: version.entry?.origin,
          distance: table.distance(from: document, writes, after: last)))
      return true
    }
    guard let nearest = continued ?? Self.nearest(candidates) else { return nil }
    let found = continued ?? Self.last(from: nearest, candidates)
    guard let version = try history.version(found) else { return nil }
    return Origin(version: version, nearest: found == nearest ? nil : try history.version(nearest))
  }

  private static func nearest(_ candidates: [Candidate]) -> Int? {
    candidates.min { $0.distance < $1.distance }?.sequence
  }

  /// The last of the saves that were made from a version, one from the other.
  private static func last(from nearest: Int, _ candidates: [Candidate]) -> Int {
    var best = nearest
    while let next = Self.nearest(candidates.filter { $0.origin == best }) {
      best = next
    }
    return best
  }
}
