import CommandLineKit
import Engine
import Facts
import QueueModel
import Wording

// Why rows are not running.

extension Korean {
  /// `일시 정지: ann@host, 14:20부터 (a release)`.
  static func text(of pause: Pause, at now: QueueTime) -> String {
    let since = pause.since.map {
      "\(shortText(of: QueueTime(epochSeconds: $0, zone: now.zone), at: now))부터"
    }
    let facts = [pause.actor?.escaped, since].compactMap(\.self).joined(separator: ", ")
    let reason = pause.reason.map { " (\($0.escaped))" } ?? ""
    return "일시 정지\(facts.isEmpty ? "" : ": \(facts)")\(reason)"
  }

  /// The reason, said of the row: `대기: A (FAILED)`.
  static func text(of explanation: Explanation, at now: QueueTime) -> String {
    switch explanation.reason {
    case .leased(let lease): "리스: \(ownerAndEnd(of: lease, now))"
    case .malformed(let line, let problem):
      "형식이 잘못된 행\(line.map { " (\($0)번째 줄)" } ?? ""): \(text(of: problem).escaped)"
    case .noRow: "그런 행이 없습니다"
    case .conflict(.busy(let runningItems)): text(of: runningItems, at: now)
    case .conflict(.sameLabel(let other)):
      "\(other.id.escaped)와(과) 레이블이 같습니다 (\(WorkerLabel.label(for: other.id)))"
    case .conflict(.sameWork(let other, let key)):
      "\(other.id.escaped)와(과) 같은 작업입니다 (idempotency_key \(key.escaped))"
    case .queued(behind: 0): "다음 dispatch에서 시작합니다"
    case .queued(let rows): "앞에 \(rows)행이 있습니다"
    case .state(let item): text(ofStateOf: item, at: now)
    case .unknownWorker(let unknown): text(of: unknown)
    case .workerBusy(let worker) where !worker.isAtWork:
      "워커 \(worker.name.escaped)은(는) 한 번에 \(worker.limit)개 행을 맡고, 다음이 먼저입니다: "
        + listed(worker.rows)
    case .workerBusy(let worker):
      "워커 \(worker.name.escaped)의 행이 \(worker.limit)개 중 \(worker.rows.count)개입니다: "
        + listed(worker.rows)
    case .cannotStart(let problem): "시작할 수 없습니다: \(text(of: problem).escaped)"
    case .paused(let pause): text(of: pause, at: now)
    case .duplicate(let key):
      "다른 id로 끝난 작업입니다 (idempotency_key \(key.escaped)): pick이나 dispatch가 닫습니다"
    case .waits(let chain): text(of: chain, at: now)
    case .cycle(let cycle): "자기 자신을 기다립니다: \(text(of: cycle))"
    case .backsOff(let end):
      shortText(of: QueueTime(epochSeconds: end, zone: now.zone), at: now)
        + "까지 재시도를 미룹니다"
    case .conflict(.overlaps(let other, let path)):
      "\(other.id.escaped)와(과) 경로가 겹칩니다: \(path.escaped)"
        + (other.status == .pending ? " (그 행이 먼저 시작합니다)" : "")
    }
  }

  static func text(of problem: StartProblem) -> String {
    (problem.cause as? Problem).map(\.sentence.korean)
      ?? (problem.cause as? BudgetExcess).map(text(of:))
      ?? (problem.cause as? Refusal).map(noStart(after:)) ?? "\(problem.cause)"
  }

  /// `남은 시도가 없습니다 (3/3)`.
  private static func noStart(after refusal: Refusal) -> String {
    guard case .attemptsUsedUp(let item, let limit) = refusal else { return text(of: refusal) }
    return "남은 시도가 없습니다 (\(item.attemptCount)/\(limit))"
  }

  static func text(of unknown: UnknownWorker) -> String {
    let name = unknown.source.name
    let nearest =
      Spelling.nearest(to: name, in: unknown.known).map { ". \(Sentence.suggestion($0).korean)" }
      ?? ""
    let missing = "orch.json에 워커 '\(name.escaped)'이(가) 없습니다"
    return switch unknown.source {
    case .row: missing + nearest
    case .route(let place, _): "\(missing) (routes[\(place)])\(nearest)"
    case .fallback: "맞는 routes가 없고, \(missing)"
    }
  }

  private static func listed(_ ids: [String]) -> String {
    let left = ids.count - longestList
    return (ids.prefix(longestList).map(\.escaped) + (left > 0 ? ["그 밖에 \(left)행"] : []))
      .joined(separator: ", ")
  }

  static func text(ofIDsFrom first: String, to last: String, count: Int) -> String {
    "\(first) … \(last) (\(count)행)"
  }

  static func text(ofRowsBefore counts: ClosedRange<Int>) -> String {
    "앞에 \(counts.lowerBound)~\(counts.upperBound)행이 있습니다"
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
        (rows.byProblem.map { "\($0.ids): \(text(of: $0.first, at: now))" }
          + (more > 0 ? ["그 밖에 \(more)행"] : [])).joined(separator: "; ")
      }
    return "아무것도 시작하지 않습니다: \(reasons) (ops why가 행마다 이유와 할 일을 알려 줍니다)"
  }

  // MARK: Along what rows wait for

  /// How many rows are named in one line.
  private static let longestList = 5

  /// `대기: C (IN_PROGRESS), B (PENDING), 이 행은 A (FAILED) 대기`: the row by which the way goes on is
  /// the last of those that the row itself waits for.
  private static func text(of chain: WaitingChain, at now: QueueTime) -> String {
    let others = chain.blockers.filter { $0 != chain.path[0] }
    let shown = others.prefix(longestList - 1).map { Self.text(of: $0) }
    let left = others.count - shown.count
    let first = shown + (left > 0 ? ["그 밖에 \(left)행"] : [])
    var text = "대기: " + (first + [mark(of: 0, in: chain)]).joined(separator: ", ")
    for step in chain.path.indices.dropFirst() {
      let skipped = step == chain.path.count - 1 ? chain.skipped : 0
      let way = skipped > 0 ? " \(skipped)행을 거쳐" : ""
      text += ", 이 행은\(way) \(mark(of: step, in: chain)) 대기"
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
    case .malformed: "형식이 잘못된 행"
    case .noRow: "그런 행 없음"
    case .leased, .duplicate, .waits, .cycle, .backsOff, .conflict, .unknownWorker, .workerBusy,
      .cannotStart, .paused,
      .queued, .state:
      root.status?.rawValue ?? "그런 행 없음"
    }
  }

  /// What is said of the last row of a chain beside its mark.
  private static func ending(of root: Explanation, at now: QueueTime) -> String {
    switch root.reason {
    case .malformed, .noRow, .state: ""
    case .leased, .duplicate, .waits, .cycle, .backsOff, .conflict, .unknownWorker, .workerBusy,
      .cannotStart, .paused,
      .queued:
      ", \(text(of: root, at: now))"
    }
  }

  /// `A -> B -> A`.
  private static func text(of cycle: WaitingCycle) -> String {
    let left = cycle.count - cycle.members.count
    let more = left > 0 ? ["그 밖에 \(left)행"] : []
    return (cycle.members.map(\.escaped) + more + [cycle.members[0].escaped])
      .joined(separator: " -> ")
  }

  // MARK: Rows, leases and times

  /// `워커 3/3 사용 중: A (worker-a, 13:10부터), …`.
  private static func text(of running: RunningItems, at now: QueueTime) -> String {
    let named = running.rows.prefix(longestList).map { row in
      let work = [shownOwner(of: row), start(of: row, now)].compactMap(\.self)
      return "\(row.id.escaped) (\(work.joined(separator: ", ")))"
    }
    let left = running.rows.count - named.count
    return "워커 \(running.rows.count)/\(running.maxWorkers) 사용 중: "
      + (named + (left > 0 ? ["그 밖에 \(left)행"] : [])).joined(separator: ", ")
  }

  /// `IN_PROGRESS, worker-a, 13:10부터, 리스 14:20까지`.
  private static func text(ofStateOf item: QueueItem, at now: QueueTime) -> String {
    switch item.status {
    case .pending, .done: item.status.rawValue
    case .failed, .blocked:
      switch StoppedRow.Cause(of: item) {
      case .unknown: item.status.rawValue
      case let cause: "\(item.status.rawValue): \(Messages.korean.shortText(of: cause))"
      }
    case .inProgress:
      ["IN_PROGRESS", shownOwner(of: item), start(of: item, now), lease(of: item, now)]
        .compactMap(\.self).joined(separator: ", ")
    }
  }

  private static func lease(of item: QueueItem, _ now: QueueTime) -> String? {
    guard let lease = item.claim?.lease else { return nil }
    guard lease.isLive(at: now) else { return "리스 끝남" }
    return lease.owner == item.ownerSession
      ? "리스 \(shortEnd(of: lease, now))" : "리스 \(ownerAndEnd(of: lease, now))"
  }

  private static func start(of item: QueueItem, _ now: QueueTime) -> String? {
    let start = item.start(in: now.zone)?.epochSeconds
    return (start ?? item.claim?.madeAt).map {
      "\(shortText(of: QueueTime(epochSeconds: $0, zone: now.zone), at: now))부터"
    }
  }

  /// `S, 14:20까지`.
  private static func ownerAndEnd(of lease: Lease, _ now: QueueTime) -> String {
    "\(lease.owner.escaped), \(shortEnd(of: lease, now))"
  }

  private static func shortEnd(of lease: Lease, _ now: QueueTime) -> String {
    lease.expiresAt == .max ? "놓아줄 때까지" : "\(shortText(of: lease.end(at: now), at: now))까지"
  }

  /// `14:05` for a time of today, else with its date.
  static func shortText(of time: QueueTime, at now: QueueTime) -> String {
    time.day == now.day ? String(time.text.suffix(5)) : time.text
  }
}
