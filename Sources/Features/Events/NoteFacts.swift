import Attempts
package import Door
package import Model
import Plans
import Workers

/// Use case: notes facts in the history that are not changes of rows: plans that ended, a pause of
/// the queue, workers that are paused, a budget that is used up, rows that have waited long for a
/// person, and rows that have been at work for long.
///
/// The state of the queue decides which facts hold, and `FactsFile` has the facts that are already
/// noted. After a crash between the history and the file, the rules find the fact in the history.
/// If nothing is new, nothing is written.
package struct NoteFacts: Sendable, UseCase {
  package let queue: Queue
  private let file: FactsFile

  package init(queue: Queue) {
    self.queue = queue
    file = FactsFile(queue.workspace)
  }

  /// - Parameters:
  ///   - ends: the ends of all plans that have ended and did not continue, without their parents;
  ///     `nil` if they are unknown.
  ///   - excesses: the starts that a budget did not allow, among those that were tried.
  package func callAsFunction(ends: [QueueFact.PlanEnd]?, excesses: [BudgetExcess]) throws {
    // The queue may be read-only, for example a copy of a database.
    guard (try? queue.checkWritable()) != nil else { return }
    let kept = file.read()
    let now = queue.clock.now
    let (reminders, due) = try reminders(kept, at: now)
    let pause = queue.pause.flatMap { QueueFact($0, in: now.zone) }
    let states =
      (ends ?? []).map(QueueFact.planEnded) + pauses(at: now) + [pause].compactMap(\.self)
      + excesses.filter(\.isUsedUp).map(QueueFact.budgetUsedUp) + (try longWork(at: now))
    let new = states.filter { !isNoted($0, kept) } + reminders
    if !new.isEmpty { _ = try queue.perform(.note(new.map(withParent))) }
    let interval = queue.attentionAfter
    let isDue = due.contains { kept.interval != interval || kept.due[$0.key] != $0.value }
    guard !new.isEmpty || isDue else { return }
    // A fact that no longer holds is forgotten. If it occurs again, its key is different.
    var keys = Set(states.map(\.key))
    if ends == nil { keys.formUnion(kept.keys) }
    try file.write(FactsFile.Kept(keys: keys, interval: interval, due: due))
  }

  /// Whether a fact is already noted. A plan belongs both to the table and to the database to which
  /// its rows were copied. The end of an old plan was noted even if neither the file nor the recent
  /// history has it.
  private func isNoted(_ fact: QueueFact, _ kept: FactsFile.Kept) -> Bool {
    if kept.keys.contains(fact.key) { return true }
    guard case .planEnded(let end) = fact else { return false }
    return kept.keysElsewhere.contains(fact.key)
      || queue.clock.now.epochSeconds - end.time.epochSeconds > Self.recent
  }

  /// In seconds: a week, which is how long the journal keeps its entries.
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

  private func longWork(at now: QueueTime) throws -> [QueueFact] {
    let limit = queue.longWorkAfter
    guard limit > 0 else { return [] }
    return try queue.read { try $0.items(.inProgress) }.compactMap { row in
      guard let since = row.start(in: now.zone), now.epochSeconds - since.epochSeconds >= limit
      else { return nil }
      return .longWork(
        .init(
          id: row.id, plan: row.planName, owner: row.ownerSession, claim: row.claim?.number,
          since: since, seconds: limit))
    }
  }

  // MARK: Reminders

  /// The reminders that are due, and when each waiting row is checked next, in seconds since 1970.
  /// A row's history need not be read before that time, because the row can't have waited long
  /// enough by then.
  private func reminders(
    _ kept: FactsFile.Kept, at now: QueueTime
  ) throws -> (facts: [QueueFact], due: [String: Int]) {
    let interval = queue.attentionAfter
    guard interval > 0 else { return ([], [:]) }
    let rows = try queue.read { table in
      try table.mayHave(note: "awaits=", .blocked)
        ? try table.items(.blocked).filter(\.awaitsPerson) : []
    }
    // A time that is further in the future was written before a clock was set back.
    let known =
      kept.interval == interval
      ? kept.due.filter { $0.value <= now.epochSeconds + interval } : [:]
    var due = known.filter { id, _ in rows.contains { $0.id == id } }
    let late = rows.filter { (due[$0.id] ?? 0) <= now.epochSeconds }
    if late.isEmpty { return ([], due) }
    let times = try queue.store.stopTimes(of: late, at: now)
    var facts: [QueueFact] = []
    for row in late {
      // If it is not known when the row began to wait, the wait begins now.
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
  /// How long a person may owe a row a reply, in seconds; 0 for no limit, or if the settings can't
  /// be read.
  fileprivate var attentionAfter: Int { (try? settings.get().attentionAfter) ?? 0 }

  /// How long a row may be at work, in seconds; 0 for no limit, or if the settings can't be read.
  fileprivate var longWorkAfter: Int { (try? settings.get().longWorkAfter) ?? 0 }
}
