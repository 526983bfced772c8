import Model

/// The distance of a save from a version. The smaller it is, the more likely the save was edited
/// from that version.
struct SaveDistance: Comparable {
  /// The number of cells that differ, and of rows that only one of the two has. A difference has a
  /// higher weight if the save has a text that a command wrote only after the version.
  var cells = 0
  /// The number of differing lines outside the table.
  var lines = 0
  /// The number of rows with different padding.
  var style = 0
  /// The number of rows with another position among the common rows.
  var order = 0

  static func < (left: SaveDistance, right: SaveDistance) -> Bool {
    (left.cells, left.lines, left.style, left.order)
      < (right.cells, right.lines, right.style, right.order)
  }
}

/// A save, prepared for the comparison with many versions.
struct SavedTable {
  let document: QueueDocument
  /// Whether the save comes from a merge of branches, which gave rows ids that older versions lack.
  let isRenamed: Bool
  private let lines: Set<String>
  /// The cells of lines that look like rows but are not, each with its first cell as the id. Such a
  /// line may be a row that was moved out of the table, or into which a person typed a pipe.
  private let formerRows: [(id: String, cells: [String])]

  init(_ document: QueueDocument, last: QueueDocument?) {
    self.document = last.map(document.keepingIDs) ?? document
    isRenamed = last.map(document.isRenamed) ?? false
    lines = Set(document.linesOutsideTable)
    formerRows = document.cellsOfOtherLines.compactMap { cells in
      cells.first.map { (id: $0, cells: cells) }
    }
  }

  /// - Parameter sequence: the last write that an editor of the version can have loaded. If the
  ///   save has a text of a later write, it was probably edited from a later version.
  func distance(
    from version: QueueDocument, _ writes: CommandTexts, after sequence: Int
  ) -> SaveDistance {
    var distance = SaveDistance()
    let version = isRenamed ? document.renaming(version) : version
    let difference = document.difference(from: version)
    for id in difference.missing {
      distance.cells += writes.removed(id, after: sequence) ? CommandTexts.removal : 1
    }
    for row in difference.added {
      distance.cells += writes.added(row, after: sequence) ? CommandTexts.certain : 1
    }
    for cell in difference.cells {
      distance.cells += writes.weight(of: cell, after: sequence)
    }
    for row in formerRows where !document.hasWholeRow(row.id) {
      if writes.wroteAny(of: row.cells, of: row.id, after: sequence) {
        distance.cells += CommandTexts.certain
      }
    }
    distance.lines = lines.symmetricDifference(version.linesOutsideTable).count
    distance.style = difference.rewritten
    distance.order = difference.moved
    return distance
  }
}

/// The added and removed rows, and the texts that commands wrote into rows. Each row or text comes
/// with the last write that wrote it. A save with such a text was edited from the version of that
/// write or a later one.
///
/// Example: write 5 made `ORCH-1` DONE and put "verified" into its notes. A save in which the notes
/// say "verified" was probably not edited from version 4: this difference has the weight `certain`.
/// A person may have typed the word DONE alone, so it has the weight `likely`. A text that no
/// command wrote has the weight 1.
final class CommandTexts {
  /// For each row, by its id, the indices in `writes` of the writes that changed it.
  private let places: [String: [Int]]
  private let writes: [RecordedWrite]
  /// The texts of each row, computed on demand, because most rows do not differ in a save.
  private var rows: [String: Row] = [:]

  fileprivate struct Row {
    /// The last write of each text, by column and text.
    var values: [String: [String: Int]] = [:]
    /// The segments that commands added to notes.
    var segments: Set<String> = []
    var addition: Addition?
    /// The last write that removed the row.
    var removal: Int?
  }

  /// The addition of a row, with its task and success criteria; these are `nil` if a merge put the
  /// row back.
  fileprivate struct Addition {
    let sequence: Int
    let texts: [String?]?
  }

  /// The columns in which a person rarely types the same text as a command, and the column of the
  /// status.
  static let columns = [Column.ownerSession, .startedAt, .notes, .status].map(\.name)

  init(_ writes: [RecordedWrite]) {
    self.writes = writes
    var places: [String: [Int]] = [:]
    // A write with several changes of a row is listed several times, which does no harm.
    for (place, write) in writes.enumerated() {
      for change in write.changes { places[change.id, default: []].append(place) }
      for merge in write.merges { places[merge.id, default: []].append(place) }
    }
    self.places = places
  }

  private func row(_ id: String) -> Row {
    if let row = rows[id] { return row }
    var row = Row()
    for write in (places[id] ?? []).map({ writes[$0] }) {
      let changes = write.changes.filter { $0.id == id }
      if changes.contains(where: \.isRemoval) { row.removal = write.sequence }
      if !write.isExternalSave {
        for change in changes { row.add(change, write.sequence) }
      } else if let addition = changes.last(where: \.isAddition) {
        // The author of the save has the added row in the editor, so a later save with this row
        // continues from this one.
        row.addition = Addition(sequence: write.sequence, texts: Self.texts(of: addition))
      } else if write.merges.last(where: { $0.id == id })?.fate == .deletedButChanged {
        row.addition = Addition(sequence: write.sequence, texts: nil)
      }
    }
    rows[id] = row
    return row
  }

  fileprivate static func texts(of change: RowChange) -> [String?] {
    [change.after[Column.task.name], change.after[Column.successCriteria.name]]
  }

  /// Whether the row was added after version `sequence`, by a command, by a save, or by a merge
  /// that put it back. A row with the same id, but another task and other criteria, is another row.
  /// A row is the same if its task continues the added row's task.
  func added(_ row: TableDifference.Row, after sequence: Int) -> Bool {
    guard let addition = self.row(row.id).addition, addition.sequence > sequence else {
      return false
    }
    let texts = [row.task, row.successCriteria]
    return addition.texts.map { zip($0, texts).contains(where: Self.isContinued) } ?? true
  }

  /// Whether the row was removed after version `sequence`, by a command or a save.
  func removed(_ id: String, after sequence: Int) -> Bool {
    row(id).removal.map { $0 > sequence } ?? false
  }

  /// Whether one of two texts begins with the other.
  private static func isContinued(_ added: String?, _ saved: String?) -> Bool {
    guard let added, let saved else { return false }
    return saved.hasPrefix(added) || added.hasPrefix(saved)
  }

  /// The weight of a difference between a save's cell and a version's cell. A cell whose text was
  /// written after version `sequence` has a higher weight.
  func weight(of cell: TableDifference.Cell, after sequence: Int) -> Int {
    let row = row(cell.id)
    let text = cell.after ?? "-"
    if let written = row.values[cell.column]?[text], written > sequence {
      return Self.weight(of: text, in: cell.column)
    }
    guard cell.column == Column.notes.name, !row.segments.isEmpty else { return 1 }
    if !row.segments.isDisjoint(with: Self.segments(cell.after, besides: cell.before)) {
      return Self.certain
    }
    return row.segments.isDisjoint(with: Self.segments(cell.before, besides: cell.after))
      ? 1 : Self.likely
  }

  /// The weight of a cell with a text that a later command wrote.
  static func weight(of text: String, in column: String) -> Int {
    guard column == Column.status.name else { return certain }
    // PENDING is the status that people set most often.
    return text == Status.pending.rawValue ? 1 : likely
  }

  /// The weight of a cell or row with a command's text that the version lacks. A person does not
  /// type such a text, but may have added other text to such notes.
  static let certain = 4
  /// The weight of a status that a command wrote later, and of notes that lack a command's text. A
  /// person may have made the same change.
  private static let likely = 2
  /// The weight of a row that a command removed later. A person may have deleted the same row, but
  /// rarely does.
  static let removal = 3

  fileprivate static func segments(_ notes: String?, besides others: String?) -> [String] {
    guard let notes else { return [] }
    let known = Notes(others ?? "").segments
    return Notes(notes).segments.filter { $0 != "-" && !known.contains($0) }
  }

  /// Whether the cells of a line, which was the row with this id before the row was moved out of
  /// the table, contain a text that a command wrote after version `sequence`.
  func wroteAny(of cells: [String], of id: String, after sequence: Int) -> Bool {
    row(id).values.values.contains { texts in
      texts.contains { text, written in text != "-" && written > sequence && cells.contains(text) }
    }
  }
}

extension CommandTexts.Row {
  /// Adds the texts that a command wrote.
  fileprivate mutating func add(_ change: RowChange, _ sequence: Int) {
    if change.isAddition {
      addition = CommandTexts.Addition(sequence: sequence, texts: CommandTexts.texts(of: change))
    }
    for column in CommandTexts.columns {
      guard let text = change.after[column], text != change.before[column] else { continue }
      values[column, default: [:]][text] = sequence
      guard column == Column.notes.name else { continue }
      segments.formUnion(CommandTexts.segments(text, besides: change.before[column]))
    }
  }
}
