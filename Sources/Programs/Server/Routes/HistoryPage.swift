import Door
import Model
import Plans
import QueueStore
import Text

/// A part of the history, with what a reader wants to know beside each change.
struct HistoryPage: Shaped {
  private let entries: [Entry]
  private let hasOlder: Bool

  init(_ call: Call) throws {
    let request = call.request
    var filter = HistoryFilter()
    filter.id = request.value("id")
    (filter.since, filter.who) = (request.value("since"), request.value("who"))
    filter.trace = request.value("trace")
    filter.plan = try request.value("plan").map { ($0, try call.queue.ids(ofPlan: $0)) }
    let limit = min(try request.number("limit") ?? 100, .max - 1)
    let kinds = Set(try request.choices("kind", QueueEvent.Kind.self))
    let before = try request.number("before") ?? .max
    // Reading the last changes alone is quick. One more says whether there are older ones.
    if kinds.isEmpty, before == .max { filter.limit = limit + 1 }
    var found = try call.queue.history(matching: filter)
    if found.isCut(at: limit), filter.limit != nil {
      filter.limit = nil
      found = try call.queue.history(matching: filter)
    }
    var tasks: [String: String] = [:]
    for entry in found { if let id = entry.id, let task = entry.task { tasks[id] = task } }
    found.removeAll { $0.sequence >= before || !(kinds.isEmpty || kinds.contains($0.kind)) }
    let page = found.lastWhole(limit)
    hasOlder = page.count < found.count
    let snapshot = try call.queue.snapshot()
    entries = page.map { entry in
      let item = entry.id.flatMap { (try? snapshot.item($0)) ?? nil }
      return Entry(entry: entry, task: item?.task ?? entry.id.flatMap { tasks[$0] })
    }
  }

  static var shapeName: StaticString { "history page" }
  static func shape(_ fields: inout Fields<HistoryPage>) {
    fields.add("entries", \.entries, "the changes, oldest first")
    fields.add(
      "older", \.hasOlder, "whether there are older ones: ask with the first `seq` as `before`")
  }

  private struct Entry: Shaped {
    let entry: HistoryEntry
    let task: String?

    static var shapeName: StaticString { "history page entry" }
    static func shape(_ fields: inout Fields<Entry>) {
      fields.addAll { $0.entry }
      fields.add("kind", \.entry.kind.rawValue, "the event: [events.md](events.md)")
      fields.addIfAny("task", \.task, "what the row is now, or was before it was removed")
    }
  }
}

extension HistoryEntry {
  fileprivate var kind: QueueEvent.Kind {
    QueueEvent(self, at: EventCursor(history: "", sequence: sequence, index: 0)).kind
  }

  /// The task of the row, if the change was of it.
  fileprivate var task: String? { after[Column.task.name] ?? before[Column.task.name] }
}

extension [HistoryEntry] {
  /// Whether the page of the last `limit` may lack entries of a save that begins before them.
  fileprivate func isCut(at limit: Int) -> Bool {
    count > limit && self[count - limit].sequence == self[0].sequence
  }

  /// The last `limit` entries, and those that belong to the same save as the first of them, so that
  /// the number of a save is a place between two pages.
  fileprivate func lastWhole(_ limit: Int) -> ArraySlice<HistoryEntry> {
    var start = Swift.max(0, count - limit)
    while start > 0, self[start - 1].sequence == self[start].sequence { start -= 1 }
    return self[start...]
  }
}
