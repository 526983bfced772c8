public import Model

/// The merge of two versions of a queue that were edited from the same base.
public struct MergedDocument: Sendable {
  package let version: QueueVersion
  /// The conflicts, and the cells and rows that were put back, in the table's order.
  public let rows: [RowMerge]
  /// The rows that got another id.
  public var renamed: [RenamedRow] = []

  public var bytes: QueueBytes { version.bytes }
}

extension QueueDocument {
  /// Merges a save into the queue, cell by cell.
  ///
  /// The result has the layout of the save: its padding, its columns and, if it moved rows, its
  /// order. If both changed a cell, the save's text wins. Status, owner and start are an exception:
  /// if any of them changed in the queue, all three come from the queue. Notes are merged by
  /// segments. A row that the save lacks is deleted, unless it was changed or added in the queue
  /// since the base.
  ///
  /// Source: `docs/queue-file.md`, "What changed outside".
  ///
  /// - Parameters:
  ///   - base: the version from which the save was edited.
  ///   - save: the file as the editor saved it.
  ///   - queue: the version that commands wrote meanwhile.
  public static func merge(
    base: QueueDocument, save: QueueDocument, queue: QueueDocument
  ) -> MergedDocument {
    Merge(base, save, queue, .save).result()
  }

  /// Merges two branches, cell by cell, in the layout of `ours`.
  ///
  /// If both changed a cell, ours wins, and the row's notes keep the text of theirs. If both added
  /// a row with the same id, one of the rows gets another id; see `BranchIDs`.
  ///
  /// - Parameters:
  ///   - base: the common ancestor; `nil` if each branch created the file.
  ///   - ours: the file of the current branch.
  ///   - theirs: the file of the merged branch.
  public static func mergeBranches(
    base: QueueDocument?, ours: QueueDocument, theirs: QueueDocument
  ) throws(DocumentError) -> MergedDocument {
    let ids = BranchIDs(base: base, ours: ours, theirs: theirs)
    let (base, ours, theirs) = try ids.versions()
    let start = if let base { base } else { try noRows(of: theirs, inColumnsOf: ours) }
    var merged = Merge(start, ours, theirs, .branches).result()
    merged.renamed = ids.renamed
    return merged
  }

  /// A table without rows that has the columns of both branches, so that all other content counts
  /// as added. Its columns have the order of `theirs`, so that the order of `ours` counts as
  /// changed and wins.
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
/// The result has the layout of `save`, the file as an editor saved it. `queue` is the version that
/// commands wrote meanwhile. In a merge of branches, `save` is ours and `queue` is theirs.
struct Merge {
  let base: TableVersion
  let save: TableVersion
  let queue: TableVersion
  let rule: Rule

  /// The side that wins if both sides changed the state of a row.
  enum Rule {
    /// In the merge of a save, `queue` wins, because the author of the save had not loaded its
    /// changes.
    case save
    /// In a merge of branches, `save` wins.
    case branches
  }

  init(_ base: QueueDocument, _ save: QueueDocument, _ queue: QueueDocument, _ rule: Rule) {
    self.base = TableVersion(base)
    self.save = TableVersion(save.keepingIDs(of: base).keepingIDs(of: queue))
    self.queue = TableVersion(queue.keepingIDs(of: base))
    self.rule = rule
  }

  func result() -> MergedDocument {
    let columns = ColumnMerge(base: base, save: save, queue: queue)
    let rows = mergedRows(columns)
    let reports = rows.compactMap(\.report)
    func version(_ text: TextMerge, endsLine: Bool) -> QueueVersion {
      QueueVersion(
        MergedText(merge: self, columns: columns, rows: rows, text: text, endsLine: endsLine).bytes)
    }
    let endsLine = save.document.endsWithLineEnd
    // The first result whose table has all rows is used. If both sides changed the text outside the
    // table, the merged text may hide the table in a code fence that one side opens. A row that is
    // now the last one may need a line end.
    let ways = [(TextMerge.both, endsLine), (.both, true), (.save, endsLine)]
    let merged = ways.lazy.map(version).first { $0.document?.rowCount == rows.count }
    return MergedDocument(version: merged ?? version(.save, endsLine: true), rows: reports)
  }

  private func mergedRows(_ columns: ColumnMerge) -> [MergedRow] {
    var rows: [RowKey: MergedRow] = [:]
    for key in save.keys { rows[key] = rowOfSave(key, columns) }
    for key in queue.keys where !save.contains(key) { rows[key] = rowOfQueue(key) }
    let order = OrderMerge.order(
      base: base.keys, save: save.keys, queue: queue.keys, isIncluded: { rows[$0] != nil })
    return order.flatMap { key in
      rows[key].map { [$0] + ($0.twin.map { [$0] } ?? []) } ?? []
    }
  }

  /// The merged row for a row of `save`; `nil` if `queue` removed the row and `save` did not change
  /// it.
  private func rowOfSave(_ key: RowKey, _ columns: ColumnMerge) -> MergedRow? {
    if save.isSame(key, in: queue), columns.isOfSave { return .unchanged(key, .save) }
    guard let cells = save.cells(key) else { return nil }
    let before = base.cells(key)
    guard let queueCells = queue.cells(key) else {
      guard let before else { return .unchanged(key, .save) }
      if before.differingNames(from: cells).isEmpty { return nil }
      return MergedRow(
        key: key, side: .save, cells: nil,
        report: RowMerge(id: key.text, fate: .removedButSaved))
    }
    if before == nil, cells[Column.task] != queueCells[Column.task] { return addedTwice(key) }
    let merge = CellsMerge(base: before ?? [:], save: cells, queue: queueCells, rule: rule) {
      ($0 == .save ? save : queue).names.contains($1) || !columns.names.contains($1)
    }
    return merge.row(key)
  }

  /// Two rows that were added with the same id. Both stay in the table.
  private func addedTwice(_ key: RowKey) -> MergedRow {
    // After an earlier merge, `save` already has the row of `queue` as the second row with this id.
    if save.hasCopy(of: key, in: queue) { return .unchanged(key, .save) }
    return MergedRow(
      key: key, side: .save, cells: nil, report: RowMerge(id: key.text, fate: .addedTwice),
      hasTwin: true)
  }

  /// The merged row for a row that only `queue` has; `nil` if `save` deleted the row.
  private func rowOfQueue(_ key: RowKey) -> MergedRow? {
    guard let before = base.cells(key) else {
      return MergedRow(
        key: key, side: .queue, cells: nil, report: RowMerge(id: key.text, fate: .addedSince))
    }
    let cells = queue.cells(key) ?? [:]
    if before.differingNames(from: cells).isEmpty { return nil }
    return MergedRow(
      key: key, side: .queue, cells: nil,
      report: RowMerge(id: key.text, fate: .deletedButChanged))
  }
}

struct MergedRow {
  enum Side { case save, queue }

  let key: RowKey
  /// The version from which the row's line comes.
  let side: Side
  /// The row's texts by column; `nil` if they are the texts of the line.
  let cells: [String: String]?
  /// The report about the row's merge; `nil` if there is nothing to report.
  let report: RowMerge?
  /// Whether the row of `queue` with the same id follows this row.
  var hasTwin = false

  static func unchanged(_ key: RowKey, _ side: Side) -> MergedRow {
    MergedRow(key: key, side: side, cells: nil, report: nil)
  }

  /// The row of `queue` with the same id, if it follows this row.
  var twin: MergedRow? { hasTwin ? .unchanged(key, .queue) : nil }
}
