import QueueDocument
import QueueModel

/// How much a save differs from a version. The smaller it is, the more likely is the version the
/// one that the save was edited from.
struct SaveDistance: Comparable {
  /// Cells that differ, and rows that only one of them has; more for each in which the save shows
  /// what a command wrote only after the version.
  var cells = 0
  /// Lines outside the table.
  var lines = 0
  /// Rows written differently: padding.
  var style = 0
  /// Rows in another place among the others.
  var order = 0

  static func < (left: SaveDistance, right: SaveDistance) -> Bool {
    (left.cells, left.lines, left.style, left.order)
      < (right.cells, right.lines, right.style, right.order)
  }
}

/// A save, prepared for the comparison with many versions.
struct SavedTable {
  private let document: QueueDocument
  /// Whether git merged it, and so gave rows ids that older versions don't know.
  let isRenamed: Bool
  private let lines: Set<String>
  /// The cells of lines that look like rows and are none, with the first as their id: rows that
  /// were moved out of the table, or into which a pipe was typed.
  private let formerRows: [(id: String, cells: [String])]

  /// - Parameters:
  ///   - document: the save.
  ///   - last: the last version.
  init(_ document: QueueDocument, last: QueueDocument?) {
    self.document = document
    isRenamed = last.map(document.isRenamed) ?? false
    lines = Set(document.linesOutsideTable)
    formerRows = document.cellsOfOtherLines.compactMap { cells in
      cells.first.map { (id: $0, cells: cells) }
    }
  }

  /// In how many cells and rows the save differs from a version, none counting more than another.
  func differenceCount(from version: QueueDocument) -> Int {
    let difference = document.difference(from: version)
    return difference.missing + difference.added.count + difference.cells.count
  }

  /// - Parameter sequence: the last write that the version's editor can have loaded. A text that a
  ///   later write has shows that the save was edited from that write instead.
  func distance(
    from version: QueueDocument, _ writes: CommandTexts, after sequence: Int
  ) -> SaveDistance {
    var distance = SaveDistance()
    let version = isRenamed ? document.renaming(version) : version
    let difference = document.difference(from: version)
    distance.cells += difference.missing
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

/// The rows that were added, and the texts that commands wrote into rows, each with the last write
/// that has it. A save with such a text was edited from the version of that write, or a later one.
///
/// Example: write 5 made `ORCH-1` DONE and put "verified" into its notes. A save in which the notes
/// say "verified" was hardly edited from version 4: that difference weighs `certain`. The word DONE
/// alone may have been typed by a person, and weighs `likely`; a text that no command wrote, 1.
struct CommandTexts {
  /// By id, column and text.
  private var values: [String: [String: [String: Int]]] = [:]
  /// What commands added to notes, by id and segment.
  private var segments: [String: [String: Int]] = [:]
  private var additions: [String: Addition] = [:]

  /// A row that was added, with its task and success criteria; `nil` where a merge put it back.
  private struct Addition {
    let sequence: Int
    let texts: [String?]?
  }

  /// Columns in which a person hardly types the same text as a command.
  private static let commandColumns = [Column.ownerSession, .startedAt, .notes].map(\.name)

  init(_ writes: [RecordedWrite]) {
    for write in writes {
      if write.isExternalSave {
        // Its author has the added row in the editor, and goes on from this very save.
        for row in write.changes where row.isAddition || row.merge?.fate == .deletedButChanged {
          add(row.id, row.isAddition ? row.after : nil, write.sequence)
        }
      } else {
        for change in write.changes { add(change, write.sequence) }
      }
    }
  }

  private mutating func add(_ change: HistoryEntry, _ sequence: Int) {
    guard let id = change.id else { return }
    if change.isAddition { add(id, change.after, sequence) }
    for name in Self.commandColumns + [Column.status.name] {
      guard let text = change.after[name], text != change.before[name] else { continue }
      values[id, default: [:]][name, default: [:]][text] = sequence
    }
    let notes = Column.notes.name
    for segment in Self.segments(change.after[notes], besides: change.before[notes]) {
      segments[id, default: [:]][segment] = sequence
    }
  }

  private mutating func add(_ id: String?, _ cells: [String: String]?, _ sequence: Int) {
    guard let id else { return }
    additions[id] = Addition(
      sequence: sequence, texts: cells.map { [$0[Column.task], $0[Column.successCriteria]] })
  }

  /// Whether the row was added after version `sequence`: by a command, by a save, or by a merge
  /// that put it back. A row of the same id with another task and other criteria is another row;
  /// a task that goes on where the added one ended is the same.
  func added(_ row: TableDifference.Row, after sequence: Int) -> Bool {
    guard let addition = additions[row.id], addition.sequence > sequence else { return false }
    let texts = [row.task, row.successCriteria]
    return addition.texts.map { zip($0, texts).contains(where: Self.isContinued) } ?? true
  }

  /// Whether one of two texts begins with the other.
  private static func isContinued(_ added: String?, _ saved: String?) -> Bool {
    guard let added, let saved else { return false }
    return saved.hasPrefix(added) || added.hasPrefix(saved)
  }

  /// The weight of a difference between a save's cell and a version's. A cell whose text was
  /// written after version `sequence` weighs more.
  func weight(of cell: TableDifference.Cell, after sequence: Int) -> Int {
    if let written = values[cell.id]?[cell.column]?[cell.after ?? "-"], written > sequence {
      guard cell.column == Column.status.name else { return Self.certain }
      // PENDING is what people set most often.
      return cell.after == Status.pending.rawValue ? 1 : Self.likely
    }
    guard cell.column == Column.notes.name, let written = segments[cell.id] else { return 1 }
    let isWritten = { written[$0] != nil }
    if Self.segments(cell.after, besides: cell.before).contains(where: isWritten) {
      return Self.certain
    }
    return Self.segments(cell.before, besides: cell.after).contains(where: isWritten)
      ? Self.likely : 1
  }

  /// The weight of a cell or row that has what a command wrote, and the version has not: a person
  /// may have added to such notes since, but does not type such a text.
  static let certain = 4
  /// The weight of a status that a command wrote later, and of notes that lack what a command
  /// wrote: a person may have done that, too.
  private static let likely = 2

  private static func segments(_ notes: String?, besides others: String?) -> [String] {
    guard let notes else { return [] }
    let known = Notes(others ?? "").segments
    return Notes(notes).segments.filter { $0 != "-" && !known.contains($0) }
  }

  /// Whether the cells of a line that was a row with this id show what a command wrote after
  /// version `sequence`: the row was moved out of the table.
  func wroteAny(of cells: [String], of id: String, after sequence: Int) -> Bool {
    values[id]?.values.contains { texts in
      texts.contains { text, written in text != "-" && written > sequence && cells.contains(text) }
    } ?? false
  }
}
