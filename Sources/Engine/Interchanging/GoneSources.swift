import Facts
import QueueModel
import QueueStore

/// The tasks of other tools whose rows were there once: deleted by a person, or archived. No import
/// adds them again.
struct GoneSources {
  /// With the titles of their rows, which are none where nobody knows them.
  private(set) var titles: [ForeignSource: Set<String>] = [:]
  /// The titles that imports gave to rows, by the rows' ids.
  private(set) var importedTitles: [String: Set<String>] = [:]
  /// The rows that were archived; `nil` where there are none.
  private let archive: (any QueueSnapshot)?

  init(in queue: Queue) throws(Problem) {
    archive = try queue.archive()
    var isGone: [ForeignSource: Bool] = [:]
    var (titles, imported): ([ForeignSource: Set<String>], [String: Set<String>]) = ([:], [:])
    do throws(StoreError) {
      _ = try queue.store.visitHistory(after: 0) { entry in
        if entry.isAddition || entry.command == Self.command, let id = entry.id,
          let title = entry.after[Column.task.name]
        {
          imported[id, default: []].insert(title)
        }
        guard entry.isRemoval || entry.isAddition else { return }
        let cells = entry.isRemoval ? entry.before : entry.after
        guard let notes = cells[Column.notes.name] else { return }
        // Whoever takes an import back may make it again.
        let isDeleted = entry.isRemoval && entry.undoes == nil
        for source in Notes(notes).sources {
          isGone[source] = isDeleted
          guard isDeleted else { continue }
          titles[source, default: []].formUnion(cells[Column.task.name].map { [$0] } ?? [])
          titles[source, default: []].formUnion(entry.id.flatMap { imported[$0] } ?? [])
        }
      }
    } catch {
      throw .store(error)
    }
    if let archive {
      for index in 0..<archive.rowCount {
        guard let item = archive.item(at: index) else { continue }
        for source in item.notes.sources {
          isGone[source] = true
          titles[source, default: []].formUnion(item.task.map { [$0] } ?? [])
          titles[source, default: []].formUnion(imported[item.id] ?? [])
        }
      }
    }
    for (source, isGone) in isGone where isGone { self.titles[source] = titles[source] ?? [] }
    importedTitles = imported
  }

  /// The command of the entries that imports make.
  private static let command = "import"

  func contains(_ source: ForeignSource) -> Bool { titles[source] != nil }

  /// Whether an archived row has the id.
  func hasArchived(_ id: String) -> Bool { archive?.contains(id) ?? false }
}
