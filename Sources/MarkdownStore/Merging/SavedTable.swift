import QueueDocument
import QueueModel

/// A save, as it is compared with many versions.
struct SavedTable {
  private let document: QueueDocument
  private let lines: Set<String>
  /// The cells of lines that look like rows and are none, by their first: somebody moved them
  /// out of the table, or typed a pipe.
  private let formerRows: [(id: String, cells: [String])]

  init(_ document: QueueDocument) {
    self.document = document
    lines = Set(document.linesOutsideTable)
    formerRows = document.cellsOfOtherLines.compactMap { cells in
      cells.first.map { (id: $0, cells: cells) }
    }
  }

  /// In how many cells and rows it differs from a version.
  func farness(from version: QueueDocument) -> Int {
    let difference = document.difference(from: version)
    return difference.missing + difference.added.count + difference.cells.count
  }

  /// - Parameter sequence: what commands wrote behind this entry, the version's author cannot
  ///   have seen.
  func distance(
    from version: QueueDocument, _ writes: LaterWrites, after sequence: Int
  ) -> SaveDistance {
    var distance = SaveDistance()
    let difference = document.difference(from: version)
    distance.cells += difference.missing
    for row in difference.added {
      distance.cells += writes.added(row, after: sequence) ? LaterWrites.carried : 1
    }
    for cell in difference.cells {
      distance.cells += writes.weight(of: cell, after: sequence)
    }
    for row in formerRows where !document.hasWholeRow(row.id) {
      if writes.wroteAny(of: row.cells, of: row.id, after: sequence) {
        distance.cells += LaterWrites.carried
      }
    }
    distance.lines = lines.symmetricDifference(version.linesOutsideTable).count
    distance.style = difference.rewritten
    distance.order = difference.moved
    return distance
  }
}
