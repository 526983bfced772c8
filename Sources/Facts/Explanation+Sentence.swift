public import QueueModel
public import Wording

extension Explanation {
  /// Why a row is not running, said of the row: `waits for A (FAILED)`. Times of today are without
  /// their date.
  public func sentence(at now: QueueTime) -> Sentence {
    switch reason {
    case .leased(let lease):
      Sentence(
        "leased to \(lease.ownerAndEnd(at: now).english)",
        "리스: \(lease.ownerAndEnd(at: now).korean)")
    case .malformed(let line, let problem):
      Sentence(
        "malformed row\(line.map { " (line \($0))" } ?? ""): \(problem.sentence.english.escaped)",
        "형식이 잘못된 행\(line.map { " (\($0)번째 줄)" } ?? ""): \(problem.sentence.korean.escaped)")
    case .noRow: Sentence("no such row", "그런 행이 없습니다")
    case .conflict(.busy(let runningItems)): runningItems.sentence(at: now)
    case .conflict(.sameLabel(let other)):
      Sentence(
        "same label as \(other.id.escaped) (\(WorkerLabel.label(for: other.id)))",
        "\(other.id.escaped)와(과) 레이블이 같습니다 (\(WorkerLabel.label(for: other.id)))")
    case .conflict(.sameWork(let other, let key)):
      Sentence(
        "same work as \(other.id.escaped) (idempotency_key \(key.escaped))",
        "\(other.id.escaped)와(과) 같은 작업입니다 (idempotency_key \(key.escaped))")
    case .conflict(.overlaps(let other, let path)):
      Sentence(
        "overlaps \(other.id.escaped) in \(path.escaped)"
          + (other.status == .pending ? ", which starts before it" : ""),
        "\(other.id.escaped)와(과) 경로가 겹칩니다: \(path.escaped)"
          + (other.status == .pending ? " (그 행이 먼저 시작합니다)" : ""))
    case .queued(behind: 0): Sentence("starts with the next dispatch", "다음 dispatch에서 시작합니다")
    case .queued(let rows):
      Sentence(
        rows == 1 ? "it is behind 1 row" : "\(rows) rows are ahead of it", "앞에 \(rows)행이 있습니다")
    case .state(let item): item.state(at: now)
    case .unknownWorker(let unknown): unknown.sentence
    case .workerBusy(let worker) where !worker.isAtWork:
      Sentence(
        "worker \(worker.name.escaped) takes \(worker.limit.counted("row")) at a time, and "
          + worker.rows.listed.english + (worker.rows.count == 1 ? " comes" : " come")
          + " before it",
        "워커 \(worker.name.escaped)은(는) 한 번에 \(worker.limit)개 행을 맡고, 다음이 먼저입니다: "
          + worker.rows.listed.korean)
    case .workerBusy(let worker):
      Sentence(
        "worker \(worker.name.escaped) has \(worker.rows.count) of \(worker.limit) rows: "
          + worker.rows.listed.english,
        "워커 \(worker.name.escaped)의 행이 \(worker.limit)개 중 \(worker.rows.count)개입니다: "
          + worker.rows.listed.korean)
    case .cannotStart(let problem):
      Sentence(
        problem.sentence.english.escaped, "시작할 수 없습니다: \(problem.sentence.korean.escaped)")
    case .paused(let pause): pause.sentence(at: now)
    case .duplicate(let key):
      Sentence(
        "was done under another id (idempotency_key \(key.escaped)): a pick or dispatch closes it",
        "다른 id로 끝난 작업입니다 (idempotency_key \(key.escaped)): pick이나 dispatch가 닫습니다")
    case .waits(let chain): chain.sentence(at: now)
    case .cycle(let cycle):
      Sentence("waits for itself: \(cycle.label.english)", "자기 자신을 기다립니다: \(cycle.label.korean)")
    case .backsOff(let end):
      Sentence(
        "backs off until \(QueueTime(epochSeconds: end, zone: now.zone).shortText(at: now))",
        QueueTime(epochSeconds: end, zone: now.zone).shortText(at: now) + "까지 재시도를 미룹니다")
    }
  }

  /// The reason as a predicate of the row: `is leased to S until 14:20`. Korean has one form.
  func predicate(at now: QueueTime) -> Sentence {
    let sentence = sentence(at: now)
    let english =
      switch reason {
      case .leased, .malformed, .paused: "is " + sentence.english
      case .conflict(.busy): "finds " + sentence.english
      case .conflict(.sameLabel): "has the " + sentence.english
      case .conflict(.sameWork): "is the " + sentence.english
      case .queued(let rows) where rows > 0: "has \(rows.counted("row")) before it"
      case .unknownWorker: "has no worker: " + sentence.english
      case .workerBusy: "waits: " + sentence.english
      case .cannotStart: "can't start: " + sentence.english
      case .duplicate, .waits, .cycle, .backsOff, .conflict(.overlaps), .queued, .noRow, .state:
        sentence.english
      }
    return Sentence(english, sentence.korean)
  }
}

extension Explanation.Problem {
  public var sentence: Sentence {
    switch self {
    case .found(let text): Sentence(same: text)
    case .refused(let refusal): refusal.sentence
    }
  }
}

extension StartProblem {
  /// The cause is the error of a use case; only tests of the rules have a text.
  public var sentence: Sentence {
    switch cause {
    case let problem as Problem: problem.sentence
    case let excess as BudgetExcess: excess.sentence
    case Refusal.attemptsUsedUp(let item, let limit):
      Sentence(
        "no attempts left (\(item.attemptCount)/\(limit))",
        "남은 시도가 없습니다 (\(item.attemptCount)/\(limit))")
    case let refusal as Refusal: refusal.sentence
    default: Sentence(same: "\(cause)")
    }
  }
}

extension UnknownWorker {
  /// `orch.json has no worker 'clade', which routes[1] names`.
  public var sentence: Sentence {
    let missing = source.name.escaped
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
        "no route fits, and orch.json has no worker '\(missing)'",
        "맞는 routes가 없고, orch.json에 워커 '\(missing)'이(가) 없습니다")
    }
  }
}
