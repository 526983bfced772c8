import Model

@testable import Workload

/// The expected contents of each cell after the acknowledged commands and the saves, in a known
/// order. It is the oracle for interleavings that tests play within one process. Unlike the code
/// under test, it knows the version that each save was edited from.
///
/// Deleting a row or a segment of notes that a command has just written has no effect, because it
/// cannot be distinguished from saving an old copy.
struct CellLedger {
  private struct Row: Equatable {
    /// Texts by column, without the notes.
    var cells: [String: String]
    var notes: Set<String>
    /// Segments that a person removed and that a merge may have put back.
    var optionalNotes: Set<String> = []
    /// Statuses that a person set, if a command may have changed the status before or after that.
    var possibleStatuses: Set<String> = []
    /// Whether a person deleted the row: texts typed there before may be lost with the row, even if
    /// the row is put back.
    var wasDeleted = false
    /// Whether the row may be missing: a person deleted it, or a command removed it during a save.
    var isDoubtful = false

    func says(_ other: Row) -> Bool { cells == other.cells && notes == other.notes }
  }

  private var rows: [String: Row] = [:]
  /// Former contents of rows, which an undo may have restored.
  private var formerRows: [String: [Row]] = [:]
  /// Texts above and below the table.
  private var paragraphs: [String] = []
  /// The lines of unchanged rows, as they are in the file.
  private var untouched: [String: String] = [:]

  /// Begins with the contents of a file.
  init(_ file: EditorBuffer) {
    rows = file.rows.mapValues(Self.row)
    for id in file.ids { untouched[id] = file.line(of: id) }
  }

  private static func row(_ cells: EditorBuffer.Row) -> Row {
    Row(cells: cells.filter { $0.key != "notes" }, notes: segments(cells["notes"]))
  }

  private static func segments(_ notes: String?) -> Set<String> {
    Set(Notes(notes ?? "").segments)
  }

  /// Records that a formatter rewrote all lines.
  mutating func recordFormat() { untouched = [:] }

  // MARK: Saves

  /// A save: the editor's buffer as last loaded or saved, and as saved now.
  struct Save: Sendable {
    let shown: EditorBuffer
    let saved: EditorBuffer
    let paragraphs: [String]
  }

  private static let state = ["status", "owner_session", "started_at_kst"]

  mutating func record(_ save: Save) {
    paragraphs += save.paragraphs
    let (shown, saved) = (save.shown.rows, save.saved.rows)
    for (id, before) in shown where saved[id] == nil {
      // A row that a command has changed since is put back.
      guard let row = rows[id] else { continue }
      rows[id]?.wasDeleted = true
      let isAsShown =
        row.says(Self.row(before)) || formerRows[id, default: []].contains(where: row.says)
      if isAsShown { rows[id]?.isDoubtful = true }
    }
    for (id, row) in saved where row != shown[id] { record(row, since: shown[id] ?? [:], of: id) }
    for id in untouched.keys where save.shown.line(of: id) != save.saved.line(of: id) {
      untouched[id] = nil
    }
  }

  private mutating func record(
    _ saved: EditorBuffer.Row, since shown: EditorBuffer.Row, of id: String
  ) {
    untouched[id] = nil
    guard var row = rows[id] else {
      rows[id] = Self.row(saved)
      return
    }
    let isStateOld = Self.state.contains { row.cells[$0] != shown[$0] }
    for name in Set(saved.keys).union(shown.keys)
    where name != "notes" && saved[name] != shown[name] {
      if !Self.state.contains(name) || !isStateOld { row.cells[name] = saved[name] }
    }
    let (before, after) = (Self.segments(shown["notes"]), Self.segments(saved["notes"]))
    if saved["status"] != shown["status"] {
      // If notes were removed, too, nothing shows which state the person had read.
      if !before.isSubset(of: after) || isStateOld {
        row.possibleStatuses.insert(saved["status"] ?? "-")
      }
      if !before.isSubset(of: after) {
        row.possibleStatuses.insert(rows[id]?.cells["status"] ?? "-")
      }
    }
    row.optionalNotes.formUnion(before.subtracting(after))
    row.notes = row.notes.subtracting(before.subtracting(after)).union(after.subtracting(before))
    rows[id] = row
  }

  // MARK: Commands

  /// Records what a command acknowledged.
  ///
  /// - Parameters:
  ///   - change: the change of one row.
  ///   - isAlone: whether no save came while the command ran, so that it saw all saves.
  /// - Returns: the differences between the file and what the command saw.
  mutating func record(_ change: ItemChange, isAlone: Bool) -> [Fault] {
    untouched[change.id] = nil
    guard let after = change.after else {
      if isAlone { rows[change.id] = nil } else { rows[change.id]?.isDoubtful = true }
      return []
    }
    let new = Self.row(of: after)
    guard let before = change.before.map(Self.row) else {
      let doubts =
        isAlone && rows[change.id]?.isDoubtful == false ? [Fault(change.id, "was there")] : []
      rows[change.id] = new
      for (name, text) in change.origin?.cells ?? [:] { rows[change.id]?.cells[name] = text }
      return doubts
    }
    let known = rows[change.id]
    // A command does not read columns that the queue does not know.
    var seen = known
    seen?.cells =
      known?.cells.filter { name, _ in Column.allCases.contains { $0.name == name } } ?? [:]
    let doubts = isAlone ? Self.faults(of: change.id, before, seen) : []
    var row = known ?? before
    formerRows[change.id, default: []].append(row)
    row.isDoubtful = false
    for name in Column.allCases.map(\.name)
    where isAlone || before.cells[name] != new.cells[name] {
      row.cells[name] = new.cells[name]
    }
    if isAlone {
      (row.notes, row.optionalNotes, row.possibleStatuses) = (new.notes, [], [])
    } else {
      row.notes = row.notes.subtracting(before.notes.subtracting(new.notes))
        .union(new.notes.subtracting(before.notes))
      row.optionalNotes.formUnion(before.notes.symmetricDifference(new.notes))
    }
    rows[change.id] = row
    return doubts.map { Fault($0.id, "the command saw \($0.message)") }
  }

  private static func row(of item: QueueItem) -> Row {
    let cells = Column.allCases.compactMap { column in
      item.text(of: column).map { (column.name, $0) }
    }
    return row(Dictionary(uniqueKeysWithValues: cells))
  }

  // MARK: Faults

  /// The differences between a file and the expected contents. Doubtful cells are from now on
  /// expected as they are in the file.
  mutating func faults(in file: EditorBuffer) -> [Fault] {
    let found = file.rows.mapValues(Self.row)
    var faults: [Fault] = []
    for id in Set(file.ids) where file.ids.count(where: { $0 == id }) > 1 {
      faults.append(Fault(id, "stands twice"))
    }
    for (id, row) in found { faults += Self.faults(of: id, row, rows[id]) }
    for (id, row) in rows where found[id] == nil {
      if row.isDoubtful { rows[id] = nil } else { faults.append(Fault(id, "is gone")) }
    }
    for (id, row) in found where rows[id] != nil {
      if let old = rows[id], !old.says(row) { formerRows[id, default: []].append(old) }
      rows[id] = row
    }
    faults += paragraphs.filter { !file.lines.contains($0) }.map { Fault(nil, "'\($0)' is gone") }
    for (id, line) in untouched where rows[id] != nil && file.line(of: id) != line {
      let line = file.line(of: id) ?? "nowhere"
      faults.append(Fault(id, "it was not touched, and is written \(line)"))
    }
    return faults.sorted { "\($0)" < "\($1)" }
  }

  private static func faults(of id: String, _ found: Row, _ row: Row?) -> [Fault] {
    guard let row else { return [Fault(id, "should not be there")] }
    let names = Set(row.cells.keys).union(found.cells.keys).sorted()
    let cells = names.filter { name in
      let isPossible = name == "status" && row.possibleStatuses.contains(found.cells[name] ?? "-")
      let isTypedAndDeleted = row.wasDeleted && !state.contains(name)
      return row.cells[name] != found.cells[name] && !isPossible && !isTypedAndDeleted
    }
    .map { "\($0)=\(found.cells[$0] ?? "-") for \(row.cells[$0] ?? "-")" }
    let gone = row.notes.subtracting(found.notes).subtracting(row.optionalNotes).sorted()
      .map { "notes without '\($0)'" }
    let surplus = found.notes.subtracting(row.notes).subtracting(row.optionalNotes).sorted()
      .map { "notes with '\($0)'" }
    return (cells + gone + surplus).map { Fault(id, $0) }
  }
}
