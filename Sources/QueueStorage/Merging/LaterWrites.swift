import QueueDocument
import QueueModel

/// What commands wrote into rows, and when: whoever shows it has loaded the file since.
struct LaterWrites {
  private var values: [String: [String: [String: Int]]] = [:]
  private var additions: [String: Int] = [:]

  /// Cells that nobody types by chance as a command writes them.
  private static let telling = [Column.ownerSession, .startedAt, .notes].map(\.name)

  init(_ entries: some Sequence<JournalEntry.Parsed>) {
    for entry in entries where entry.history.command != HistoryEntry.externalCommand {
      for change in entry.histories { add(change) }
    }
  }

  private mutating func add(_ change: HistoryEntry) {
    guard let id = change.id else { return }
    if change.isAddition { additions[id] = change.sequence }
    for name in Self.telling {
      guard let text = change.after[name], text != change.before[name] else { continue }
      values[id, default: [:]][name, default: [:]][text] = change.sequence
    }
  }

  /// Whether a command added the row only behind entry `sequence`.
  func added(_ id: String, after sequence: Int) -> Bool {
    additions[id].map { $0 > sequence } ?? false
  }

  /// Whether a command wrote this only behind entry `sequence`; `-` for a cell that says
  /// nothing.
  func wrote(_ text: String, in column: String, of id: String, after sequence: Int) -> Bool {
    values[id]?[column]?[text].map { $0 > sequence } ?? false
  }

  /// Whether a row of another text, with these cells, shows what was written only behind
  /// entry `sequence`: somebody moved it out of the table.
  func wroteAny(of cells: [String], of id: String, after sequence: Int) -> Bool {
    values[id]?.values.contains { texts in
      texts.contains { text, written in text != "-" && written > sequence && cells.contains(text) }
    } ?? false
  }
}
