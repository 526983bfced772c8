import Facts
import QueueModel
import QueueStore

/// The tasks of other tools whose rows were there once: deleted by a person, or archived. No import
/// adds them again.
struct GoneSources {
  private let sources: Set<ForeignSource>
  /// The rows that were archived; `nil` where there are none.
  private let archive: (any QueueSnapshot)?

  init(in queue: Queue) throws(Problem) {
    archive = try queue.archive()
    var isGone: [ForeignSource: Bool] = [:]
    do throws(StoreError) {
      _ = try queue.store.visitHistory(after: 0) { entry in
        guard entry.isRemoval || entry.isAddition else { return }
        let cells = entry.isRemoval ? entry.before : entry.after
        guard let notes = cells[Column.notes.name] else { return }
        // Whoever takes an import back may make it again.
        let isDeleted = entry.isRemoval && entry.undoes == nil
        for source in Notes(notes).sources { isGone[source] = isDeleted }
      }
    } catch {
      throw .store(error)
    }
    if let archive {
      for index in 0..<archive.rowCount {
        for source in archive.item(at: index)?.notes.sources ?? [] { isGone[source] = true }
      }
    }
    sources = Set(isGone.filter(\.value).keys)
  }

  func contains(_ source: ForeignSource) -> Bool { sources.contains(source) }

  /// Whether an archived row has the id.
  func hasArchived(_ id: String) -> Bool { archive?.contains(id) ?? false }
}
