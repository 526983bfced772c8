import QueueDocument

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
  private let lines: Set<String>
  /// The cells of lines that look like rows and are none, with the first as their id: rows that
  /// were moved out of the table, or into which a pipe was typed.
  private let formerRows: [(id: String, cells: [String])]

  init(_ document: QueueDocument) {
    self.document = document
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

  /// - Parameter sequence: the last write that the version's author can have seen.
  func distance(
    from version: QueueDocument, _ writes: WritesAfter, after sequence: Int
  ) -> SaveDistance {
    var distance = SaveDistance()
    let difference = document.difference(from: version)
    distance.cells += difference.missing
    for row in difference.added {
      distance.cells += writes.added(row, after: sequence) ? WritesAfter.carried : 1
    }
    for cell in difference.cells {
      distance.cells += writes.weight(of: cell, after: sequence)
    }
    for row in formerRows where !document.hasWholeRow(row.id) {
      if writes.wroteAny(of: row.cells, of: row.id, after: sequence) {
        distance.cells += WritesAfter.carried
      }
    }
    distance.lines = lines.symmetricDifference(version.linesOutsideTable).count
    distance.style = difference.rewritten
    distance.order = difference.moved
    return distance
  }
}
