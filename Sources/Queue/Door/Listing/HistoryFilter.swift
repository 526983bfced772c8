public import Model
import QueueStore
import Text

/// Selects the changes that satisfy all of these conditions.
public struct HistoryFilter: Sendable {
  public var id: String?
  /// The number of changes, counted from the last one; `nil` for all.
  public var limit: Int?
  /// Only conflicts that the merge of a save decided.
  public var onlyConflicts = false
  /// A time in a form that people write: `2h`, `3d`, `2026-01-31 18:00`.
  public var since: String?
  /// A session, or a person on any machine.
  public var who: String?
  /// The trace id of the command.
  public var trace: String?
  /// A plan, and the ids of its rows.
  public var plan: (name: String, ids: Set<String>)?

  public init() {}

  /// Whether only some of the changes are wanted.
  public var isPart: Bool { limit != nil || id != nil || narrows }

  /// The number of wanted changes, if only a few of the last changes of all rows are wanted.
  fileprivate var lastOnly: Int? {
    guard id == nil, !onlyConflicts, !narrows else { return nil }
    return limit.flatMap { $0 <= 200 ? $0 : nil }
  }

  private var narrows: Bool { since != nil || who != nil || trace != nil || plan != nil }

  /// Whether an entry satisfies the conditions other than those of the id, the time and the number.
  fileprivate func wants(_ entry: HistoryEntry) -> Bool {
    (!onlyConflicts || entry.merge?.isConflict ?? false)
      && (trace == nil || entry.traceID == trace) && (who.map(entry.isBy) ?? true)
      && (plan.map { entry.isOfPlan($0.name, withRows: $0.ids) } ?? true)
  }
}

extension TaskQueue {
  /// The changes of the queue, oldest first.
  ///
  /// - Throws: if a row with the wanted id never existed.
  public func history(matching filter: HistoryFilter) throws(Problem) -> [HistoryEntry] {
    var entries: [HistoryEntry] = []
    try visitHistory(matching: filter) { entries.append($0) }
    return entries
  }

  /// Passes the changes that `history(matching:)` returns to `visit`, one at a time.
  public func visitHistory(
    matching filter: HistoryFilter, _ visit: (HistoryEntry) -> Void
  ) throws(Problem) {
    try asking {
      let store = try store()
      if let count = filter.lastOnly {
        let latest = try store.latestHistory(count).suffix(count)
        // A backup, and a queue that was restored from one, has more in its yearly files.
        if latest.count == count { return latest.forEach(visit) }
      }
      let start = try filter.since.map { try self.start(named: $0, at: now()) }
      var last: [HistoryEntry] = []
      func take(_ entry: HistoryEntry) {
        guard filter.wants(entry), start.map(entry.isSince) ?? true else { return }
        guard let limit = filter.limit else { return visit(entry) }
        last.append(entry)
        if last.count / 2 >= limit { last.removeFirst(last.count - limit) }
      }
      if let id = filter.id {
        let all = try store.history(of: id)
        if all.isEmpty, try !store.read({ try $0.contains(id) }) {
          throw StoreError.refused(.notFound(id))
        }
        for entry in all { take(entry) }
      } else {
        try store.visitHistory(from: start, take)
      }
      for entry in last.suffix(filter.limit ?? 0) { visit(entry) }
    }
  }

  /// The time that a text names, from which changes or figures are counted.
  package func start(named text: String, at now: QueueTime) throws -> QueueTime {
    if let start = QueueTime(named: text, at: now) { return start }
    throw Problem.adapter(
      .usage,
      Sentence("'\(text.escaped)' is not a time", "'\(text.escaped)'은(는) 시각이 아닙니다"),
      hint: Sentence(
        "use a time such as 2026-01-31, 2026-01-31 18:00, 2h or 3d",
        "2026-01-31, 2026-01-31 18:00, 2h, 3d 같은 시각을 쓰십시오"))
  }
}

extension HistoryEntry {
  /// Whether the actor has this name, or is this user on any machine.
  package func isBy(_ name: String) -> Bool {
    actor == name || actor.hasPrefix("\(name)@")
  }

  fileprivate func isOfPlan(_ plan: String, withRows ids: Set<String>) -> Bool {
    id.map(ids.contains) ?? fact.map { $0.plan == plan } ?? false
  }

  fileprivate func isSince(_ start: QueueTime) -> Bool {
    QueueTime(iso8601: time).map { $0 >= start } ?? false
  }
}
