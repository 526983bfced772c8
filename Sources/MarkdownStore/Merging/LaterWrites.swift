import QueueDocument
import QueueModel

/// What commands wrote into rows, and when: whoever shows it has loaded the file since.
struct LaterWrites {
  private var values: [String: [String: [String: Int]]] = [:]
  /// What commands wrote into notes, beside what stood there.
  private var segments: [String: [String: Int]] = [:]
  private var additions: [String: Addition] = [:]

  /// A row that came, and what it was to be done then; `nil` where it came back.
  private struct Addition {
    let sequence: Int
    let texts: [String?]?
  }

  /// Cells that nobody types by chance as a command writes them.
  private static let telling = [Column.ownerSession, .startedAt, .notes].map(\.name)

  init(_ entries: some Sequence<JournalEntry.Parsed>) {
    for entry in entries {
      if entry.history.command == HistoryEntry.externalCommand {
        // Its author has the row in their own buffer, and goes on from this very save.
        for row in entry.histories where row.isAddition || row.merge?.fate == .deletedButChanged {
          add(row.id, row.isAddition ? row.after : nil, entry.sequence)
        }
      } else {
        for change in entry.histories { add(change) }
      }
    }
  }

  private mutating func add(_ change: HistoryEntry) {
    guard let id = change.id else { return }
    if change.isAddition { add(id, change.after, change.sequence) }
    for name in Self.telling + [Column.status.name] {
      guard let text = change.after[name], text != change.before[name] else { continue }
      values[id, default: [:]][name, default: [:]][text] = change.sequence
    }
    let notes = Column.notes.name
    for segment in Self.segments(change.after[notes], besides: change.before[notes]) {
      segments[id, default: [:]][segment] = change.sequence
    }
  }

  private mutating func add(_ id: String?, _ cells: [String: String]?, _ sequence: Int) {
    guard let id else { return }
    additions[id] = Addition(
      sequence: sequence, texts: cells.map { [$0[Column.task], $0[Column.successCriteria]] })
  }

  /// Whether the row is one that came only behind entry `sequence`: a command or somebody's save
  /// added it, or a merge put it back. A row of the same id that says nothing of what that one
  /// said is another.
  func added(_ row: TableDifference.Row, after sequence: Int) -> Bool {
    guard let addition = additions[row.id], addition.sequence > sequence else { return false }
    let texts = [row.task, row.successCriteria]
    return addition.texts.map { zip($0, texts).contains { $0 != nil && $0 == $1 } } ?? true
  }

  /// How much a cell that differs from a version's, which was there behind entry `sequence`,
  /// speaks against that version.
  func weight(of cell: TableDifference.Cell, after sequence: Int) -> Int {
    if let written = values[cell.id]?[cell.column]?[cell.text ?? "-"], written > sequence {
      guard cell.column == Column.status.name else { return Self.carried }
      // By hand a row is mostly set to wait again.
      return cell.text == Status.pending.rawValue ? 1 : Self.likely
    }
    guard cell.column == Column.notes.name, let written = segments[cell.id] else { return 1 }
    let isWritten = { written[$0] != nil }
    if Self.segments(cell.text, besides: cell.before).contains(where: isWritten) {
      return Self.carried
    }
    return Self.segments(cell.before, besides: cell.text).contains(where: isWritten)
      ? Self.likely : 1
  }

  /// Of a cell, or a row, that carries what a command wrote and the version does not: a person
  /// may have added to notes since, but does not type such a text.
  static let carried = 4
  /// Of a status that a command wrote later, and of notes that lack what one wrote: a person
  /// may have done that, too.
  private static let likely = 2

  private static func segments(_ notes: String?, besides others: String?) -> [String] {
    guard let notes else { return [] }
    let known = Notes(others ?? "").segments
    return Notes(notes).segments.filter { $0 != "-" && !known.contains($0) }
  }

  /// Whether a row of another text, with these cells, shows what was written only behind
  /// entry `sequence`: somebody moved it out of the table.
  func wroteAny(of cells: [String], of id: String, after sequence: Int) -> Bool {
    values[id]?.values.contains { texts in
      texts.contains { text, written in text != "-" && written > sequence && cells.contains(text) }
    } ?? false
  }
}
