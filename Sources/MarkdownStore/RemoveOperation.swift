import QueueDocument
import QueueModel

/// Rows that leave the queue because they stand in the archive.
struct RemoveOperation: TableOperation {
  /// The ids of the rows that went.
  typealias Answer = [String]

  let rule: ArchiveRule
  let ends: RowEnds
  /// As they stand in the archive.
  let rows: [RowChange]
  let history: HistoryScope? = nil

  var time: QueueTime { rule.now }

  /// Lets those rows go that still are as they were archived.
  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws -> Plan<[String]> {
    let archived = Dictionary(uniqueKeysWithValues: rows.map { ($0.id, $0.before) })
    let going = try ends.rows(in: table, by: rule).filter { row in
      table.document.deletion(of: row.id)?.before == archived[row.id, default: [:]]
    }
    let changes = going.map { ItemChange(.archived, before: $0, after: nil) }
    return Plan(
      answer: going.map(\.id), rewrite: changes.isEmpty ? nil : .changes(changes),
      claims: going.filter { $0.claim != nil }.map { ClaimChange(id: $0.id, claim: nil) })
  }
}
