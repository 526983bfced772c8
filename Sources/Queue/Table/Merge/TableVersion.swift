public import Model

/// Identifies a row across versions of a table.
enum RowKey: Hashable {
  case id(String)
  /// A line without a unique id: it has the wrong number of cells, no id, or the id of another row.
  /// The key is the line's text, and the number of lines above with the same text.
  case line(String, Int)

  var text: String {
    switch self {
    case .id(let id): id
    case .line(let text, _): text
    }
  }
}

/// A table whose rows can be found by their keys, for a merge.
final class TableVersion {
  let document: QueueDocument
  let names: [String]
  /// The key of each line.
  let keys: [RowKey]
  private let rows: [RowKey: Int]
  /// The other ids in the notes of rows, by the rows' ids.
  private(set) lazy var otherIDs = document.otherIDs
  /// For each former id, the present ids of the rows that had it.
  private(set) lazy var successors = otherIDs.reduce(into: [String: [String]]()) { rows, others in
    for former in others.value.former { rows[former, default: []].append(others.key) }
  }

  init(_ document: QueueDocument) {
    self.document = document
    names = document.columnNames
    var rows: [RowKey: Int] = [:]
    rows.reserveCapacity(document.entries.count)
    keys = document.entries.indices.map { row in
      let key = Self.key(of: row, in: document, besides: rows)
      rows[key] = row
      return key
    }
    self.rows = rows
  }

  private static func key(
    of row: Int, in document: QueueDocument, besides rows: [RowKey: Int]
  ) -> RowKey {
    let entry = document.entries[row]
    if !entry.problems.contains(.cellCount), entry.idLength > 0 {
      let key = RowKey.id(document.id(ofRow: row))
      let owner = document.row(like: row, of: document) ?? row
      let isWhole = !document.entries[owner].problems.contains(.cellCount)
      if isWhole ? owner == row : rows[key] == nil { return key }
    }
    let text = document.plainText(ofRow: row)
    var copy = 0
    while rows[.line(text, copy)] != nil { copy += 1 }
    return .line(text, copy)
  }

  func row(_ key: RowKey) -> Int? { rows[key] }

  func contains(_ key: RowKey) -> Bool { rows[key] != nil }

  /// The row's texts by column name, without empty cells; `nil` if there is no such row.
  func cells(_ key: RowKey) -> [String: String]? {
    rows[key].map { document.cells(ofRow: $0, names) }
  }

  /// Whether a row without a unique id has the texts of the row in `other`.
  func hasCopy(of key: RowKey, in other: TableVersion) -> Bool {
    let texts = other.cells(key)?.filter { names.contains($0.key) }
    return keys.contains { copy in
      guard case .line = copy else { return false }
      return cells(copy) == texts
    }
  }

  /// Whether both versions have the row, with identical bytes.
  func isSame(_ key: RowKey, in other: TableVersion) -> Bool {
    guard let row = rows[key], let same = other.rows[key], names == other.names else {
      return false
    }
    return document.lineBytes(row).isSame(as: other.document.lineBytes(same))
  }
}

extension QueueDocument {
  /// The line's cells without their padding, which a formatter may change.
  fileprivate func plainText(ofRow row: Int) -> String {
    let cells = LineCells(line(of: row), in: bytes.raw)
    return (0..<cells.count).map { bytes.text(bytes.raw.trimmedCell(cells[$0])) }
      .joined(separator: " | ")
  }
}

extension TableVersion {
  /// Whether the headers are equal except for padding.
  func hasHeader(of other: TableVersion) -> Bool { headerTexts == other.headerTexts }

  /// The names of the columns as they are written, and the columns' alignments.
  private var headerTexts: [String] {
    let header = document.header
    let sides = (0..<header.columnCount).map { column -> String in
      let text = document.text(header.delimiters, column)
      return "\(text.hasPrefix(":")) \(text.hasSuffix(":"))"
    }
    return (0..<header.columnCount).map { document.text(header.cells, $0) } + sides
  }
}

extension QueueDocument {
  /// The cells and rows in which this save reverts an earlier save: they are as they were before
  /// the earlier save.
  public func revertedRows(of earlier: QueueDocument, before: QueueDocument) -> [RowMerge] {
    let save = TableVersion(keepingIDs(of: earlier))
    let (earlier, before) = (TableVersion(earlier), TableVersion(before))
    return earlier.keys.compactMap { key in
      if earlier.isSame(key, in: save) || earlier.isSame(key, in: before) { return nil }
      guard case .id = key, let cells = earlier.cells(key) else { return nil }
      guard let old = before.cells(key) else {
        return save.contains(key) ? nil : RowMerge(id: key.text, fate: .takenBack)
      }
      guard let new = save.cells(key) else { return nil }
      let lost = old.differingNames(from: cells)
        .filter { new[$0] == old[$0] && save.names.contains($0) }.sorted()
        .map { CellMerge(column: $0, kept: new[$0], dropped: cells[$0]) }
      return lost.isEmpty ? nil : RowMerge(id: key.text, lost: lost)
    }
  }
}
