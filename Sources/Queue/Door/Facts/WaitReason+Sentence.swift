public import Model
public import Text

extension WaitReason {
  /// Why a row is not running, as a text about the row: `waits for A (FAILED)`. Times of today have
  /// no date.
  public func sentence(at now: QueueTime) -> Sentence {
    switch self {
    case .malformed(let line?, _):
      problem(after: "malformed row (line \(line))", "형식이 잘못된 행 (\(line)번째 줄)")
    case .malformed, .refused: problem(after: "malformed row", "형식이 잘못된 행")
    case .noRow(nil): Sentence("no such row", "그런 행이 없습니다")
    case .noRow(let absence?): absence.sentence
    case .leased(let lease):
      Sentence(
        "leased to \(lease.ownerAndEnd(at: now).english)",
        "리스: \(lease.ownerAndEnd(at: now).korean)")
    case .duplicate(let key):
      Sentence(
        "was done under another id (idempotency_key \(key.escaped)): a pick or dispatch closes it",
        "다른 id로 끝난 작업입니다 (idempotency_key \(key.escaped)): pick이나 dispatch가 닫습니다")
    case .nearMiss(let note): note.predicate
    case .waits(let blockers, let chain?, let plan):
      chain.sentence(of: blockers, inPlan: plan, at: now)
    case .waits(let blockers, nil, let plan):
      WaitingChain.sentence(ofWaitFor: blockers.labels, inPlan: plan)
    case .cycle(let members, let count):
      Self.sentence(ofCycle: members, count)
    case .backsOff(let end, let cause): Self.sentence(ofWaitUntil: end, cause, at: now)
    case .deferred(let end):
      Sentence(
        "is put off until \(Self.text(ofEnd: end, at: now))",
        "\(Self.text(ofEnd: end, at: now))까지 미룬 행입니다")
    case .needsApproval(let parts?):
      Sentence(
        "was changed since it was approved\(parts.inParentheses): it needs a person's approval again "
          + "before its work begins",
        "승인된 뒤에 바뀌었습니다\(parts.inParentheses). 작업을 시작하기 전에 다시 사람의 승인이 필요합니다")
    case .needsApproval(nil):
      Sentence(
        "needs a person's approval before its work begins", "작업을 시작하기 전에 사람의 승인이 필요합니다")
    case .unknownWorker(let unknown): unknown.sentence
    case .paused(let pause): pause.sentence(at: now)
    case .workersBusy(let runningItems): runningItems.sentence(at: now)
    case .sameLabel(let other):
      Sentence(
        "same label as \(other.id.escaped) (\(WorkerLabel.label(for: other.id)))",
        "\(other.id.escaped)와(과) 레이블이 같습니다 (\(WorkerLabel.label(for: other.id)))")
    case .sameWork(let other, let key):
      Sentence(
        "same work as \(other.id.escaped) (idempotency_key \(key.escaped))",
        "\(other.id.escaped)와(과) 같은 작업입니다 (idempotency_key \(key.escaped))")
    case .overlaps(let other, let path):
      Sentence(
        "overlaps \(other.id.escaped) in \(path.escaped)"
          + (other.status == .pending ? ", which starts before it" : ""),
        "\(other.id.escaped)와(과) 경로가 겹칩니다: \(path.escaped)"
          + (other.status == .pending ? " (그 행이 먼저 시작합니다)" : ""))
    case .workerBusy(let worker): worker.sentence
    case .attemptsUsedUp, .overBudget, .badBrief, .cannotStart: problem(after: nil, "시작할 수 없습니다")
    case .queued(behind: 0): Sentence("starts with the next dispatch", "다음 dispatch에서 시작합니다")
    case .queued(let rows):
      Sentence(
        rows == 1 ? "it is behind 1 row" : "\(rows) rows are ahead of it", "앞에 \(rows)행이 있습니다")
    case .inProgress(let item, nil): item.work(at: now)
    case .inProgress(let item, _?):
      [item.work(at: now), problem(after: "its report waits", "보고서가 기다립니다")].joined(separator: "; ")
    case .stopped(let row):
      row.cause == .unknown
        ? Sentence(same: row.item.status.rawValue)
        : row.cause.shortSentence.map { "\(row.item.status.rawValue): \($0)" }
    case .done: Sentence(same: Status.done.rawValue)
    }
  }

  /// The problem of the row, the problem that kept its last attempt from working or keeps its work
  /// from landing, or the reason why no program can be started on it; `nil` for any other reason.
  public var problem: Sentence? {
    switch self {
    case .malformed(let line, let problem): problem.sentence(inLine: line)
    case .refused(let refusal): refusal.sentence
    case .attemptsUsedUp(let item, let limit):
      Sentence(
        "no attempts left (\(item.attemptCount)/\(limit))",
        "남은 시도가 없습니다 (\(item.attemptCount)/\(limit))")
    case .overBudget(let excess): excess.sentence
    case .badBrief(let path, let id, let problem):
      Problem.badBrief(path: path, id: id, problem).sentence
    case .cannotStart(let problem): problem.sentence
    case .inProgress(_, let waiting): waiting?.sentence
    case .backsOff(_, let cause): cause.map { Sentence(same: $0) }
    case .nearMiss(let note): note.predicate
    case .noRow, .leased, .duplicate, .waits, .cycle, .deferred, .needsApproval, .unknownWorker,
      .paused,
      .workersBusy, .sameLabel, .sameWork, .overlaps, .workerBusy, .queued, .stopped, .done:
      nil
    }
  }

  /// Whether the reason is that no program may or can be started on the row.
  var isOfProgram: Bool {
    switch self {
    case .attemptsUsedUp, .overBudget, .badBrief, .cannotStart: true
    case .malformed, .refused, .noRow, .leased, .duplicate, .nearMiss, .waits, .cycle, .backsOff,
      .deferred, .needsApproval, .unknownWorker, .paused, .workersBusy, .sameLabel, .sameWork,
      .overlaps,
      .workerBusy, .queued, .inProgress, .stopped, .done:
      false
    }
  }

  private func problem(after english: String?, _ korean: String) -> Sentence {
    let problem = (problem ?? Sentence(same: "")).map(\.escaped)
    return Sentence(
      (english.map { "\($0): " } ?? "") + problem.english, "\(korean): \(problem.korean)")
  }

  /// The reason as a predicate of the row: `is leased to S until 14:20`. The Korean sentence is
  /// already a predicate.
  func predicate(at now: QueueTime) -> Sentence {
    let sentence = sentence(at: now)
    if case .queued(let rows) = self, rows > 0 {
      return Sentence("has \(rows.counted("row")) before it", sentence.korean)
    }
    let beginning =
      switch self {
      case .leased, .refused, .paused: "is "
      case .malformed: "is a "
      case .workersBusy: "finds "
      case .sameLabel: "has the "
      case .sameWork: "is the "
      case .unknownWorker: "has no worker: "
      case .workerBusy: "waits: "
      case .attemptsUsedUp, .overBudget, .badBrief, .cannotStart: "can't start: "
      case .duplicate, .nearMiss, .waits, .cycle, .backsOff, .deferred, .needsApproval, .overlaps,
        .queued,
        .noRow,
        .inProgress, .stopped, .done:
        ""
      }
    return Sentence(beginning + sentence.english, sentence.korean)
  }

  /// `backs off until 14:20: branch orch/A is checked out at /srv/demo`.
  private static func sentence(
    ofWaitUntil end: Int, _ cause: String?, at now: QueueTime
  ) -> Sentence {
    let time = text(ofEnd: end, at: now)
    let cause = cause.map { ": \($0.escaped)" } ?? ""
    return Sentence("backs off until \(time)\(cause)", "\(time)까지 재시도를 미룹니다\(cause)")
  }

  private static func text(ofEnd end: Int, at now: QueueTime) -> String {
    QueueTime(epochSeconds: end, zone: now.zone).shortText(at: now)
  }

  /// `waits for itself: A -> B -> A`.
  private static func sentence(ofCycle members: [String], _ count: Int) -> Sentence {
    let names = members.map { Sentence(same: $0.escaped) }
    let way = (names + count.above(names.count) + names.prefix(1)).joined(separator: " -> ")
    return Sentence("waits for itself: \(way.english)", "자기 자신을 기다립니다: \(way.korean)")
  }
}

extension Explanation {
  /// The row's id; `-` for a malformed row without one.
  public var idText: String { (id ?? "-").escaped }
}

extension Explanation {
  /// Why the row is not running, and what its last attempt changed in addition to its work.
  public func sentence(at now: QueueTime) -> Sentence {
    let said = isNextToPick ? Self.nextToPick : reason.sentence(at: now)
    let codes = remarks.map(\.escaped).joined(separator: ", ")
    let remark =
      remarks.isEmpty ? nil : Sentence("its last attempt: \(codes)", "마지막 시도: \(codes)")
    return [said, remark, asked?.sentence].compactMap(\.self).joined(separator: "; ")
  }

  /// The reason as a predicate of the row, as in `WaitReason`.
  func predicate(at now: QueueTime) -> Sentence {
    isNextToPick ? Self.nextToPick : reason.predicate(at: now)
  }

  /// Whether the row is the first one that a person can pick, if orch starts no workers.
  private var isNextToPick: Bool {
    if case (.queued(behind: 0), .pick) = (reason, remedy) { true } else { false }
  }

  private static let nextToPick = Sentence("is the next to pick", "다음에 가져갈 행입니다")
}

extension StartProblem {
  /// The error of a use case because of which a worker can't start.
  public var problem: Problem? { cause as? Problem }

  /// Only tests of the rules use a cause that is not a problem.
  fileprivate var sentence: Sentence { problem?.sentence ?? Sentence(same: "\(cause)") }
}

extension BusyWorker {
  /// `worker a has 1 of 1 rows: X`.
  fileprivate var sentence: Sentence {
    let (name, rows) = (name.escaped, rows.listed)
    return isAtWork
      ? Sentence(
        "worker \(name) has \(self.rows.count) of \(limit) rows: \(rows.english)",
        "워커 \(name)의 행이 \(limit)개 중 \(self.rows.count)개입니다: \(rows.korean)")
      : Sentence(
        "worker \(name) takes \(limit.counted("row")) at a time, and \(rows.english)"
          + (self.rows.count == 1 ? " comes" : " come") + " before it",
        "워커 \(name)은(는) 한 번에 \(limit)개 행을 맡고, 다음이 먼저입니다: \(rows.korean)")
  }
}

extension UnknownWorker {
  /// `orch.json has no worker 'clade', which routes[1] names`.
  public var sentence: Sentence {
    let missing = source.name.escaped
    if isPlanner {
      let place = if case .route(let place, _) = source { " (routes[\(place)])" } else { "" }
      return Sentence(
        "worker '\(missing)' writes plans, and does not work on rows\(place)",
        "워커 '\(missing)'은(는) 계획을 쓰고, 행은 맡지 않습니다\(place)")
    }
    let nearest = Spelling.nearest(to: source.name, in: known).map {
      Sentence("; did you mean \($0)?", ". \(Sentence.suggestion($0).korean)")
    }
    return switch source {
    case .row:
      Sentence(
        "orch.json has no worker '\(missing)'\(nearest?.english ?? "")",
        "orch.json에 워커 '\(missing)'이(가) 없습니다\(nearest?.korean ?? "")")
    case .route(let place, _):
      Sentence(
        "orch.json has no worker '\(missing)', which routes[\(place)] names\(nearest?.english ?? "")",
        "orch.json에 워커 '\(missing)'이(가) 없습니다 (routes[\(place)])\(nearest?.korean ?? "")")
    case .fallback:
      Sentence(
        "no route matches, and orch.json has no worker '\(missing)'",
        "맞는 routes가 없고, orch.json에 워커 '\(missing)'이(가) 없습니다")
    }
  }
}

extension Absence {
  /// `archived, FAILED`
  var sentence: Sentence {
    switch self {
    case .removed: Sentence("removed", "삭제됨")
    case .archived(let status):
      Sentence("archived, \(status.rawValue)", "보관됨, \(status.rawValue)")
    }
  }
}
