extension Explanation {
  /// The reason's name in JSON; part of the contract.
  public var code: String {
    switch reason {
    case .malformed: "malformed_row"
    case .noRow: "no_row"
    case .leased: "leased"
    case .duplicate: "duplicate"
    case .waits: "waits"
    case .cycle: "dependency_cycle"
    case .backsOff: "backs_off"
    case .conflict(.busy): "workers_busy"
    case .conflict(.sameLabel): "same_label"
    case .conflict(.sameWork): "same_work"
    case .conflict(.overlaps): "overlaps"
    case .missingProgram: "missing_program"
    case .queued(behind: 0): "next"
    case .queued: "queued"
    case .state(let item): item.status.rawValue.lowercased()
    }
  }

  /// The reason, told of the row: `waits for A (FAILED)`; times are told as they are at `now`.
  public func message(at now: QueueTime) -> String {
    switch reason {
    case .leased(let lease): "leased to \(lease.shown(now))"
    case .malformed(let line, let problem):
      "malformed row\(line.map { " (line \($0))" } ?? ""): \(problem.escaped)"
    case .noRow: "no such row"
    case .conflict(.busy(let runningItems)): runningItems.told(at: now)
    case .conflict(.sameLabel(let other)):
      "same label as \(other.id.escaped) (\(other.label))"
    case .conflict(.sameWork(let other, let key)):
      "same work as \(other.id.escaped) (idempotency_key \(key.escaped))"
    case .queued(let rows) where rows > 0:
      rows == 1 ? "1 row is before it" : "\(rows) rows are before it"
    case .state(let item): item.told(at: now)
    case .missingProgram(let problem): problem.escaped
    case .duplicate, .waits, .cycle, .backsOff, .conflict(.overlaps), .queued: predicate(now)
    }
  }

  /// The same as what the row does: `is leased to S until 14:20`.
  func predicate(_ now: QueueTime) -> String {
    switch reason {
    case .leased, .malformed: "is " + message(at: now)
    case .conflict(.busy): "finds " + message(at: now)
    case .conflict(.sameLabel): "has the " + message(at: now)
    case .conflict(.sameWork): "is the " + message(at: now)
    case .queued(behind: 0): "starts with the next dispatch"
    case .queued(let rows): "has \(rows == 1 ? "1 row" : "\(rows) rows") before it"
    case .duplicate(let key):
      "was done under another id (idempotency_key \(key.escaped)): a pick or dispatch closes it"
    case .waits(let chain): chain.told(at: now)
    case .cycle(let cycle): "waits for itself: \(cycle.told)"
    case .backsOff(let end):
      "backs off until \(QueueTime(epochSeconds: end, offset: now.offset).told(at: now))"
    case .conflict(.overlaps(let other, let path)):
      "overlaps \(other.id.escaped) in \(path.escaped)"
        + (other.status == .pending ? ", which starts before it" : "")
    case .missingProgram: "can't start: " + message(at: now)
    case .noRow, .state: message(at: now)
    }
  }

  /// What stands behind the id of a row that is waited for: `FAILED`.
  fileprivate var mark: String {
    switch reason {
    case .malformed: "malformed row"
    case .noRow: "no such row"
    case .leased, .duplicate, .waits, .cycle, .backsOff, .conflict, .missingProgram, .queued,
      .state:
      status?.rawValue ?? "no such row"
    }
  }

  /// What is told of the last row of a chain besides its mark.
  fileprivate func ending(_ now: QueueTime) -> String {
    switch reason {
    case .malformed, .noRow, .state: ""
    case .leased, .duplicate, .waits, .cycle, .backsOff, .conflict, .missingProgram, .queued:
      ", which \(predicate(now))"
    }
  }
}

extension WaitingChain {
  /// So many of the rows that a row waits for are named.
  private static let named = 5

  /// `waits for C (IN_PROGRESS), B (PENDING), which waits for A (FAILED)`: the row by which
  /// the way goes on is the last of those that the row itself waits for.
  fileprivate func told(at now: QueueTime) -> String {
    let others = blockers.filter { $0 != path[0] }
    let shown = others.prefix(Self.named - 1).map(\.description)
    let left = others.count - shown.count
    let first = shown + (left > 0 ? ["\(left) more"] : [])
    var text = "waits for " + (first + [mark(of: 0)]).joined(separator: ", ")
    for step in path.indices.dropFirst() {
      let isFar = skipped > 0 && step == path.count - 1
      let way = isFar ? ", over \(skipped) more \(skipped == 1 ? "row" : "rows")," : ""
      text += ", which waits\(way) for \(mark(of: step))"
    }
    return text + root.ending(now)
  }

  /// `A (FAILED)`.
  private func mark(of step: Int) -> String {
    step == path.count - 1 ? "\(path[step].id.escaped) (\(root.mark))" : path[step].description
  }
}

extension WaitingCycle {
  /// `A -> B -> A`.
  fileprivate var told: String {
    let left = count - members.count
    return (members.map(\.escaped) + (left > 0 ? ["\(left) more"] : []) + [members[0].escaped])
      .joined(separator: " -> ")
  }
}

extension RunningItems {
  /// Nobody reads more than so many of them in one line.
  private static let named = 5

  /// `3 of 3 workers busy: A (worker-a, since 13:10), …`.
  func told(at now: QueueTime) -> String {
    let told = rows.prefix(Self.named).map { "\($0.id.escaped) (\($0.work(at: now)))" }
    let more = rows.count > told.count ? ["and \(rows.count - told.count) more"] : []
    return "\(rows.count) of \(maxWorkers) \(maxWorkers == 1 ? "worker" : "workers") busy: "
      + (told + more).joined(separator: ", ")
  }
}
