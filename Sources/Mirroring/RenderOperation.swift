import MarkdownStore
import QueueModel

/// The table, written from the database. Where somebody saves meanwhile it is planned anew.
struct RenderOperation: TableOperation {
  typealias Answer = Rendering

  let database: DatabaseRows
  let time: QueueTime
  let queueID: QueueID?

  var history: HistoryScope? { database.through.map(HistoryScope.since) }
  var lastClaimNumber: Int { database.lastClaimNumber }

  func plan(
    for table: MarkdownTable, history: [HistoryEntry]
  ) throws(Refusal) -> Plan<Rendering> {
    let rendering = Rendering(database, into: table, history)
    return Plan(
      answer: rendering, rewrite: rendering.changes.isEmpty ? nil : .changes(rendering.changes),
      claims: rendering.claims)
  }
}
