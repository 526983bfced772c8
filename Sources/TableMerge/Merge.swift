public import QueueDocument
public import QueueModel

/// What a merge makes of two versions of a queue that were edited from one origin.
public struct MergedDocument: Sendable {
  /// The merged file.
  public let bytes: QueueBytes
  /// What became of rows that did not simply take what was saved, in the table's order.
  public let rows: [RowMerge]
}

extension QueueDocument {
  /// Merges a save into the queue, cell by cell.
  ///
  /// The result has the layout of the save: its order where it moved rows, its padding, its
  /// columns. Both changed a cell: the person who saved wins, but for status, owner and start,
  /// which go together and are ours if we changed any of them; notes are merged by segments.
  /// A row that the save lacks is deleted unless we changed or added it since the origin.
  ///
  /// Source: `docs/queue-file.md`, "What changed outside".
  ///
  /// - Parameters:
  ///   - origin: the version that the save was edited from.
  ///   - theirs: the save, as it was found.
  ///   - ours: the version that was last left here.
  public static func merge(
    origin: QueueDocument, theirs: QueueDocument, ours: QueueDocument
  ) -> MergedDocument {
    Merge(origin: origin, page: theirs, other: ours, rule: .save).result()
  }

  /// Merges two branches, cell by cell, in the layout of `ours`, the branch that one is on.
  ///
  /// Both changed a cell: ours stays, and the row's notes tell what theirs said.
  ///
  /// - Parameters:
  ///   - base: what both go back to; `nil` where each branch made the file.
  ///   - ours: the file of the branch that one is on.
  ///   - theirs: that of the branch that comes in.
  public static func mergeBranches(
    base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument
  ) throws(DocumentError) -> MergedDocument {
    let origin = if let base { base } else { try noRows(of: theirs, inColumnsOf: ours) }
    return Merge(origin: origin, page: ours, other: theirs, rule: .branches).result()
  }

  /// A table of the columns that both have, without rows, so that all else was added. Their
  /// order is not that of `ours`, which counts as moved then, and stays.
  private static func noRows(
    of theirs: QueueDocument, inColumnsOf ours: QueueDocument
  ) throws(DocumentError) -> QueueDocument {
    let names = theirs.columnNames.filter(ours.columnNames.contains)
    let lines = [names, names.map { _ in "---" }].map { "| \($0.joined(separator: " | ")) |\n" }
    return try QueueDocument(QueueBytes(lines.joined().utf8))
  }
}

/// A three-way merge of queue files by cell.
///
/// The result has the layout of the `page`: the file that somebody saved, or the branch that
/// one is on. The `other` version came about meanwhile.
struct Merge {
  let origin: TableVersion
  let page: TableVersion
  let other: TableVersion
  let rule: Rule

  /// Who wins where both changed a cell of what a row's state consists of.
  enum Rule {
    /// The page is a save by somebody who may not have seen what happened meanwhile.
    case save
    /// The page is a branch of its own right.
    case branches
  }

  init(origin: QueueDocument, page: QueueDocument, other: QueueDocument, rule: Rule) {
    self.origin = TableVersion(origin)
    self.page = TableVersion(page)
    self.other = TableVersion(other)
    self.rule = rule
  }

  func result() -> MergedDocument {
    let columns = ColumnMerge(origin: origin, page: page, other: other)
    let rows = mergedRows(columns)
    let told = rows.compactMap(\.told)
    func document(_ text: TextMerge, endsLine: Bool) -> QueueBytes {
      MergedText(merge: self, columns: columns, rows: rows, text: text, endsLine: endsLine).bytes
    }
    let endsLine = page.document.endsWithLineEnd
    // Text that both sides changed may hide the table now: in a fence that one of them opens.
    // A row that is the last one now may need a line end to be whole.
    let ways = [(TextMerge.both, endsLine), (.both, true), (.page, endsLine)]
    let bytes = ways.lazy.map(document).first { isQueue($0, of: rows.count) }
    return MergedDocument(bytes: bytes ?? document(.page, endsLine: true), rows: told)
  }

  private func isQueue(_ bytes: QueueBytes, of rows: Int) -> Bool {
    (try? QueueDocument(bytes))?.rowCount == rows
  }

  private func mergedRows(_ columns: ColumnMerge) -> [MergedRow] {
    var rows: [RowKey: MergedRow] = [:]
    for key in page.keys { rows[key] = rowOfPage(key, columns) }
    for key in other.keys where !page.contains(key) { rows[key] = rowOfOther(key) }
    let order = OrderMerge.order(
      origin: origin.keys, page: page.keys, other: other.keys, isKept: { rows[$0] != nil })
    return order.flatMap { key in
      rows[key].map { [$0] + ($0.twin.map { [$0] } ?? []) } ?? []
    }
  }

  /// A row of the page; `nil` where it was removed meanwhile and the page did not touch it.
  private func rowOfPage(_ key: RowKey, _ columns: ColumnMerge) -> MergedRow? {
    if page.isSame(key, in: other), columns.isOfPage { return .asItIs(key, .page) }
    guard let cells = page.cells(key) else { return nil }
    let before = origin.cells(key)
    guard let others = other.cells(key) else {
      guard let before else { return .asItIs(key, .page) }
      if before.differingNames(from: cells).isEmpty { return nil }
      return MergedRow(
        key: key, side: .page, cells: nil,
        told: RowMerge(id: key.text, fate: .removedButSaved))
    }
    if before == nil, isAnotherTask(cells, others) { return addedTwice(key) }
    let merge = CellsMerge(origin: before ?? [:], page: cells, other: others, rule: rule) {
      ($0 == .page ? page : other).names.contains($1) || !columns.names.contains($1)
    }
    return merge.row(key)
  }

  private func isAnotherTask(_ page: [String: String], _ other: [String: String]) -> Bool {
    page[Column.task] != other[Column.task]
  }

  /// Two rows that happen to have one id: nobody can tell which should have another.
  private func addedTwice(_ key: RowKey) -> MergedRow {
    // A page that a merge left has the other row already, as the second with this id.
    if page.hasCopy(of: key, in: other) { return .asItIs(key, .page) }
    return MergedRow(
      key: key, side: .page, cells: nil, told: RowMerge(id: key.text, fate: .addedTwice),
      hasTwin: true)
  }

  /// A row that only the other version has; `nil` where the page deleted it.
  private func rowOfOther(_ key: RowKey) -> MergedRow? {
    guard let before = origin.cells(key) else {
      return MergedRow(
        key: key, side: .other, cells: nil, told: RowMerge(id: key.text, fate: .addedSince))
    }
    let cells = other.cells(key) ?? [:]
    if before.differingNames(from: cells).isEmpty { return nil }
    return MergedRow(
      key: key, side: .other, cells: nil,
      told: RowMerge(id: key.text, fate: .deletedButChanged))
  }
}

/// A row of a merged table.
struct MergedRow {
  enum Side { case page, other }

  let key: RowKey
  /// The version whose line it is.
  let side: Side
  /// What it says; `nil` for what its line says.
  let cells: [String: String]?
  /// What people should hear of it.
  let told: RowMerge?
  /// Whether the other version's row with this id comes behind it.
  var hasTwin = false

  static func asItIs(_ key: RowKey, _ side: Side) -> MergedRow {
    MergedRow(key: key, side: side, cells: nil, told: nil)
  }

  /// The other version's row with this id.
  var twin: MergedRow? { hasTwin ? .asItIs(key, .other) : nil }
}
