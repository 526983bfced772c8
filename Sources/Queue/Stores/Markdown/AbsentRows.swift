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
  private lazy var archive = readArchive()
  private lazy var removed = readRemoved()

  init(ofQueueAt path: String, _ history: JournalHistory, clock: Clock) {
    (self.path, self.history, self.clock) = (path, history, clock)
  }

  func archivedStatus(of id: String) -> Status? { archive?.status(of: id) }

  func wasRemoved(_ id: String) -> Bool { removed.contains(id) }

  private func readArchive() -> QueueDocument? {
    guard let archive = try? ArchiveOutcome.path(beside: path),
      (try? FileStatus.ifExists(archive)) != nil
    else { return nil }
    return try? QueueReader(path: archive, clock: clock).readNow(wasThere: false).version.document
  }

  private func readRemoved() -> Set<String> {
    var removed: Set<String> = []
    for entry in (try? history.entries(.everything)) ?? [] {
      guard let id = entry.id else { continue }
      if entry.isRemoval { removed.insert(id) }
      if entry.isAddition { removed.remove(id) }
    }
    return removed
  }
}
