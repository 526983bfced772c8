import QueueDocument
import QueueModel

/// Nothing but what every turn begins with: the saves of others are merged, and told.
struct AbsorbExternalEdits: TableOperation {
  typealias Answer = Void

  let time: QueueTime
  let history: HistoryScope? = nil

  func plan(for table: MarkdownTable, history: [HistoryEntry]) throws(Refusal) -> Plan<Void> {
    Plan(answer: (), rewrite: nil)
  }
}
