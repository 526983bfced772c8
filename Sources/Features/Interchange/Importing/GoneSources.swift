import Door
import Model
import QueueStore

/// The tasks of other tools as imports made rows of them, by the history and the archive: those whose
/// rows were deleted by a person, or archived, no import adds again.
struct GoneSources {
  /// What is known of a row.
  struct Row {
    fileprivate(set) var sources: [ForeignSource] = []
    /// What its task was called, here and there.
    fileprivate(set) var titles: Set<String> = []
    /// Whether it was deleted or archived; whoever takes an import back may make it again.
    fileprivate(set) var isGone = false
  }

  private var rows: [String: Row] = [:]
  /// Gone rows whose ids other tasks got.
  private var replaced: [Row] = []
  /// The rows that were archived; `nil` where there are none.
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
        // Another row may have its id since.
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
    // An import moves a row to the place where its task is now.
    if let sources { row.sources = sources }
    if let title = cells[Column.task.name] { row.titles.insert(title) }
    row.isGone = entry.isRemoval && entry.undoes == nil
    rows[id] = row
  }

  /// The command of the entries that imports make.
  private static let command = "import"

  /// The titles of a row's task.
  func titles(ofRow id: String) -> Set<String> { rows[id]?.titles ?? [] }

  /// The rows that do not come again, in the order of the ids.
  var gone: [Row] {
    replaced + rows.filter(\.value.isGone).sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether an archived row has the id.
  func hasArchived(_ id: String) -> Bool { archive?.contains(id) ?? false }
}
