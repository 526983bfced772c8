import Door
import Model
import QueueStore

struct HookEvents {
  let queue: Queue
  let hook: Hook

  /// Reads events without the names of plans.
  private var read: ReadEvents {
    var filter = EventFilter()
    filter.kinds = Set(hook.kinds)
    return ReadEvents(queue: queue, filter: filter, idsOfPlan: nil, plans: [:])
  }

  /// The events after a position that the hook wants, oldest first, at most 256; and the last
  /// position that was read. If there are more events, this is the position of the last returned
  /// event.
  func next(after cursor: EventCursor) throws -> (events: [QueueEvent], last: EventCursor) {
    var events: [QueueEvent] = []
    let last = try read(after: cursor) { event in
      if isWanted(event), events.count < Self.most { events.append(event) }
    }
    if events.isEmpty { return ([], last) }
    let plans = queue.plansOfRows()
    return (
      events.map {
        QueueEvent($0.entry, at: $0.cursor, ofPlan: plans[$0.entry.id ?? ""] ?? $0.plan)
      },
      events.count < Self.most ? last : events.last?.cursor ?? last
    )
  }

  /// How many events are read at once. After each batch, the rest of a long backlog is read again.
  private static let most = 256

  /// Whether there are wanted events after a position, or so many others that the position should
  /// advance.
  func isDue(after cursor: EventCursor) throws -> Bool {
    var isDue = false
    let last = try read(after: cursor) { isDue = isDue || isWanted($0) }
    return isDue || last.sequence - cursor.sequence > Self.mostPassed
  }

  /// A failing hook is not notified of its own failure, because it would fail to accept that, too.
  private func isWanted(_ event: QueueEvent) -> Bool {
    if case .hookGaveUp(let fact) = event.entry.fact { return fact.hook != hook.name }
    return true
  }

  /// How many unwanted entries are read again each time at most.
  private static let mostPassed = 100

  /// Whether a cursor is a position in the queue's present history. A cursor may belong to another
  /// queue, or to a backup.
  func isOfThisHistory(_ cursor: EventCursor) throws -> Bool {
    do {
      _ = try read(after: cursor) { _ in }
      return true
    } catch Problem.cursorOfOtherQueue, Problem.cursorAhead { return false }
  }

  /// The last position of the history. Future events come after it.
  func end() throws -> EventCursor {
    let history = try queue.store.historyID(queue.context())
    let newest = try queue.store.visitHistory(after: .max - 1) { _ in }
    // The newest entry may not be counted yet.
    return try read(
      after: EventCursor(history: history, sequence: max(0, (newest ?? 0) - 1), index: 0)
    ) { _ in }
  }
}
