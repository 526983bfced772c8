import Host
import Model
import QueueStore
import Table

/// The absences of rows that a queue does not have, from the archive and the history. Each of the
/// two is read one time, on first use.
final class AbsentRows {
  private let path: String
  private let history: JournalHistory
  private let clock: Clock
  private lazy var archive = Result { () throws(StoreError) in
    try QueueDocument(archiveBeside: path, clock: clock)
  }
  private lazy var removed = Result { () throws(StoreError) in try readRemoved() }

  init(ofQueueAt path: String, _ history: JournalHistory, clock: Clock) {
    (self.path, self.history, self.clock) = (path, history, clock)
  }

  func archivedStatus(of id: String) throws(StoreError) -> Status? {
    try archive.get()?.status(of: id)
  }

  func wasRemoved(_ id: String) throws(StoreError) -> Bool { try removed.get().contains(id) }

  private func readRemoved() throws(StoreError) -> Set<String> {
    var removed: Set<String> = []
    for entry in try history.allEntries() {
      guard let id = entry.id else { continue }
      if entry.isRemoval { removed.insert(id) }
      if entry.isAddition { removed.remove(id) }
    }
    return removed
  }
}

extension QueueDocument {
  /// The archive of the queue at `path`; `nil` if there is none, or none that this user can use.
  init?(archiveBeside path: String, clock: Clock) throws(StoreError) {
    let found = try ifUsable { () throws(StoreError) in
      let archive = try ArchiveOutcome.path(beside: path)
      return try QueueReader(path: archive, clock: clock).readNow(wasThere: false).version.document
    }
    guard let document = found ?? nil else { return nil }
    self = document
  }
}

extension JournalHistory {
  /// All entries; none if there is no history that this user can use.
  func allEntries() throws(StoreError) -> [HistoryEntry] {
    try ifUsable { () throws(StoreError) in try lifting(entries(.everything)) } ?? []
  }
}
