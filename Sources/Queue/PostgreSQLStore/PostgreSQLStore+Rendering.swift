public import Model
import PostgreSQL
public import QueueStore
import Text

// The records have the state on which a table on this machine and the queue last agreed.

extension PostgreSQLStore {
  private static let kind = "table"

  public func rendering<Answer>(
    _ context: TransitionContext,
    _ body: (RowsToRender, TransitionContext) throws -> (Answer, RenderedTable)
  ) throws(StoreError) -> Answer {
    try exclusively {
      try decided(by: nil, nil, as: context.author, together: false) { transaction in
        var context = timed(context, by: transaction)
        let source = try rows(in: transaction.table)
        let (answer, rendered) = try body(source, context)
        context.author = Author(
          program: context.author.program, command: HistoryEntry.externalCommand,
          traceID: context.author.traceID, actor: HistoryEntry.externalActor)
        var writer = transaction.writer(context)
        for edit in rendered.edits { try writer.write(edit) }
        try writer.move(rendered.edits)
        var agreed = rendered.agreed
        if let table = rendered.table?(writer.lastEvent), table != source.agreed[""] {
          agreed[""] = table
        }
        for (id, text) in agreed.sorted(by: { $0.key < $1.key }) {
          writer.add(Self.replacingRecord, [Self.kind, id, text])
        }
        for id in rendered.removed {
          writer.add(Self.removingRecord, [Self.kind, id])
        }
        transaction.add(writer)
        return answer
      }
    }
  }

  private func rows(in table: TransactionTable) throws(PostgreSQLError) -> RowsToRender {
    let answers = try table.connection.run([
      Statement(tables.selection("ORDER BY place")),
      Statement("SELECT key, json FROM records WHERE kind = $1", [Self.kind]),
      TransactionTable.metaStatement,
      Statement("SELECT coalesce(max(event_id), 0) FROM queue_events"),
    ])
    var found = RowsToRender()
    found.rows = answers[0].rows.map(StoredRow.init)
    for row in answers[1].rows { found.agreed[row.text(0)] = row.text(1) }
    let prefix = TransactionTable.numberKey("")
    for row in answers[2].rows where row.text(0).hasPrefix(prefix) {
      found.lastNumbers[String(row.text(0).dropFirst(prefix.count))] = row.int(1)
    }
    found.lastClaimNumber = table.nextClaimNumber - 1
    let lastEvent = answers[3].rows.first?.int(0) ?? 0
    let agreed = try? JSONValue(parsing: Array((found.agreed[""] ?? "").utf8))
    if let event = agreed?.objectValue?["event"]?.integerValue, event < lastEvent {
      let moves = try table.connection.run(
        "SELECT item_id FROM queue_events WHERE event_id > $1 AND strpos(payload_json, $2) > 0",
        event, "\"\(RowPlace.name)\"")
      found.moved = Set(moves.rows.map { $0.text(0) })
    }
    return found
  }
}
