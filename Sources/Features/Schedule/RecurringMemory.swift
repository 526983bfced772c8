import Door
import Model
import QueueStore

/// The recurring work according to the history: the entries that have begun and not ended, and the
/// last addition of each. Archived and deleted rows are included.
struct RecurringMemory {
  private var states: [String: RecurringState] = [:]
  /// The last time of each entry that has a row, and the name of the row or plan that was added for
  /// that time.
  private var newest: [RecurringName: (minute: RecurringMinute, name: String)] = [:]
  private let zone: QueueZone

  /// Reads the whole history.
  static func states(in queue: Queue) throws -> [String: RecurringState] {
    // The names of all entries are known only at the end.
    var names: Set<RecurringName> = []
    var memory = RecurringMemory(zone: queue.clock.zone)
    _ = try queue.store.visitHistory(after: 0) { entry in
      if case .recurring(let change) = entry.fact, let name = RecurringName(change.name) {
        names.insert(name)
        memory.note(change)
      }
    }
    if !names.isEmpty {
      _ = try queue.store.visitHistory(after: 0) { entry in
        if entry.isAddition, let id = entry.id { memory.note(id, at: entry.time, names) }
      }
    }
    return memory.result
  }

  private init(zone: QueueZone) { self.zone = zone }

  private mutating func note(_ change: QueueFact.RecurringChange) {
    switch change.state {
    case .ended: states[change.name] = nil
    case .began:
      let time = QueueTime(epochSeconds: change.time.epochSeconds, zone: zone)
      states[change.name] = RecurringState(times: change.times, floor: RecurringMinute(at: time))
    }
  }

  /// Notes an added row. If its time was more than a day in the future when it was added, a person
  /// added it.
  private mutating func note(_ id: String, at time: String, _ names: Set<RecurringName>) {
    for name in names {
      guard let minute = name.minute(ofRow: id) else { continue }
      if let newest = newest[name]?.minute, minute.moment(in: zone) <= newest.moment(in: zone) {
        continue
      }
      if let added = QueueTime(iso8601: time), minute.local > added.localMinutes + 1440 { continue }
      newest[name] = (minute, name.base(ofRow: id))
    }
  }

  private var result: [String: RecurringState] {
    var result = states
    for (name, found) in newest {
      guard let floor = result[name.text]?.floor else { continue }
      let isLater = found.minute.moment(in: zone) > floor.moment(in: zone)
      if isLater { result[name.text]?.floor = found.minute }
      result[name.text]?.newest = found.name
    }
    return result
  }
}
