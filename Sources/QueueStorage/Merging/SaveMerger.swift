import Host
import QueueDocument
import QueueModel

/// Merges saves into the queue, one after the other.
struct SaveMerger {
  /// The queue with the saves that were taken.
  private(set) var queue: QueueVersion
  private(set) var saves: [TakenSave] = []
  private let search: OriginSearch

  init(_ queue: QueueVersion, search: OriginSearch) {
    self.queue = queue
    self.search = search
  }

  /// Takes the next one. Where nobody knows what it was edited from, it is what it is edited
  /// from itself: it changes nothing, and is kept as a version.
  mutating func take(_ file: QueueFile) throws(SystemError) {
    guard let theirs = try? file.document.get(), let ours = try? queue.document.get() else {
      return
    }
    var save = TakenSave(file: file)
    guard let version = try search.origin(of: theirs, in: file.identity),
      let origin = try? QueueDocument(QueueBytes(version.bytes))
    else {
      saves.append(save)
      return
    }
    let merged = QueueDocument.merge(origin: origin, theirs: theirs, ours: ours)
    queue = QueueVersion(merged.bytes)
    save.origin = version.sequence
    save.merges = merged.rows
    // Of an id that stands in several rows nobody can tell which became which.
    let doubtful = Set(merged.rows.filter { $0.fate == .addedTwice }.map(\.id))
    save.changes = ((try? queue.document.get())?.changes(since: ours, after: []) ?? [])
      .filter { !doubtful.contains($0.id) }
    saves.append(save)
  }
}
