import Door
import Model
import QueueStore

/// The tasks of other tools that imports made rows, according to the history and the archive. If
/// the row of a task was archived, or deleted by a person, no import adds the task again.
struct GoneSources {
  struct Row {
    fileprivate(set) var sources: [ForeignSource] = []
    /// The titles of the row's task, in the other tool and in the queue.
    fileprivate(set) var titles: Set<String> = []
    /// Whether the row was deleted or archived. An import that was undone may be repeated.
    fileprivate(set) var isGone = false
  }

  private var rows: [String: Row] = [:]
  /// Gone rows whose ids rows of other tasks got.
  private var replaced: [Row] = []
  /// The archived rows; `nil` if there are none.
  private let archive: (any QueueSnapshot)?

  init(in queue: Queue) throws {
    archive = try queue.archive()
    _ = try queue.store.visitHistory(after: 0) { note($0) }
    if let archive {
      for index in 0..<archive.rowCount {
        guard let item = archive.item(at: index) else { continue }
        let sources = item.notes.sources
        if sources.isEmpty { continue }
        var row = rows[item.id] ?? Row()
        // Another row may have got the id since then.
        let isReplaced = !row.isGone && row.sources != sources
        if isReplaced { row = Row() }
        row.sources = sources
        row.titles.formUnion(item.task.map { [$0] } ?? [])
        row.isGone = true
        if isReplaced { replaced.append(row) } else { rows[item.id] = row }
      }
    }
  }

  private mutating func note(_ entry: HistoryEntry) {
    let isImported = entry.command == Self.command
    guard let id = entry.id, entry.isAddition || entry.isRemoval || isImported else { return }
    let cells = entry.isRemoval ? entry.before : entry.after
    let sources = cells[Column.notes.name].map { Notes($0).sources }
    if entry.isAddition, let row = rows[id], row.isGone, row.sources != sources ?? [] {
      replaced.append(row)
      rows[id] = nil
    }
    guard rows[id] != nil || sources?.isEmpty == false else { return }
    var row = rows[id] ?? Row()
    // An import moves a row to the present place of its task.
    if let sources { row.sources = sources }
    if let title = cells[Column.task.name] { row.titles.insert(title) }
    row.isGone = entry.isRemoval && entry.undoes == nil
    rows[id] = row
  }

  private static let command = "import"

  func titles(ofRow id: String) -> Set<String> { rows[id]?.titles ?? [] }

  /// The rows that are not added again, sorted by id.
  var gone: [Row] {
    replaced + rows.filter(\.value.isGone).sorted { $0.key < $1.key }.map(\.value)
  }

  func hasArchived(_ id: String) -> Bool { archive?.contains(id) ?? false }
}
