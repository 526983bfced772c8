import QueueModel
import QueueStore

extension HistoryEntry {
  /// What a save, told by `entry`, did to one row.
  init(_ entry: JournalEntry, _ row: RowChange) {
    self.init(
      sequence: entry.sequence, time: entry.time, traceID: entry.author.traceID,
      command: entry.author.command, actor: entry.author.actor, id: row.id, before: row.before,
      after: row.after, place: row.place)
    judgement = row.judgement
  }
}
