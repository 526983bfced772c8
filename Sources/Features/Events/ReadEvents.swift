import Door
public import Model
import QueueStore

/// Selects events. An event is selected if it has all of these properties.
public struct EventFilter: Sendable {
  /// The id of a row. Facts about the row are included.
  public var id: String?
  /// The name of a plan, to which the row or the fact belongs.
  public var plan: String?
  /// The trace id of a command.
  public var trace: String?
  public var since: QueueTime?
  /// The kinds of events; empty for all.
  public var kinds: Set<QueueEvent.Kind> = []

  public init() {}
}

/// Use case: reads the history as events. It takes no lock, except that the first read of a queue
/// gives the queue an id.
struct ReadEvents {
  let queue: Queue
  let filter: EventFilter
  /// The rows of the filter's plan; `nil` if the filter has no plan.
  let idsOfPlan: Set<String>?
  /// The names of plans, by the ids of rows; empty if they are not needed.
  let plans: [String: String]

  /// - Parameters:
  ///   - cursor: the event after which reading begins; `nil` to begin with the first event.
  ///   - visit: called with each event, oldest first.
  /// - Returns: the last position that was read.
  func callAsFunction(
    after cursor: EventCursor?, _ visit: (QueueEvent) -> Void
  ) throws -> EventCursor {
    let store = queue.store
    let history = try store.historyID(queue.context())
    func place(_ sequence: Int, _ index: Int) -> EventCursor {
      EventCursor(history: history, sequence: sequence, index: index)
    }
    let start = cursor ?? place(0, 0)
    guard start.history == place(0, 0).history else { throw Problem.cursorOfOtherQueue(start) }
    var last = start
    var index = 0
    // The entry at the cursor may have more rows than the row at the cursor.
    let found = try store.visitHistory(
      after: max(0, start.sequence - 1), from: filter.since
    ) { entry in
      index = entry.sequence == last.sequence && index > 0 ? index + 1 : 1
      last = place(entry.sequence, index)
      guard (entry.sequence, index) > (start.sequence, start.index), isWanted(entry) else { return }
      let plan = entry.id.flatMap { plans[$0] } ?? entry.givenPlan
      let event = QueueEvent(entry, at: last, ofPlan: plan)
      if filter.kinds.isEmpty || filter.kinds.contains(event.kind) { visit(event) }
    }
    let newest = found ?? 0
    if newest < start.sequence { throw Problem.cursorAhead(start, last: place(newest, 0)) }
    return (last.sequence, last.index) > (start.sequence, start.index) ? last : start
  }

  /// Whether a row belongs to the plan. It may have been added after the ids were read.
  private func isOfPlan(_ entry: HistoryEntry, _ id: String) -> Bool {
    guard let idsOfPlan else { return true }
    return idsOfPlan.contains(id) || entry.givenPlan.map { $0 == filter.plan } ?? false
  }

  private func isWanted(_ entry: HistoryEntry) -> Bool {
    if let fact = entry.fact {
      return filter.id.map { $0 == fact.id } ?? true && isOfPlan(fact) && isOfCommand(entry)
    }
    guard let id = entry.id else { return false }
    // An entry that changes nothing has findings of a report, which the report's verdict repeats.
    if entry.before.isEmpty, entry.after.isEmpty, entry.failure == nil, entry.givenStatus == nil {
      return false
    }
    return filter.id.map { $0 == id } ?? true && isOfPlan(entry, id) && isOfCommand(entry)
  }

  private func isOfPlan(_ fact: QueueFact) -> Bool {
    guard let plan = filter.plan else { return true }
    return fact.plan == plan || fact.id.map { idsOfPlan?.contains($0) ?? false } ?? false
  }

  private func isOfCommand(_ entry: HistoryEntry) -> Bool {
    filter.trace.map { $0 == entry.traceID } ?? true
      && filter.since.map { start in
        QueueTime(iso8601: entry.time).map { $0 >= start } ?? false
      } ?? true
  }
}

extension Queue {
  /// The names of plans, by the ids of rows in queue and archive; empty if neither can be read.
  func plansOfRows() -> [String: String] {
    var plans: [String: String] = [:]
    for rows in [try? store.snapshot(), (try? archive()) ?? nil] {
      for (plan, items) in rows?.rows() ?? [:] {
        for item in items where plans[item.id] == nil { plans[item.id] = plan }
      }
    }
    return plans
  }
}
