import QueueDocument
import QueueModel

/// Rows that come into an archive, or came before and changed since.
struct ArchiveOperation: TableOperation {
  typealias Answer = Void

  let time: QueueTime
  /// As they leave the queue, with all that they say.
  let rows: [RowChange]
  let history: HistoryScope? = nil

  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Void> {
    var changes: [ItemChange] = []
    for row in rows {
      guard
        let item = QueueItem(cells: row.before, hasAfterColumn: table.document.hasAfterColumn)
      else { continue }
      let origin = ItemChange.Origin(place: nil, cells: row.before.ofOwnColumns)
      let change = ItemChange(
        .archived, before: try table.item(row.id), after: item, origin: origin)
      if change.changesCells { changes.append(change) }
    }
    return Plan(answer: (), rewrite: changes.isEmpty ? nil : .changes(changes))
  }
}
