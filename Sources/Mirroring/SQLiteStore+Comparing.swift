public import MarkdownStore
import QueueDocument
public import QueueModel
public import QueueStore
import SQLite
public import SQLiteStore

extension SQLiteStore {
  /// Compares the database with a queue file. Both are only read, a database of the Python
  /// tool as it is.
  ///
  /// - Parameters:
  ///   - file: the queue file.
  ///   - context: what holds for rows without a limit of their own.
  ///   - texts: whether task, criteria and notes are compared, too.
  public func consistency(
    with file: MarkdownStore, context: TransitionContext, withTexts texts: Bool
  ) throws(StoreFailure) -> StoreOutcome<Consistency> {
    try collectingWarnings { () throws(StoreError) in
      try compare(with: file, context, withTexts: texts)
    }
  }

  private func compare(
    with file: MarkdownStore, _ context: TransitionContext, withTexts texts: Bool
  ) throws(StoreError) -> Consistency {
    let connection = try openForReading()
    try checkBelongs(connection, to: file)
    let table = try file.table(of: file.file())
    warnings.malformedRows = table.malformedRows
    let rows = (0..<table.rowCount).filter(table.document.isWhole).compactMap(table.item)
    let shown = Dictionary(
      rows.map { ($0.id, ItemFields($0)) }, uniquingKeysWith: { first, _ in first })
    let stored = try querying { () throws(SQLiteError) in
      try connection.portableRows { item in
        ItemFields(item, like: shown[item.id], nil, context.policy)
      }
    }
    return Consistency(
      rows.compactMap { shown[$0.id] }, stored,
      Consistency.columns + (texts ? Consistency.texts : []))
  }
}

extension Connection {
  /// All rows; of one with a status that nobody knows, what it says.
  fileprivate func portableRows(
    _ read: (QueueItem) -> ItemFields
  ) throws(SQLiteError) -> [ItemFields] {
    try statement("SELECT \(selection) FROM queue_items ORDER BY rowid").rows { row in
      if let item = StoredItem.read(row) { return read(item) }
      var portable = ItemFields()
      for column in Column.allCases {
        let text = row.text(column.rawValue)
        portable[ItemFields.Field(column)] = text.isEmpty || text == "-" ? nil : text
      }
      return portable
    }
  }
}
