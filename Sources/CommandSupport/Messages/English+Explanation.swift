import CommandLineKit
import Engine
import Facts
import QueueModel
import Wording

// Why rows are not running.

extension English {
  /// The reason, said of the row: `waits for A (FAILED)`.
  static func text(of explanation: Explanation, at now: QueueTime) -> String {
    switch explanation.reason {
    case .leased(let lease): "leased to \(ownerAndEnd(of: lease, now))"
    case .malformed(let line, let problem):
      "malformed row\(line.map { " (line \($0))" } ?? ""): \(text(of: problem).escaped)"
    case .noRow: "no such row"
    case .conflict(.busy(let runningItems)): text(of: runningItems, at: now)
    case .conflict(.sameLabel(let other)):
      "same label as \(other.id.escaped) (\(WorkerLabel.label(for: other.id)))"
    case .conflict(.sameWork(let other, let key)):
      "same work as \(other.id.escaped) (idempotency_key \(key.escaped))"
    case .queued(let rows) where rows > 0:
      rows == 1 ? "it is behind 1 row" : "\(rows) rows are ahead of it"
    case .state(let item): text(ofStateOf: item, at: now)
    case .unknownWorker(let unknown): text(of: unknown)
    case .workerBusy(let worker) where !worker.isAtWork:
      "worker \(worker.name.escaped) takes \(worker.limit.counted("row")) at a time, and "
        + listed(worker.rows) + (worker.rows.count == 1 ? " comes" : " come") + " before it"
    case .workerBusy(let worker):
      "worker \(worker.name.escaped) has \(worker.rows.count) of \(worker.limit) rows: "
        + listed(worker.rows)
    case .cannotStart(let problem): text(of: problem).escaped
    case .paused(let pause): text(of: pause, at: now)
    case .duplicate, .waits, .cycle, .backsOff, .conflict(.overlaps), .queued:
      predicate(of: explanation, at: now)
    }
  }

  /// The cause is the error of a use case; only tests of the rules have a text.
  static func text(of problem: StartProblem) -> String {
    (problem.cause as? Problem).map(\.sentence.english)
      ?? (problem.cause as? BudgetExcess).map(\.sentence.english)
      ?? (problem.cause as? Refusal).map(noStart(after:)) ?? "\(problem.cause)"
  }

  /// `no attempts left (3/3)`.
  private static func noStart(after refusal: Refusal) -> String {
    guard case .attemptsUsedUp(let item, let limit) = refusal else { return text(of: refusal) }
    return "no attempts left (\(item.attemptCount)/\(limit))"
  }

  /// `orch.json has no worker 'clade', which routes[1] names`.
  static func text(of unknown: UnknownWorker) -> String {
    let name = unknown.source.name
    let nearest = Spelling.nearest(to: name, in: unknown.known).map { "; did you mean \($0)?" }
    let missing = "orch.json has no worker '\(name.escaped)'"
    return switch unknown.source {
    case .row: missing + (nearest ?? "")
    case .route(let place, _): "\(missing), which routes[\(place)] names\(nearest ?? "")"
    case .fallback: "no route fits, and \(missing)"
    }
  }

  /// `paused by ann@host since 14:20: a release`.
  static func text(of pause: Pause, at now: QueueTime) -> String {
    let actor = pause.actor.map { " by \($0.escaped)" } ?? ""
    let since = pause.since.map {
      " since \(shortText(of: QueueTime(epochSeconds: $0, zone: now.zone), at: now))"
    }
    return "paused\(actor)\(since ?? "")\(pause.reason.map { ": \($0.escaped)" } ?? "")"
  }

  /// `ORCH-001 … ORCH-950 (950 rows)`.
  static func text(ofIDsFrom first: String, to last: String, count: Int) -> String {
    "\(first) … \(last) (\(count.counted("row")))"
  }

  /// `1 to 4 rows are ahead of them`.
  static func text(ofRowsBefore counts: ClosedRange<Int>) -> String {
    "\(counts.lowerBound) to \(counts.upperBound) rows are ahead of them"
  }

  static func text(of problem: Explanation.Problem) -> String {
    switch problem {
    case .found(let text): text
    case .refused(let refusal): text(of: refusal)
    }
  }

  static func text(of reason: IdleReason) -> String {
    let reasons: String =
      switch reason {
      case .full(let runningItems, let now): text(of: runningItems, at: now)
      case .held(let rows, let more, let now):
        (rows.byProblem.map { "\($0.ids) \(predicate(of: $0.first, at: now))" }
          + (more > 0 ? ["and \(more) more"] : [])).joined(separator: "; ")
      }
    return "nothing is started: \(reasons) (ops why gives each row's reason, and what to do)"
  }

  /// The reason as a predicate of the row: `is leased to S until 14:20`.
  private static func predicate(of explanation: Explanation, at now: QueueTime) -> String {
    switch explanation.reason {
    case .leased, .malformed, .paused: "is " + text(of: explanation, at: now)
    case .conflict(.busy): "finds " + text(of: explanation, at: now)
    case .conflict(.sameLabel): "has the " + text(of: explanation, at: now)
    case .conflict(.sameWork): "is the " + text(of: explanation, at: now)
    case .queued(behind: 0): "starts with the next dispatch"
    case .queued(let rows): "has \(rows == 1 ? "1 row" : "\(rows) rows") before it"
    case .duplicate(let key):
      "was done under another id (idempotency_key \(key.escaped)): a pick or dispatch closes it"
    case .waits(let chain): text(of: chain, at: now)
    case .cycle(let cycle): "waits for itself: \(text(of: cycle))"
    case .backsOff(let end):
      "backs off until \(shortText(of: QueueTime(epochSeconds: end, zone: now.zone), at: now))"
    case .conflict(.overlaps(let other, let path)):
      "overlaps \(other.id.escaped) in \(path.escaped)"
        + (other.status == .pending ? ", which starts before it" : "")
    case .unknownWorker: "has no worker: " + text(of: explanation, at: now)
    case .workerBusy: "waits: " + text(of: explanation, at: now)
    case .cannotStart: "can't start: " + text(of: explanation, at: now)
    case .noRow, .state: text(of: explanation, at: now)
    }
  }

  private static func listed(_ ids: [String]) -> String {
    let left = ids.count - longestList
    return (ids.prefix(longestList).map(\.escaped) + (left > 0 ? ["and \(left) more"] : []))
      .joined(separator: ", ")
  }

  // MARK: Along what rows wait for

  /// How many rows are named in one line.
  private static let longestList = 5

  /// `waits for C (IN_PROGRESS), B (PENDING), which waits for A (FAILED)`: the row by which
  /// the way goes on is the last of those that the row itself waits for.
  private static func text(of chain: WaitingChain, at now: QueueTime) -> String {
    let others = chain.blockers.filter { $0 != chain.path[0] }
    let shown = others.prefix(longestList - 1).map { Self.text(of: $0) }
    let left = others.count - shown.count
    let first = shown + (left > 0 ? ["\(left) more"] : [])
    var text = "waits for " + (first + [mark(of: 0, in: chain)]).joined(separator: ", ")
    for step in chain.path.indices.dropFirst() {
      let skipped = step == chain.path.count - 1 ? chain.skipped : 0
      let way = skipped > 0 ? ", over \(skipped) more \(skipped == 1 ? "row" : "rows")," : ""
      text += ", which waits\(way) for \(mark(of: step, in: chain))"
    }
    return text + ending(of: chain.root, at: now)
  }

  /// `A (FAILED)`.
  private static func mark(of step: Int, in chain: WaitingChain) -> String {
    step == chain.path.count - 1
      ? "\(chain.path[step].id.escaped) (\(mark(of: chain.root)))" : text(of: chain.path[step])
  }

  /// What stands in parentheses behind the id of a row that is waited for: `FAILED`.
  private static func mark(of root: Explanation) -> String {
    switch root.reason {
    case .malformed: "malformed row"
    case .noRow: "no such row"
    case .leased, .duplicate, .waits, .cycle, .backsOff, .conflict, .unknownWorker, .workerBusy,
      .cannotStart, .paused,
      .queued, .state:
      root.status?.rawValue ?? "no such row"
    }
  }

  /// What is said of the last row of a chain beside its mark.
  private static func ending(of root: Explanation, at now: QueueTime) -> String {
    switch root.reason {
    case .malformed, .noRow, .state: ""
    case .leased, .duplicate, .waits, .cycle, .backsOff, .conflict, .unknownWorker, .workerBusy,
      .cannotStart, .paused,
      .queued:
      ", which \(predicate(of: root, at: now))"
    }
  }

  /// `A -> B -> A`.
  private static func text(of cycle: WaitingCycle) -> String {
    let left = cycle.count - cycle.members.count
    let more = left > 0 ? ["\(left) more"] : []
    return (cycle.members.map(\.escaped) + more + [cycle.members[0].escaped])
      .joined(separator: " -> ")
  }

  // MARK: Rows, leases and times

  /// `3 of 3 workers busy: A (worker-a, since 13:10), …`.
  private static func text(of running: RunningItems, at now: QueueTime) -> String {
    let named = running.rows.prefix(longestList).map { row in
      let work = [shownOwner(of: row), start(of: row, now)].compactMap(\.self)
      return "\(row.id.escaped) (\(work.joined(separator: ", ")))"
    }
    let left = running.rows.count - named.count
    let workers = running.maxWorkers == 1 ? "worker" : "workers"
    return "\(running.rows.count) of \(running.maxWorkers) \(workers) busy: "
      + (named + (left > 0 ? ["and \(left) more"] : [])).joined(separator: ", ")
  }

  /// `IN_PROGRESS by worker-a since 13:10, lease until 14:20`.
  private static func text(ofStateOf item: QueueItem, at now: QueueTime) -> String {
    switch item.status {
    case .pending, .done: item.status.rawValue
    case .failed, .blocked:
      switch StoppedRow.Cause(of: item) {
      case .unknown: item.status.rawValue
      case let cause: "\(item.status.rawValue): \(Messages.english.shortText(of: cause))"
      }
    case .inProgress:
      ["IN_PROGRESS by \(shownOwner(of: item))", start(of: item, now)].compactMap(\.self)
        .joined(separator: " ") + lease(of: item, now)
    }
  }

  private static func lease(of item: QueueItem, _ now: QueueTime) -> String {
    guard let lease = item.claim?.lease else { return "" }
    guard lease.isLive(at: now) else { return ", whose lease has ended" }
    return lease.owner == item.ownerSession
      ? ", lease until \(shortEnd(of: lease, now))" : ", leased to \(ownerAndEnd(of: lease, now))"
  }

  private static func start(of item: QueueItem, _ now: QueueTime) -> String? {
    let start = item.start(in: now.zone)?.epochSeconds
    return (start ?? item.claim?.madeAt).map {
      "since \(shortText(of: QueueTime(epochSeconds: $0, zone: now.zone), at: now))"
    }
  }

  /// `S until 14:20`.
  private static func ownerAndEnd(of lease: Lease, _ now: QueueTime) -> String {
    "\(lease.owner.escaped) until \(shortEnd(of: lease, now))"
  }

  private static func shortEnd(of lease: Lease, _ now: QueueTime) -> String {
    lease.expiresAt == .max ? "it is released" : shortText(of: lease.end(at: now), at: now)
  }

  /// `14:05` for a time of today, else with its date.
  static func shortText(of time: QueueTime, at now: QueueTime) -> String {
    time.day == now.day ? String(time.text.suffix(5)) : time.text
  }
}

extension [Explanation] {
  /// The rows in their order, each with its id; those that can't start for one reason together.
  var byProblem: [(ids: String, first: Explanation)] {
    reduce(into: []) { groups, row in
      let id = (row.id ?? "-").escaped
      if case .cannotStart = row.reason, let last = groups.last, last.first.reason == row.reason {
        groups[groups.count - 1].ids += ", \(id)"
      } else {
        groups.append((id, row))
      }
    }
  }
}
