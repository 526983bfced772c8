public import Door
public import Model

/// An entry of `recurring` and its state.
public struct RecurringWork: Sendable {
  public let name: String
  /// The times of the entry, such as `cron 0 2 * * 1-5`; `nil` for an entry that can't be read.
  public internal(set) var times: String?
  /// The file of the plan that the entry adds; `nil` for a row.
  public internal(set) var plan: String?
  /// The first time in the future; `nil` if there is none.
  public internal(set) var next: QueueTime?
  /// The id of the last row, or the name of the last plan, that the entry added; `nil` if there is
  /// none.
  public internal(set) var last: String?
  /// The id of the unfinished row for which due work waits; `nil` if there is none.
  public internal(set) var heldBy: String?
  /// Whether a tick has seen the entry. Nothing is added for earlier times.
  public internal(set) var hasBegun = false
  /// The time until which nothing is added, because a clock was ahead when the last time was
  /// decided.
  public internal(set) var decidedUntil: QueueTime?
  /// The mistake in the entry; `nil` if there is none.
  public internal(set) var problem: Problem?
}

extension TaskQueue {
  /// The entries of `recurring`, by name.
  public func recurringWork() throws(Problem) -> [RecurringWork] {
    let settings = try fileSettings().recurring
    if settings.isEmpty { return [] }
    return try asking {
      let queue = try queue(as: Caller())
      let add = AddRecurring(queue: queue)
      let states = try add.states()
      let now = queue.clock.now
      var work = settings.mistakes.map {
        RecurringWork(name: $0.name, problem: add.problem(of: $0))
      }
      for entry in settings.entries {
        var one = RecurringWork(name: entry.name.text, times: entry.times.text)
        let state = states[entry.name.text].flatMap { $0.times == entry.times.text ? $0 : nil }
        let floor = state?.floor ?? RecurringMinute(at: now)
        one.next = entry.times.next(after: floor, at: now)
        one.last = states[entry.name.text]?.newest
        one.hasBegun = state != nil
        if floor.local > now.localMinutes + RecurringTimes.clockChange {
          one.decidedUntil = floor.moment(in: now.zone)
        }
        let due = entry.times.due(after: floor, at: now, catchingUp: entry.catchesUp)
        if !entry.overlaps, !due.isEmpty {
          one.heldBy = try add.unfinished(of: entry, heldBy: state?.heldBy)
        }
        if case .plan(let path) = entry.work {
          one.plan = path
          do { _ = try add.plan(at: path) } catch {
            one.problem = Problem(error, ofRecurring: entry.name.text)
          }
        }
        work.append(one)
      }
      return work.sorted { $0.name < $1.name }
    }
  }

  /// The mistakes in entries of `recurring`. A mistake affects only its own entry.
  package func recurringDiagnoses() -> [Diagnosis] {
    ((try? recurringWork()) ?? []).compactMap(\.problem).map { .fail("recurring", $0) }
  }
}
