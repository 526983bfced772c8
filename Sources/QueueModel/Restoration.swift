/// Brings back a row that somebody deleted, as the history last saw it.
struct Restoration {
  let id: String
  let history: [HistoryEntry]

  func decide(in table: some QueueTable) throws -> Decision {
    guard try !table.contains(id) else { throw Refusal.notDeleted(id) }
    guard let entry = history.last(where: { $0.id == id && $0.isRemoval }) else {
      throw Refusal.neverDeleted(id)
    }
    guard var item = QueueItem(cells: entry.before, hasAfterColumn: false) else {
      throw Refusal.unreadableDeletion(id)
    }
    var record = QueueItem.Record()
    record.take(entry.before)
    item.record = record
    let origin = ItemChange.Origin(place: entry.place, cells: entry.before.ofOwnColumns)
    return .change(ItemChange(.restored, before: nil, after: item, origin: origin))
  }
}
