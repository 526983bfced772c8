import Attempts
public import Door
public import Model
import Plans
import Workers

/// Use case: notes facts that are not changes of rows in the history: plans that ended, workers
/// that are paused, a budget that is used up, and rows that have waited for a person for long.
///
/// It decides by the state, and `FactsFile` says which facts are noted. After a crash between the
/// two, the rules find the fact in the history. If nothing is new, nothing is written.
package struct NoteFacts: Sendable, UseCase {
  package let queue: Queue
  private let file: FactsFile

  package init(queue: Queue) {
    self.queue = queue
    file = FactsFile(queue.workspace)
  }

  /// - Parameters:
  ///   - ends: the ends of all plans that have ended and did not go on, without their parents;
  ///     `nil` if they are unknown.
  ///   - excesses: the starts that a budget did not allow, among those that were tried.
  package func callAsFunction(ends: [QueueFact.PlanEnd]?, excesses: [BudgetExcess]) throws {
    // The queue may be a copy of a database, for example.
    guard (try? queue.checkWritable()) != nil else { return }
    let kept = file.read()
    let now = queue.clock.now
    let (reminders, due) = try reminders(kept, at: now)
    let states =
      (ends ?? []).map(QueueFact.planEnded) + pauses(at: now)
      + excesses.filter(\.isUsedUp).map(QueueFact.budgetUsedUp)
    let new = states.filter { !isNoted($0, kept) } + reminders
    if !new.isEmpty { _ = try queue.perform(.note(new.map(withParent))) }
    let interval = queue.attentionAfter
    let isDue = due.contains { kept.interval != interval || kept.due[$0.key] != $0.value }
    guard !new.isEmpty || isDue else { return }
    // A fact that no longer holds is forgotten: if it happens again, its key differs.
    var keys = Set(states.map(\.key))
    if ends == nil { keys.formUnion(kept.keys) }
    try file.write(FactsFile.Kept(keys: keys, interval: interval, due: due))
  }

  /// A plan belongs to both the table and the database to which its rows were copied. The end of a
  /// plan from long ago was noted, although neither the file nor the recent history has it any
  /// more.
  private func isNoted(_ fact: QueueFact, _ kept: FactsFile.Kept) -> Bool {
    if kept.keys.contains(fact.key) { return true }
    guard case .planEnded(let end) = fact else { return false }
    return kept.keysElsewhere.contains(fact.key)
      || queue.clock.now.epochSeconds - end.time.epochSeconds > Self.recent
  }

  /// In seconds: a week, for which the journal keeps its entries.
  private static let recent = 7 * 86_400

  /// The fact with the row that is the plan's parent.
  private func withParent(_ fact: QueueFact) -> QueueFact {
    guard case .planEnded(let end) = fact,
      let plan = try? PlanFolder(end.plan, workspace).plan(ofVersion: end.version)
    else { return fact }
    return .planEnded(
      .init(
        plan: end.plan, state: end.state, version: end.version, time: end.time,
        parent: plan.parent))
  }

  private func pauses(at now: QueueTime) -> [QueueFact] {
    workspace.profiles.all.compactMap { profile in
      workspace.breaker(of: profile.name).pause(now: now).map { pause in
        .workerPaused(
          .init(
            worker: profile.name, until: QueueTime(epochSeconds: pause.until, zone: now.zone),
            failure: pause.failure, reason: pause.reason))
      }
    }
  }

  // MARK: Reminders

  /// The reminders that are due, and when each waiting row is checked next, in seconds since 1970.
  /// Until then its history need not be read: whatever the row waits for then, it has not waited
  /// longer.
  private func reminders(
    _ kept: FactsFile.Kept, at now: QueueTime
  ) throws -> (facts: [QueueFact], due: [String: Int]) {
    let interval = queue.attentionAfter
    guard interval > 0 else { return ([], [:]) }
    let rows = try queue.read { table in
      try table.mayHave(note: "awaits=", .blocked)
        ? try table.items(.blocked).filter(\.awaitsPerson) : []
    }
    // A time that is further away comes from a clock that was set back.
    let known =
      kept.interval == interval
      ? kept.due.filter { $0.value <= now.epochSeconds + interval } : [:]
    var due = known.filter { id, _ in rows.contains { $0.id == id } }
    let late = rows.filter { (due[$0.id] ?? 0) <= now.epochSeconds }
    if late.isEmpty { return ([], due) }
    let times = try queue.store.stopTimes(of: late, at: now)
    var facts: [QueueFact] = []
    for row in late {
      // If nothing says when the row began to wait, no person is reminded.
      let since = times[row.id] ?? now.epochSeconds
      let count = max(0, now.epochSeconds - since) / interval
      due[row.id] = since + (count + 1) * interval
      guard count > 0, let awaited = row.awaited else { continue }
      facts.append(
        .reminder(
          .init(
            id: row.id, plan: row.planName, awaited: awaited,
            since: QueueTime(epochSeconds: since, zone: now.zone), seconds: count * interval,
            count: count)))
    }
    return (facts, due)
  }
}

extension Queue {
  /// How long a person may owe a row a reply, in seconds. It is 0 for no limit, and if the settings
  /// can't be read.
  fileprivate var attentionAfter: Int { (try? settings.get().attentionAfter) ?? 0 }
}

extension TaskQueue {
  /// Notes a fact that is not a change of a row in the history, unless the history already has it.
  public func noteFact(_ fact: QueueFact, as caller: Caller) throws(Problem) {
    _ = try asking { try queue(as: caller, for: "note").perform(.note([fact])) }
  }
}
