import JSON
import QueueModel
import QueueStore
import SQLite

extension HistoryEntry {
  /// What an event tells: its number, row, type, payload and time, in this order. Those
  /// of the Python tool have no cells.
  ///
  /// - Parameters:
  ///   - row: the statement at the event.
  ///   - offset: seconds east of UTC, at which the time is told.
  init(_ row: Statement, offset: Int) {
    let type = row.text(2)
    let payload = (try? JSONValue(parsing: Array(row.text(3).utf8)))?.objectValue ?? [:]
    let time = QueueTime(row.text(4), offset: offset)?.iso8601 ?? row.text(4)
    self.init(
      sequence: row.int(0), time: payload["ts"]?.stringValue ?? time,
      traceID: payload["trace_id"]?.stringValue ?? "",
      command: payload["command"]?.stringValue ?? type,
      actor: (payload["actor"] ?? payload["owner_session"])?.stringValue ?? "-", id: row.text(1),
      before: [String: String](cells: payload["before"]),
      after: [String: String](cells: payload["after"]),
      undoes: payload["undoes"]?.integerValue, place: RowPlace(payload["behind"]))
    judgement = Judgement(payload, ofType: type)
  }

  static let eventColumns = "event_id, item_id, event_type, payload_json, created_at"
}
