import Door
import Model
import QueueStore

/// The events of a hook.
struct HookEvents {
  let queue: Queue
  let hook: Hook

  /// Without the names of plans.
  private var read: ReadEvents {
    var filter = EventFilter()
    filter.kinds = Set(hook.kinds)
    return ReadEvents(queue: queue, filter: filter, idsOfPlan: nil, plans: [:])
  }

  /// The events behind a place that the hook wants, oldest first, 256 at most, and the last place that was looked at; that of the last event where there are more.
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

  /// How many are read at once: a long backlog is read again for each so many programs.
  private static let most = 256

  /// Whether there are events behind a place, or so many others that the place should go on.
  func isDue(after cursor: EventCursor) throws -> Bool {
    var isDue = false
    let last = try read(after: cursor) { isDue = isDue || isWanted($0) }
    return isDue || last.sequence - cursor.sequence > Self.mostPassed
  }

  /// A hook that fails is not told that it did, which it would fail to take, too.
  private func isWanted(_ event: QueueEvent) -> Bool {
    if case .hookGaveUp(let fact) = event.entry.fact { return fact.hook != hook.name }
    return true
  }

  /// How many entries that concern no hook are looked at again and again.
  private static let mostPassed = 100

  /// Whether a cursor is a place in the queue's history, as it is now: that may be another queue's,
  /// or put back from a backup.
  func isOfThisHistory(_ cursor: EventCursor) throws -> Bool {
    do {
      _ = try read(after: cursor) { _ in }
      return true
    } catch Problem.cursorOfOtherQueue, Problem.cursorAhead { return false }
  }

  /// The last place of the history; behind it is what comes from now on.
  func end() throws -> EventCursor {
    let history = try queue.store.historyID(queue.context())
    let newest = try queue.store.visitHistory(after: .max - 1) { _ in }
    // The newest one may not count yet.
    return try read(
      after: EventCursor(history: history, sequence: max(0, (newest ?? 0) - 1), index: 0)
    ) { _ in }
  }
}
