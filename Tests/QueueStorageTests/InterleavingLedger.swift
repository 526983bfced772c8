import QueueModel

@testable import QueueDocument

/// What a queue has to say after all that was acknowledged and saved: an oracle that knows which
/// version each save was edited from, where the code under test has to find that out.
///
/// Not held to be lost, because nobody can tell it from an old copy: that a person deleted a
/// row, or a segment of notes, which a command has just written.
struct InterleavingLedger {
  private struct Row: Equatable {
    /// But for notes.
    var cells: [String: String]
    var notes: Set<String>
    /// Segments that a person took out: they may be back.
    var maybe: Set<String> = []
    /// States that a person set: nobody can tell whether a command's came before or behind.
    var asked: Set<String> = []
    /// Whether a person deleted it: what they typed there before goes with it, where no command
    /// ran between, also when the row is put back.
    var wasDeleted = false
    /// Whether a person deleted it, or a command removed it while a person saved.
    var isDoubtful = false

    func says(_ other: Row) -> Bool { cells == other.cells && notes == other.notes }
  }

  private var rows: [String: Row] = [:]
  /// What rows said before: one that an undo took back there may be of an old copy.
  private var past: [String: [Row]] = [:]
  /// What was typed above and below the table.
  private var texts: [String] = []
  /// The lines of rows that nobody has touched, as they are written.
  private var untouched: [String: String] = [:]

  /// Begins with what stands in a file.
  init(_ file: InterleavingBuffer) {
    rows = file.rows.mapValues(Self.row)
    for id in file.ids { untouched[id] = file.line(of: id) }
  }

  private static func row(_ cells: InterleavingBuffer.Row) -> Row {
    Row(cells: cells.filter { $0.key != "notes" }, notes: segments(cells["notes"]))
  }

  private static func segments(_ notes: String?) -> Set<String> {
    Set(Notes(notes ?? "").segments)
  }

  /// A formatter wrote the whole table anew.
  mutating func touchAll() { untouched = [:] }

  // MARK: Saves

  /// What a person saved: what it showed when it was loaded, or saved last, and what now.
  struct Save: Sendable {
    let shown: InterleavingBuffer
    let saved: InterleavingBuffer
    let texts: [String]
  }

  private static let state = ["status", "owner_session", "started_at_kst"]

  mutating func take(_ save: Save) {
    texts += save.texts
    let (shown, saved) = (save.shown.rows, save.saved.rows)
    for (id, before) in shown where saved[id] == nil {
      // Changed since: it is put back.
      guard let row = rows[id] else { continue }
      rows[id]?.wasDeleted = true
      let isAsShown = row.says(Self.row(before)) || past[id, default: []].contains(where: row.says)
      if isAsShown { rows[id]?.isDoubtful = true }
    }
    for (id, row) in saved where row != shown[id] { take(row, since: shown[id] ?? [:], of: id) }
    for id in untouched.keys where save.shown.line(of: id) != save.saved.line(of: id) {
      untouched[id] = nil
    }
  }

  private mutating func take(
    _ saved: InterleavingBuffer.Row, since shown: InterleavingBuffer.Row, of id: String
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
      // Who also removes what an agent said leaves nothing that tells which state they read.
      if !before.isSubset(of: after) || isStateOld { row.asked.insert(saved["status"] ?? "-") }
      if !before.isSubset(of: after) { row.asked.insert(rows[id]?.cells["status"] ?? "-") }
    }
    row.maybe.formUnion(before.subtracting(after))
    row.notes = row.notes.subtracting(before.subtracting(after)).union(after.subtracting(before))
    rows[id] = row
  }

  // MARK: Commands

  /// What a command acknowledged.
  ///
  /// - Parameter isAlone: whether nobody saved while it ran, so that it saw all that was saved.
  /// - Returns: what it did not see although it stood there.
  mutating func take(_ change: ItemChange, isAlone: Bool) -> [String] {
    untouched[change.id] = nil
    guard let after = change.after else {
      if isAlone { rows[change.id] = nil } else { rows[change.id]?.isDoubtful = true }
      return []
    }
    let new = Self.row(of: after)
    guard let before = change.before.map(Self.row) else {
      let doubts = isAlone && rows[change.id]?.isDoubtful == false ? ["\(change.id) was there"] : []
      rows[change.id] = new
      for (name, text) in change.origin?.cells ?? [:] { rows[change.id]?.cells[name] = text }
      return doubts
    }
    let known = rows[change.id]
    // A command does not look at the owner's own columns.
    var seen = known
    seen?.cells =
      known?.cells.filter { name, _ in Column.allCases.contains { $0.name == name } } ?? [:]
    let doubts = isAlone ? Self.faults(of: change.id, before, seen) : []
    var row = known ?? before
    past[change.id, default: []].append(row)
    row.isDoubtful = false
    for name in Column.allCases.map(\.name)
    where isAlone || before.cells[name] != new.cells[name] {
      row.cells[name] = new.cells[name]
    }
    if isAlone {
      (row.notes, row.maybe, row.asked) = (new.notes, [], [])
    } else {
      row.notes = row.notes.subtracting(before.notes.subtracting(new.notes))
        .union(new.notes.subtracting(before.notes))
      row.maybe.formUnion(before.notes.symmetricDifference(new.notes))
    }
    rows[change.id] = row
    return doubts.map { "the command saw \($0)" }
  }

  private static func row(of item: QueueItem) -> Row {
    let cells = Column.allCases.compactMap { column in
      item.text(of: column).map { (column.name, $0) }
    }
    return row(Dictionary(uniqueKeysWithValues: cells))
  }

  // MARK: Faults

  /// What is not in a file as it should be, a line each; takes over what was doubtful.
  mutating func faults(in file: InterleavingBuffer) -> [String] {
    let found = file.rows.mapValues(Self.row)
    var faults: [String] = []
    for id in Set(file.ids) where file.ids.count(where: { $0 == id }) > 1 {
      faults.append("\(id) stands twice")
    }
    for (id, row) in found { faults += Self.faults(of: id, row, rows[id]) }
    for (id, row) in rows where found[id] == nil {
      if row.isDoubtful { rows[id] = nil } else { faults.append("\(id) is gone") }
    }
    for (id, row) in found where rows[id] != nil {
      if let old = rows[id], !old.says(row) { past[id, default: []].append(old) }
      rows[id] = row
    }
    faults += texts.filter { !file.lines.contains($0) }.map { "'\($0)' is gone" }
    for (id, line) in untouched where rows[id] != nil && file.line(of: id) != line {
      faults.append("nobody touched \(id), it is written \(file.line(of: id) ?? "nowhere")")
    }
    return faults.sorted()
  }

  private static func faults(of id: String, _ found: Row, _ row: Row?) -> [String] {
    guard let row else { return ["\(id), which should not be there"] }
    let names = Set(row.cells.keys).union(found.cells.keys).sorted()
    let cells = names.filter { name in
      let isAsked = name == "status" && row.asked.contains(found.cells[name] ?? "-")
      let isTypedAndDeleted = row.wasDeleted && !state.contains(name)
      return row.cells[name] != found.cells[name] && !isAsked && !isTypedAndDeleted
    }
    .map { "\(id) \($0)=\(found.cells[$0] ?? "-") for \(row.cells[$0] ?? "-")" }
    let gone = row.notes.subtracting(found.notes).subtracting(row.maybe).sorted()
      .map { "\(id) notes without '\($0)'" }
    let surplus = found.notes.subtracting(row.notes).subtracting(row.maybe).sorted()
      .map { "\(id) notes with '\($0)'" }
    return cells + gone + surplus
  }
}
