import QueueDocument
import QueueModel

/// The alignment of the table.
struct AlignOperation: TableOperation {
  typealias Answer = Int

  let time: QueueTime
  let history: HistoryScope? = nil

  /// - Returns: how many lines change.
  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Int> {
    let edits = table.document.alignment()
    return Plan(answer: edits.count, rewrite: edits.isEmpty ? nil : .layout(edits))
  }
}
